import {
  Alert,
  Anchor,
  Button,
  Checkbox,
  Divider,
  PasswordInput,
  PinInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useLanguage, useText } from '../app/language.tsx'
import type { Problem } from '../app/session.ts'
import { textOf, whenSent } from './fields.ts'
import { problemOf, ProblemNote } from './problem.tsx'
import { queries } from './queries.ts'
import { TEXTS } from './texts.ts'
import { outsideAddress, readWays, showCode, showPasskey, signIn, type Credentials, type SignInStep } from './ways.ts'

const DIGITS = 6

type Failure = { readonly problem: Problem | null }
type Props = {
  /** Of a session that ended, whose reader signs in again. */
  readonly account?: string
  readonly isAgain?: boolean
}

/** `problem` of the address: with what somebody came back from an outside provider. */
const cameBackWith = (): string | null => new URLSearchParams(location.search).get('problem')

export function SignIn({ account = '', isAgain = false }: Props) {
  const t = useText()
  const back = cameBackWith()
  const [step, setStep] = useState<SignInStep['ways'] | null>(
    back === 'second-factor-next' ? ['code', 'recovery-code'] : null,
  )
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  /** What the service said, or that it does not answer. */
  const tried = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setFailure(null)
    try {
      await work()
    } catch (error) {
      const problem = problemOf(error)
      setFailure({ problem })
      if (problem?.code === 'challenge-ended') setStep(null)
    } finally {
      setBusy(false)
    }
  }
  const withPasskey = (): Promise<void> => tried(showPasskey)
  const withPassword = (credentials: Credentials): Promise<void> =>
    tried(async () => {
      const next = await signIn(credentials)
      if (next !== null) setStep(next.ways)
    })
  return (
    <section className="sign-in">
      <Stack gap="sm">
        <Title order={isAgain ? 2 : 1} size="h3">
          {t(step === null ? TEXTS.signIn : TEXTS.secondFactor)}
        </Title>
        <Text className="quiet">
          {t(step === null ? (isAgain ? TEXTS.ended : TEXTS.signInText) : TEXTS.secondFactorText)}
        </Text>
        {failure && <FailureNote failure={failure} />}
        {!failure && back !== null && back !== 'second-factor-next' && (
          <Alert color="red" variant="outline" role="alert" title={t(TEXTS.outsideFailed)}>
            {t(OUTSIDE_TEXTS[back] ?? TEXTS.outsideRefused)}
          </Alert>
        )}
        {step === null ? (
          <>
            <PasswordForm account={account} isBusy={isBusy} onSubmit={withPassword} />
            <OtherWays isBusy={isBusy} onPasskey={withPasskey} />
          </>
        ) : (
          <CodeForm
            ways={step}
            isBusy={isBusy}
            onCode={(code) => tried(() => showCode(code))}
            onPasskey={withPasskey}
            onBack={() => setStep(null)}
          />
        )}
      </Stack>
    </section>
  )
}

const OUTSIDE_TEXTS: Readonly<Record<string, (typeof TEXTS)['outsideRefused' | 'outsideUnknown' | 'outsideAway']>> = {
  'outside-unknown': TEXTS.outsideUnknown,
  'outside-unavailable': TEXTS.outsideAway,
}

function FailureNote({ failure: { problem } }: { failure: Failure }) {
  const t = useText()
  if (problem?.code === 'credentials-invalid')
    return (
      <Alert color="red" variant="outline" role="alert" title={t(TEXTS.wrong)}>
        {t(TEXTS.wrongText)}
      </Alert>
    )
  return <ProblemNote problem={problem} />
}

type PasswordProps = {
  readonly account: string
  readonly isBusy: boolean
  readonly onSubmit: (credentials: Credentials) => Promise<void>
}

function PasswordForm({ account, isBusy, onSubmit }: PasswordProps) {
  const t = useText()
  const [hasPerson, setHasPerson] = useState(false)
  const submit = (form: FormData): Promise<void> => {
    const person = textOf(form, 'person')
    return onSubmit({
      account: textOf(form, 'account'),
      secret: textOf(form, 'secret'),
      ...(person === '' ? {} : { person, personSecret: textOf(form, 'personSecret') }),
    })
  }
  return (
    <Form onSubmit={submit}>
      <TextInput name="account" label={t(TEXTS.account)} defaultValue={account} autoComplete="username" required />
      <PasswordInput name="secret" label={t(TEXTS.secret)} autoComplete="current-password" required />
      <Checkbox
        checked={hasPerson}
        label={t(TEXTS.withPerson)}
        onChange={({ currentTarget }) => setHasPerson(currentTarget.checked)}
      />
      {hasPerson && (
        <>
          <TextInput name="person" label={t(TEXTS.person)} autoComplete="off" required />
          <PasswordInput name="personSecret" label={t(TEXTS.personSecret)} autoComplete="off" required />
        </>
      )}
      <Button type="submit" loading={isBusy}>
        {t(TEXTS.signIn)}
      </Button>
    </Form>
  )
}

/** A passkey of this computer or telephone, and outside providers, where the service has them. */
function OtherWays({ isBusy, onPasskey }: { isBusy: boolean; onPasskey: () => Promise<void> }) {
  const t = useText()
  const language = useLanguage()
  const { data: ways } = useQuery({ queryKey: ['sign-in-ways'], queryFn: readWays, staleTime: Infinity }, queries)
  if (!ways || (!ways.passkeys && ways.outside.length === 0)) return null
  return (
    <>
      <Divider label={t(TEXTS.or)} />
      {ways.passkeys && (
        <Button variant="default" disabled={isBusy} onClick={() => void onPasskey()}>
          {t(TEXTS.passkey)}
        </Button>
      )}
      {ways.outside.map(({ id, title }) => (
        <Button key={id} component="a" variant="default" href={outsideAddress(id)}>
          {title[language]}
        </Button>
      ))}
    </>
  )
}

type CodeProps = {
  readonly ways: SignInStep['ways']
  readonly isBusy: boolean
  readonly onCode: (code: string) => Promise<void>
  readonly onPasskey: () => Promise<void>
  readonly onBack: () => void
}

/** Six digits of the telephone; without it, a recovery code; or a passkey. */
function CodeForm({ ways, isBusy, onCode, onPasskey, onBack }: CodeProps) {
  const t = useText()
  const [isLost, setLost] = useState(!ways.includes('code'))
  const [code, setCode] = useState('')
  return (
    <Form onSubmit={(form) => onCode(isLost ? textOf(form, 'recovery') : code)}>
      {isLost ? (
        ways.includes('recovery-code') && (
          <TextInput name="recovery" label={t(TEXTS.recoveryCode)} autoComplete="off" data-autofocus required />
        )
      ) : (
        <div role="group" aria-label={t(TEXTS.code)}>
          <Text size="sm" fw={500} aria-hidden>
            {t(TEXTS.code)}
          </Text>
          <PinInput
            length={DIGITS}
            type="number"
            oneTimeCode
            autoFocus
            value={code}
            aria-label={t(TEXTS.digit)}
            onChange={setCode}
          />
        </div>
      )}
      {(!isLost || ways.includes('recovery-code')) && (
        <Button type="submit" loading={isBusy}>
          {t(TEXTS.confirm)}
        </Button>
      )}
      {ways.includes('passkey') && (
        <Button variant="default" disabled={isBusy} onClick={() => void onPasskey()}>
          {t(TEXTS.passkey)}
        </Button>
      )}
      {!isLost && ways.includes('recovery-code') && (
        <Anchor component="button" type="button" className="link" onClick={() => setLost(true)}>
          {t(TEXTS.lost)}
        </Anchor>
      )}
      <Anchor component="button" type="button" className="link" onClick={onBack}>
        {t(TEXTS.otherAccount)}
      </Anchor>
    </Form>
  )
}

function Form({ onSubmit, children }: { onSubmit: (form: FormData) => Promise<void>; children: ReactNode }) {
  return (
    <form onSubmit={whenSent(onSubmit)}>
      <Stack gap="sm">{children}</Stack>
    </form>
  )
}
