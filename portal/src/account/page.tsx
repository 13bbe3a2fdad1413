/** Screen "account": how its reader signs in, and where. */
import { Alert, Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '../app/language.tsx'
import { askAgain, renewSession, sessionOf, useSession } from '../app/session.ts'
import { Asked } from '../signed-in/asked.tsx'
import { useDoing, type Doing } from '../signed-in/doing.tsx'
import { textOf, whenSent } from '../signed-in/fields.ts'
import { ProblemNote, problemOf } from '../signed-in/problem.tsx'
import { changePassword, readSignIn } from './api.ts'
import { Codes } from './codes.tsx'
import { Outside, Passkeys } from './other-ways.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Sessions } from './sessions.tsx'
import { TEXTS } from './texts.ts'

export function AccountPage() {
  const t = useText()
  const session = sessionOf(useSession())
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null)
  const asked = useQuery({ queryKey: ['sign-in'], queryFn: readSignIn })
  const doing = useDoing('sign-in')
  return (
    <div className="page plain">
      <Title order={1}>{t(TEXTS.title, { account: session?.account ?? '' })}</Title>
      {session?.mustSetUpSecondFactor && recoveryCodes === null && (
        <Alert color="var(--warning)" variant="outline" role="status">
          {t(TEXTS.mustSetUp)}
        </Alert>
      )}
      {doing.failure && <Failure error={doing.failure.error} />}
      {recoveryCodes && (
        <RecoveryCodes
          codes={recoveryCodes}
          onKept={() => {
            setRecoveryCodes(null)
            // What waited for a second factor is open now.
            if (session?.mustSetUpSecondFactor) void renewSession()
          }}
        />
      )}
      <Asked asked={asked}>
        {(state) =>
          state.isPerson ? (
            <div className="cards">
              <Codes state={state} doing={doing} onRecoveryCodes={setRecoveryCodes} />
              <Passkeys state={state} doing={doing} onRecoveryCodes={setRecoveryCodes} />
              <Outside state={state} doing={doing} />
              {!session?.mustSetUpSecondFactor && <Password doing={doing} />}
            </div>
          ) : (
            <Text className="quiet">{t(TEXTS.software)}</Text>
          )
        }
      </Asked>
      {!session?.mustSetUpSecondFactor && <Sessions doing={doing} />}
    </div>
  )
}

function Failure({ error }: { error: unknown }) {
  const t = useText()
  const problem = problemOf(error)
  if (problem?.code !== 'sign-in-again') return <ProblemNote problem={problem} />
  return (
    <Alert color="var(--warning)" variant="outline" role="alert" title={t(TEXTS.again)}>
      <Button size="xs" onClick={askAgain}>
        {t(TEXTS.signInAgain)}
      </Button>
    </Alert>
  )
}

function Password({ doing: { isBusy, run } }: { doing: Doing }) {
  const t = useText()
  const [isChanged, setChanged] = useState(false)
  const submit = (typed: FormData, form: HTMLFormElement): Promise<boolean> => {
    setChanged(false)
    return run(async () => {
      await changePassword(textOf(typed, 'old'), textOf(typed, 'new'))
      form.reset()
      setChanged(true)
    })
  }
  return (
    <section className="card" aria-labelledby="password">
      <Title order={2} size="h5" id="password">
        {t(TEXTS.password)}
      </Title>
      <form onSubmit={whenSent(submit)}>
        <Stack gap="xs">
          <PasswordInput name="old" label={t(TEXTS.oldPassword)} autoComplete="current-password" required />
          <PasswordInput
            name="new"
            label={t(TEXTS.newPassword)}
            description={t(TEXTS.passwordHint)}
            autoComplete="new-password"
            minLength={12}
            required
          />
          <Button type="submit" variant="default" loading={isBusy}>
            {t(TEXTS.change)}
          </Button>
          {isChanged && <Text role="status">{t(TEXTS.changed)}</Text>}
        </Stack>
      </form>
    </section>
  )
}
