import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { QRCodeSVG } from 'qrcode.react'
import { useState } from 'react'
import { useFormats, useText } from '../app/language.tsx'
import { beginCodes, confirmCodes, removeCodes, renewRecoveryCodes, type NewCodes, type SignInState } from './api.ts'
import type { Doing } from '../signed-in/doing.tsx'
import { textOf, whenSent } from '../signed-in/fields.ts'
import { TEXTS } from './texts.ts'

/** Side of the picture in pixels: a telephone reads it from an old screen. */
const PICTURE = 176

type Props = {
  readonly state: SignInState
  readonly doing: Doing
  readonly onRecoveryCodes: (codes: readonly string[] | null) => void
}

/** One-time codes: set up by a picture and the first code; recovery codes beside them. */
export function Codes({ state, doing: { isBusy, run }, onRecoveryCodes }: Props) {
  const t = useText()
  const { time, number } = useFormats()
  const [begun, setBegun] = useState<NewCodes | null>(null)
  const { codesSince, recoveryCodesLeft } = state
  return (
    <section className="card" aria-labelledby="codes">
      <Title order={2} size="h5" id="codes">
        {t(TEXTS.codes)}
      </Title>
      {begun !== null && codesSince === null ? (
        <Confirm
          begun={begun}
          isBusy={isBusy}
          onCode={(code) =>
            run(async () => {
              onRecoveryCodes(await confirmCodes(code))
              setBegun(null)
            })
          }
          onCancel={() => setBegun(null)}
        />
      ) : codesSince === null ? (
        <>
          <Text className="quiet">{t(TEXTS.codesNone)}</Text>
          <Button loading={isBusy} onClick={() => void run(async () => setBegun(await beginCodes()))}>
            {t(TEXTS.setUp)}
          </Button>
        </>
      ) : (
        <>
          <Text>{t(TEXTS.codesSince, { time: time(Date.parse(codesSince)) })}</Text>
          <Button size="xs" variant="default" disabled={isBusy} onClick={() => void run(removeCodes)}>
            {t(TEXTS.remove)}
          </Button>
        </>
      )}
      {(codesSince !== null || state.passkeys.length > 0) && (
        <Group gap="xs">
          <Text>{t(TEXTS.recoveryLeft, { number: number(recoveryCodesLeft) })}</Text>
          <Button
            size="xs"
            variant="default"
            disabled={isBusy}
            onClick={() => void run(async () => onRecoveryCodes(await renewRecoveryCodes()))}
          >
            {t(TEXTS.recoveryNew)}
          </Button>
        </Group>
      )}
    </section>
  )
}

type ConfirmProps = {
  readonly begun: NewCodes
  readonly isBusy: boolean
  readonly onCode: (code: string) => Promise<boolean>
  readonly onCancel: () => void
}

function Confirm({ begun: { address, secret }, isBusy, onCode, onCancel }: ConfirmProps) {
  const t = useText()
  return (
    <form onSubmit={whenSent((typed) => onCode(textOf(typed, 'code')))}>
      <Stack gap="xs">
        <Text size="sm">{t(TEXTS.scan)}</Text>
        <QRCodeSVG value={address} size={PICTURE} marginSize={2} title={t(TEXTS.picture)} />
        <Text size="sm" className="quiet">
          {t(TEXTS.typed)}: <span className="code">{secret.match(/.{1,4}/g)?.join(' ')}</span>
        </Text>
        <TextInput
          name="code"
          label={t(TEXTS.code)}
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]{6}"
          required
        />
        <Group gap="xs">
          <Button type="submit" loading={isBusy}>
            {t(TEXTS.confirm)}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t(TEXTS.cancel)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
