import { Alert, Button, Checkbox, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useText } from '../app/language.tsx'
import { signIn, type Credentials, type Problem } from '../app/session.ts'
import { ProblemNote } from './problem.tsx'
import { TEXTS } from './texts.ts'

/** Every field is; a mark beside each of them says nothing. */
const REQUIRED = { required: true, withAsterisk: false } as const

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** `account`: of a session that ended, whose reader signs in again. */
export function SignIn({ account = '', isAgain = false }: { account?: string; isAgain?: boolean }) {
  const t = useText()
  const [hasPerson, setHasPerson] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<{ problem: Problem | null } | null>(null)
  const submit = async (form: FormData): Promise<void> => {
    const person = textOf(form, 'person')
    const credentials: Credentials = {
      account: textOf(form, 'account'),
      secret: textOf(form, 'secret'),
      ...(person === '' ? {} : { person, personSecret: textOf(form, 'personSecret') }),
    }
    setBusy(true)
    setFailure(null)
    try {
      const problem = await signIn(credentials)
      if (problem) setFailure({ problem })
    } catch {
      setFailure({ problem: null })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="sign-in"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        void submit(new FormData(event.currentTarget))
      }}
    >
      <Stack gap="sm">
        <Title order={isAgain ? 2 : 1} size="h3">
          {t(TEXTS.signIn)}
        </Title>
        <Text className="quiet">{t(isAgain ? TEXTS.ended : TEXTS.signInText)}</Text>
        {failure &&
          (failure.problem?.code === 'credentials-invalid' ? (
            <Alert color="red" variant="outline" role="alert" title={t(TEXTS.wrong)}>
              {t(TEXTS.wrongText)}
            </Alert>
          ) : (
            <ProblemNote problem={failure.problem} />
          ))}
        <TextInput
          name="account"
          label={t(TEXTS.account)}
          defaultValue={account}
          autoComplete="username"
          {...REQUIRED}
        />
        <PasswordInput name="secret" label={t(TEXTS.secret)} autoComplete="current-password" {...REQUIRED} />
        <Checkbox
          checked={hasPerson}
          label={t(TEXTS.withPerson)}
          onChange={({ currentTarget }) => setHasPerson(currentTarget.checked)}
        />
        {hasPerson && (
          <>
            <TextInput name="person" label={t(TEXTS.person)} autoComplete="off" {...REQUIRED} />
            <PasswordInput name="personSecret" label={t(TEXTS.personSecret)} autoComplete="off" {...REQUIRED} />
          </>
        )}
        <Button type="submit" loading={isBusy}>
          {t(TEXTS.signIn)}
        </Button>
      </Stack>
    </form>
  )
}
