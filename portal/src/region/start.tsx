/** Where an office begins: a Sở Y tế at its own region, the Ministry at all of them. */
import { Alert, Group, Table, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useSearch } from '@tanstack/react-router'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { sessionOf, useSession, type Session } from '../app/session.ts'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { SignedInLayout } from '../signed-in/layout.tsx'
import { PeriodSelect } from './period-select.tsx'
import { periodsAt, thisMonth } from './periods.ts'
import { TEXTS } from './texts.ts'

/** Whoever supervises: a Sở Y tế, an analyst of the Ministry. */
const isOffice = ({ duties }: Session): boolean => duties.includes('supervisor') || duties.includes('analyst')

export const OfficeLayout = () => <SignedInLayout isFor={isOffice} other={TEXTS.notOffice} />

export function RegionStart() {
  const session = sessionOf(useSession())
  const provinces = session?.provinces ?? null
  if (provinces !== null) return <Navigate to="/region/$province" params={{ province: provinces.join(',') }} replace />
  return <Nation />
}

/** Months only: days are what all provinces are asked for. */
const MONTH = /^\d{4}-\d{2}$/

function Nation() {
  const t = useText()
  const { number } = useFormats()
  const { period = thisMonth() } = useSearch({ from: '/region/' })
  const [year = 0, month = 1] = period.split('-').map(Number)
  const query = { from: `${period}-01`, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) }
  const found = useQuery({
    queryKey: ['regions', query],
    queryFn: () => answered(api.GET('/v1/regions', { params: { query } })),
  })
  const columns = [
    ['volumes', 'received', TEXTS.received],
    ['volumes', 'rejected', TEXTS.rejected],
    ['timeliness', 'late', TEXTS.late],
    ['timeliness', 'missing', TEXTS.missing],
  ] as const
  const shown = (value: number | null | undefined): string => (value === null ? '*' : number(value ?? 0))
  return (
    <div className="page">
      <Group justify="space-between">
        <Title order={1}>{t(TEXTS.nation)}</Title>
        <PeriodSelect
          period={period}
          choices={periodsAt(vietnamIsoDay(Date.now())).filter(({ value }) => MONTH.test(value))}
        />
      </Group>
      <Asked asked={found}>
        {({ unanswered, provinces }) => (
          <>
            {unanswered.length > 0 && (
              <Alert color="yellow" variant="outline">
                {t(TEXTS.unanswered, { codes: unanswered.join(', ') })}
              </Alert>
            )}
            <ScrollRegion label={t(TEXTS.nation)}>
              <Table stickyHeader highlightOnHover verticalSpacing={3}>
                <Heads of={[TEXTS.code, TEXTS.name, ...columns.map(([, , title]) => figures(title))]} />
                <Table.Tbody>
                  {provinces.map((each) => (
                    <Table.Tr key={each.province}>
                      <Table.Td className="code">{each.province}</Table.Td>
                      <Table.Td>
                        <Link className="link" to="/region/$province" params={{ province: each.province }}>
                          {each.name ?? each.province}
                        </Link>
                      </Table.Td>
                      {columns.map(([figure, column]) => (
                        <Table.Td key={column} ta="end">
                          {shown(each[figure][column])}
                        </Table.Td>
                      ))}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </ScrollRegion>
          </>
        )}
      </Asked>
    </div>
  )
}
