/** Page "accounts": who may do what; a second operator agrees to whoever sees more than one facility; every step has its reason. */
import { Alert, Button, Group, NativeSelect, Table, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { Heads, unseen } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { sessionOf, useSession } from '../app/session.ts'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { Dialog } from '../signed-in/dialog.tsx'
import { useDoing } from '../signed-in/doing.tsx'
import { textOf } from '../signed-in/fields.ts'
import { Form } from '../signed-in/form.tsx'
import { AccountForm } from './account-form.tsx'
import { ACCOUNT_STEPS, DUTIES, SIDES, TEXTS } from './account-texts.ts'
import { Frame } from './frame.tsx'
import { KEY } from './key.ts'

type Account = components['schemas']['Account']
type StepName = keyof typeof ACCOUNT_STEPS
type Step = { readonly account: Account; readonly name: StepName }
/** Shown this once. */
type Secret = { readonly id: string; readonly secret: string }

const PAGE = 200
const SIDE_IDS = ['facility', 'province', 'ministry'] as const

export function AccountsPage() {
  const t = useText()
  const navigate = useNavigate({ from: '/operations/accounts' })
  const { side, after } = useSearch({ from: '/operations/accounts' })
  const [isMaking, setMaking] = useState(false)
  const [step, setStep] = useState<Step | null>(null)
  const [secret, setSecret] = useState<Secret | null>(null)
  const query = { limit: PAGE, ...(side ? { role: side } : {}), ...(after ? { after } : {}) }
  const found = useQuery({
    queryKey: [KEY, 'accounts', query],
    queryFn: () => answered(api.GET('/v1/accounts', { params: { query } })),
  })
  return (
    <Frame title={TEXTS.title} text={t(TEXTS.about)}>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          size="xs"
          label={t(TEXTS.side)}
          value={side ?? ''}
          data={[{ value: '', label: t(TEXTS.all) }, ...SIDE_IDS.map((value) => ({ value, label: t(SIDES[value]) }))]}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ search: { side: SIDE_IDS.find((each) => each === value) }, replace: true })
          }
        />
        <Button size="xs" onClick={() => setMaking(true)}>
          {t(TEXTS.make)}
        </Button>
      </Group>
      {secret !== null && (
        <Alert role="status" color="green" variant="outline">
          {t(TEXTS.secretOf, { id: secret.id })} <b className="code">{secret.secret}</b>
        </Alert>
      )}
      <Asked asked={found}>
        {({ accounts, next }) =>
          accounts.length === 0 ? (
            <Empty title={t(TEXTS.none)}>{t(TEXTS.noneText)}</Empty>
          ) : (
            <>
              <Accounts of={accounts} onStep={(account, name) => setStep({ account, name })} />
              <Pages next={next} />
            </>
          )
        }
      </Asked>
      <Dialog isOpen={isMaking} isWide onClose={() => setMaking(false)} title={t(TEXTS.make)}>
        <AccountForm
          onDone={(made) => {
            setSecret(made)
            setMaking(false)
          }}
        />
      </Dialog>
      <Dialog
        isOpen={step !== null}
        onClose={() => setStep(null)}
        title={step === null ? '' : `${t(ACCOUNT_STEPS[step.name])}: ${step.account.id}`}
      >
        {step !== null && (
          <TakeStep
            step={step}
            onDone={(made) => {
              setSecret(made)
              setStep(null)
            }}
          />
        )}
      </Dialog>
    </Frame>
  )
}

/** What can be done with it now: nobody agrees to what they asked for, nor changes themselves. */
function stepsOf({ id, pendingBy, disabledAt }: Account, own: string): readonly StepName[] {
  if (id === own) return []
  const change = disabledAt === null ? (['secret', 'disable'] as const) : (['enable'] as const)
  return pendingBy !== null && pendingBy !== own ? ['approve', ...change] : change
}

type AccountsProps = {
  readonly of: readonly Account[]
  readonly onStep: (account: Account, name: StepName) => void
}

function Accounts({ of, onStep }: AccountsProps) {
  const t = useText()
  const { time } = useFormats()
  const own = sessionOf(useSession())?.account ?? ''
  return (
    <div className="box scroll">
      <Table verticalSpacing={4}>
        <Heads
          of={[TEXTS.account, TEXTS.side, TEXTS.duties, TEXTS.scope, TEXTS.what, TEXTS.state, unseen(TEXTS.steps)]}
        />
        <Table.Tbody>
          {of.map((account) => {
            const { id, role, duties, facility, provinces, department, title, pendingBy, disabledAt } = account
            return (
              <Table.Tr key={id}>
                <Table.Td className="code">{id}</Table.Td>
                <Table.Td>{t(SIDES[role])}</Table.Td>
                <Table.Td>{duties.map((duty) => t(DUTIES[duty])).join(', ')}</Table.Td>
                <Table.Td>{facility ?? provinces?.join(', ') ?? department ?? t(TEXTS.everything)}</Table.Td>
                <Table.Td>{title}</Table.Td>
                <Table.Td>
                  {pendingBy !== null && (
                    <span className="severity warning wraps">{t(TEXTS.pending, { by: pendingBy })}</span>
                  )}{' '}
                  {disabledAt !== null && (
                    <span className="severity error wraps">
                      {t(TEXTS.disabledAt, { time: time(Date.parse(disabledAt)) })}
                    </span>
                  )}
                </Table.Td>
                <Table.Td>
                  <Group gap={4} wrap="nowrap" justify="flex-end">
                    {stepsOf(account, own).map((name) => (
                      <Button
                        key={name}
                        size="compact-xs"
                        variant={name === 'approve' ? 'filled' : 'default'}
                        aria-label={`${t(ACCOUNT_STEPS[name])}: ${id}`}
                        onClick={() => onStep(account, name)}
                      >
                        {t(ACCOUNT_STEPS[name])}
                      </Button>
                    ))}
                  </Group>
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </div>
  )
}

type TakeStepProps = { readonly step: Step; readonly onDone: (secret: Secret | null) => void }

function TakeStep({ step: { account, name }, onDone }: TakeStepProps) {
  const t = useText()
  const doing = useDoing(KEY)
  const take = async (form: FormData): Promise<void> => {
    const params = { path: { account: account.id } }
    const body = { reason: textOf(form, 'reason') }
    await doing.run(async () => {
      if (name === 'secret') {
        const { secret } = await answered(api.POST('/v1/accounts/{account}/secret', { params, body }))
        onDone({ id: account.id, secret })
        return
      }
      await answered(api.POST(`/v1/accounts/{account}/${name}`, { params, body }))
      onDone(null)
    })
  }
  return (
    <Form doing={doing} submit={take} button={t(ACCOUNT_STEPS[name])} lead={<Text size="sm">{account.title}</Text>}>
      <TextInput name="reason" label={t(TEXTS.reason)} minLength={10} maxLength={500} required />
    </Form>
  )
}
