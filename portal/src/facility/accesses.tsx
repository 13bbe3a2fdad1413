/** Page "who looked": each list about patients of the facility that an authority asked for. */
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { Frame } from './frame.tsx'
import { TEXTS } from './texts.ts'

export function AccessesPage() {
  const t = useText()
  const { number, time } = useFormats()
  const { after } = useSearch({ from: '/facility/accesses' })
  const query = { ...(after ? { after } : {}), limit: 100 }
  const asked = useQuery({
    queryKey: ['accesses', query],
    queryFn: () => answered(api.GET('/v1/accesses', { params: { query } })),
  })
  return (
    <Frame title={TEXTS.accessesTitle} text={TEXTS.accessesText}>
      <Asked asked={asked}>
        {({ accesses, next }) =>
          accesses.length === 0 ? (
            <Empty title={t(TEXTS.noAccesses)}>{t(TEXTS.noAccessesText)}</Empty>
          ) : (
            <>
              <div className="box">
                <Table verticalSpacing={6}>
                  <Heads
                    of={[TEXTS.at, TEXTS.who, TEXTS.kind, TEXTS.reason, figures(TEXTS.rows), figures(TEXTS.unmasked)]}
                  />
                  <Table.Tbody>
                    {accesses.map(({ id, at, account, kind, reason, rows, unmasked }) => (
                      <Table.Tr key={id}>
                        <Table.Td>{time(Date.parse(at))}</Table.Td>
                        <Table.Td className="code">{account}</Table.Td>
                        <Table.Td>{t(TEXTS[kind])}</Table.Td>
                        <Table.Td>{reason}</Table.Td>
                        <Table.Td ta="end">{number(rows)}</Table.Td>
                        <Table.Td ta="end">{number(unmasked)}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </div>
              <Pages next={next} />
            </>
          )
        }
      </Asked>
    </Frame>
  )
}
