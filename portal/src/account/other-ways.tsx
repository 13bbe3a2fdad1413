import { Alert, Anchor, Button, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { outsideAddress, readWays } from '../signed-in/ways.ts'
import { addPasskey, disconnect, removePasskey, type SignInState } from './api.ts'
import type { Doing } from '../signed-in/doing.tsx'
import { textOf, whenSent } from '../signed-in/fields.ts'
import { TEXTS } from './texts.ts'

const useWays = () => useQuery({ queryKey: ['sign-in-ways'], queryFn: readWays, staleTime: Infinity }).data

type Props = { readonly state: SignInState; readonly doing: Doing }
type PasskeyProps = Props & { readonly onRecoveryCodes: (codes: readonly string[] | null) => void }

export function Passkeys({ state: { passkeys }, doing: { isBusy, run }, onRecoveryCodes }: PasskeyProps) {
  const t = useText()
  const { time } = useFormats()
  const ways = useWays()
  const add = (typed: FormData, form: HTMLFormElement): Promise<boolean> =>
    run(async () => {
      const codes = await addPasskey(textOf(typed, 'title'))
      if (codes !== null) onRecoveryCodes(codes)
      form.reset()
    })
  return (
    <section className="card" aria-labelledby="passkeys">
      <Title order={2} size="h5" id="passkeys">
        {t(TEXTS.passkeys)}
      </Title>
      {passkeys.length === 0 && <Text className="quiet">{t(TEXTS.passkeysNone)}</Text>}
      {passkeys.map(({ id, title, since, usedAt }) => (
        <Group key={id} justify="space-between" wrap="nowrap">
          <div>
            <Text fw={600}>{title}</Text>
            <Text className="quiet">
              {t(TEXTS.since)} {time(Date.parse(since))} · {t(TEXTS.used)}:{' '}
              {usedAt === null ? t(TEXTS.never) : time(Date.parse(usedAt))}
            </Text>
          </div>
          <Button
            size="xs"
            variant="default"
            disabled={isBusy}
            aria-label={`${t(TEXTS.remove)}: ${title}`}
            onClick={() => void run(() => removePasskey(id))}
          >
            {t(TEXTS.remove)}
          </Button>
        </Group>
      ))}
      {ways?.passkeys === false && <Text className="quiet">{t(TEXTS.passkeysNot)}</Text>}
      {ways?.passkeys && (
        <form onSubmit={whenSent(add)}>
          <Stack gap="xs">
            <TextInput
              name="title"
              label={t(TEXTS.passkeyTitle)}
              placeholder={t(TEXTS.passkeyExample)}
              maxLength={60}
              required
            />
            <Button type="submit" variant="default" loading={isBusy}>
              {t(TEXTS.passkeyAdd)}
            </Button>
          </Stack>
        </form>
      )}
    </section>
  )
}

/** Nothing where the service has no outside provider. */
export function Outside({ state, doing: { isBusy, run } }: Props) {
  const t = useText()
  const language = useLanguage()
  const { time } = useFormats()
  const providers = useWays()?.outside ?? []
  const problem = new URLSearchParams(location.search).get('problem')
  if (providers.length === 0) return null
  return (
    <section className="card" aria-labelledby="outside">
      <Title order={2} size="h5" id="outside">
        {t(TEXTS.outside)}
      </Title>
      {problem !== null && (
        <Alert color="red" variant="outline" role="alert" title={t(TEXTS.connectFailed)}>
          {t(
            problem === 'outside-taken'
              ? TEXTS.outsideTaken
              : problem === 'sign-in-again'
                ? TEXTS.again
                : TEXTS.outsideRefused,
          )}
        </Alert>
      )}
      <Table>
        <Table.Tbody>
          {providers.map(({ id, title }) => {
            const own = state.outside.find(({ provider }) => provider === id)
            return (
              <Table.Tr key={id}>
                <Table.Td>{title[language]}</Table.Td>
                <Table.Td>
                  {own === undefined
                    ? t(TEXTS.notConnected)
                    : t(TEXTS.connected, { time: time(Date.parse(own.since)) })}
                </Table.Td>
                <Table.Td ta="end">
                  {own === undefined ? (
                    <Anchor className="link" href={outsideAddress(id, { connects: true })}>
                      {t(TEXTS.connect)}
                    </Anchor>
                  ) : (
                    <Button
                      size="xs"
                      variant="default"
                      disabled={isBusy}
                      onClick={() => void run(() => disconnect(id))}
                    >
                      {t(TEXTS.disconnect)}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </section>
  )
}
