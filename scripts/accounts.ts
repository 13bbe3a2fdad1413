/** `npm run accounts -- <step> …`: accounts at the reference primary, for whoever holds it; the first operator is made by it. */
import { parseArgs } from 'node:util'
import { PURPOSES } from '../db/warehouse/facts.ts'
import { HOLDERS, type AccountScope } from '../src/edge/identity/account.ts'
import { DUTIES, SIDES } from '../src/edge/identity/duties.ts'
import {
  approveAccount,
  changeAccount,
  disableAccount,
  enableAccount,
  listAccountChanges,
  listAccounts,
  makeAccount,
  readAccount,
  renewSecret,
  type AccountStep,
  type ListedAccount,
} from '../src/edge/identity/manage-accounts.ts'
import { newSecret } from '../src/edge/identity/secret.ts'
import { LEAST_REASON } from '../src/kernel/reason.ts'
import { AnyRefusal, problemOf } from '../src/kernel/refusal.ts'
import { openDatabase, type Reference } from '../src/store/database.ts'
import * as z from 'zod'

const USAGE = `npm run accounts -- <step> [id] --database <address of the reference primary> [options]

  list                      all accounts, one a line
  changes [id]              the audit trail
  make <id>                 a new account: --role --duties … --reason; its secret is printed once
  change <id>               other duties or another scope: --duties … --reason
  secret <id>               a new secret, printed once: --reason
  approve|disable|enable <id>   --reason

  --role       ${SIDES.join(', ')}
  --duties     ${DUTIES.filter((duty) => duty !== 'person').join(', ')} (joined by commas)
  --holder     ${HOLDERS.join(', ')}: who uses it; a person signs in at the portal and gets no token with a password
  --facility   code of the facility
  --person     of a person's account at a facility: their code in its register
  --provinces  old codes of the Sở Y tế, joined by commas: 79,74,77
  --department of a curator; left out: all catalogues
  --purposes   ${PURPOSES.join(', ')}; left out: both
  --title      which office or system; no name of a person
  --reason     why, ${LEAST_REASON} characters or more; kept in the audit trail

The token of the database is read from REFERENCE_PRIMARY_TOKEN. Exit code: 0 done, 1 refused, 2 wrong call.
`

const OPTIONS = {
  database: { type: 'string' },
  role: { type: 'string' },
  holder: { type: 'string', default: 'software' },
  person: { type: 'string' },
  duties: { type: 'string' },
  facility: { type: 'string' },
  provinces: { type: 'string' },
  department: { type: 'string' },
  purposes: { type: 'string' },
  title: { type: 'string', default: '' },
  reason: { type: 'string', default: '' },
} as const

const TIMEOUT_MS = 20_000
const PAGE = 1000

const print = (text: string): void => void process.stdout.write(`${text}\n`)
const listOf = (text: string | undefined): string[] | null => text?.split(',').map((part) => part.trim()) ?? null

type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values']

const scopeForm = z.object({
  role: z.enum(SIDES),
  holder: z.enum(HOLDERS),
  duties: z.array(z.enum(DUTIES)),
  purposes: z.array(z.enum(PURPOSES)).nullable(),
})

function scopeOf(options: Options): AccountScope {
  const { role, holder, duties, facility, provinces, department, purposes, person, title } = options
  const read = scopeForm.parse({ role, holder, duties: listOf(duties) ?? [], purposes: listOf(purposes) })
  return {
    ...read,
    facility: facility ?? null,
    provinces: listOf(provinces),
    department: department ?? null,
    title,
    person: person ?? null,
  }
}

const lineOf = ({ id, role, duties, facility, provinces, department, disabledAt, pendingBy }: ListedAccount): string =>
  [
    id,
    role,
    duties.join('+'),
    facility ?? provinces?.join('+') ?? department ?? '*',
    disabledAt === null ? (pendingBy === null ? 'active' : `waits for a second operator (${pendingBy})`) : 'disabled',
  ].join('\t')

async function everyAccount(database: Reference): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: ListedAccount[] = await listAccounts(database, { after, limit: PAGE })
    for (const account of page) print(lineOf(account))
    after = page.length === PAGE ? page.at(-1)?.id : undefined
  }
}

async function everyChange(database: Reference, account: string | undefined): Promise<void> {
  for (let since = 0, more = true; more;) {
    const page = await listAccountChanges(database, { account, since, limit: PAGE })
    for (const { number, at, account: whose, action, by, reason, state } of page)
      print([number, new Date(at).toISOString(), whose, action, by, reason, state].join('\t'))
    since = page.at(-1)?.number ?? since
    more = page.length === PAGE
  }
}

/** Takes one step. Throws what the steps throw. */
async function take(database: Reference, step: string, id: string, options: Options): Promise<void> {
  if (options.reason.trim().length < LEAST_REASON) throw new TypeError(`--reason: ${LEAST_REASON} characters or more`)
  const acting: AccountStep = { by: 'command', reason: options.reason.trim(), now: Date.now(), isAlone: true }
  const secret = newSecret()
  switch (step) {
    case 'make':
      print(lineOf(await makeAccount(database, id, scopeOf(options), secret, acting)))
      return print(secret)
    case 'change': {
      const { role } = await readAccount(database, id)
      return print(lineOf(await changeAccount(database, id, scopeOf({ ...options, role }), acting)))
    }
    case 'secret':
      print(lineOf(await renewSecret(database, id, secret, acting)))
      return print(secret)
    case 'approve':
      return print(lineOf(await approveAccount(database, id, acting)))
    case 'disable':
      return print(lineOf(await disableAccount(database, id, acting)))
    case 'enable':
      return print(lineOf(await enableAccount(database, id, acting)))
    default:
      throw new TypeError(`${step}: no such step`)
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
  const [step, id] = positionals
  const url = values.database
  if (step === undefined || url === undefined) throw new TypeError('a step and --database are expected')
  const authToken = process.env['REFERENCE_PRIMARY_TOKEN']
  const database = openDatabase('reference', { url, timeoutMs: TIMEOUT_MS, ...(authToken && { authToken }) })
  try {
    if (step === 'list') return await everyAccount(database)
    if (step === 'changes') return await everyChange(database, id)
    if (id === undefined) throw new TypeError('the id of an account is expected')
    await take(database, step, id, values)
  } finally {
    database.$client.close()
  }
}

try {
  await main()
} catch (error) {
  const isRefused = error instanceof AnyRefusal
  process.exitCode = isRefused ? 1 : 2
  if (isRefused) {
    const { code, message, remedy } = problemOf(error, '')
    process.stderr.write(`${code}: ${message.en} ${remedy.en}\n`)
  } else if (error instanceof TypeError || error instanceof z.ZodError)
    process.stderr.write(`${error instanceof z.ZodError ? z.prettifyError(error) : error.message}\n\n${USAGE}`)
  else throw error
}
