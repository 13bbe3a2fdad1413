import { Button, Group, Table, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Heads, unseen } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { leaveSession } from '../app/session.ts'
import { Asked } from '../signed-in/asked.tsx'
import { queries } from '../signed-in/queries.ts'
import { endAllSessions, endSession, readSessions } from './api.ts'
import type { Doing } from '../signed-in/doing.tsx'
import { METHOD_TEXTS, TEXTS } from './texts.ts'

const KEY = ['sessions']

/** Where the account is signed in, and its end there or everywhere. */
export function Sessions({ doing: { isBusy, run } }: { doing: Doing }) {
  const t = useText()
  const { time } = useFormats()
  const asked = useQuery({ queryKey: KEY, queryFn: readSessions })
  const end = (id: string): Promise<boolean> =>
    run(async () => {
      await endSession(id)
      await queries.invalidateQueries({ queryKey: KEY })
    })
  const endAll = (): Promise<boolean> =>
    run(async () => {
      await endAllSessions()
      leaveSession()
    })
  return (
    <section aria-labelledby="sessions">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5" id="sessions">
          {t(TEXTS.sessions)}
        </Title>
        <Button size="xs" variant="default" disabled={isBusy} onClick={() => void endAll()}>
          {t(TEXTS.everywhere)}
        </Button>
      </Group>
      <Asked asked={asked}>
        {(sessions) => (
          <div className="box">
            <Table verticalSpacing={6}>
              <Heads of={[TEXTS.device, TEXTS.method, TEXTS.begun, TEXTS.seen, unseen(TEXTS.end)]} />
              <Table.Tbody>
                {sessions.map(({ id, device, method, since, seenAt, isThis }) => (
                  <Table.Tr key={id}>
                    <Table.Td>{device === '' ? t(TEXTS.unknownDevice) : device}</Table.Td>
                    <Table.Td>{t(METHOD_TEXTS[method])}</Table.Td>
                    <Table.Td>{time(Date.parse(since))}</Table.Td>
                    <Table.Td>{time(Date.parse(seenAt))}</Table.Td>
                    <Table.Td ta="end">
                      {isThis ? (
                        <b>{t(TEXTS.thisOne)}</b>
                      ) : (
                        <Button size="xs" variant="default" disabled={isBusy} onClick={() => void end(id)}>
                          {t(TEXTS.end)}
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Asked>
    </section>
  )
}
