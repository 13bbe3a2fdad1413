/** `npm start`: the whole service on this machine, until Ctrl-C. */
import { parseArgs } from 'node:util'
import { demoAccountsOf, demoPeople, demoPerson, demoSecret, TOKEN_PATH, type DemoAccount } from './stack/accounts.ts'
import { demoFileFor } from './stack/demo-file.ts'
import { portalUrl } from './stack/portal-url.ts'
import { StackProblem } from './stack/problem.ts'
import { parseProvinces } from './stack/provinces.ts'
import type { Sqld } from './stack/sqld.ts'
import { LOCAL } from './deployment/shards.ts'
import { OTHERS } from './stack/warehouses.ts'
import type { Province, Stack } from './stack/stack.ts'

const USAGE = `npm start -- [--port 8787] [--host 127.0.0.1] [--data .data] [--provinces 01,79]

  --port       where the service answers; 0 takes any free one
  --host       address to listen on; 0.0.0.0 for all of this machine's
  --data       folder for everything that lasts: databases, received files, keys
  --provinces  old two-digit codes: the service is then the centre, and each of them gets an edge of its own at the ports that
               follow, with a replica of the reference database, a warehouse and its replica (what was sent before lies in the
               shared warehouse). Without them, province 79 has a warehouse of its own and all others share one`

/** Of a service that is all in one: the provinces of the shards that are not the one of all others have a warehouse of their own. */
const APART = LOCAL.flatMap(({ codes }) => codes).filter((code) => code !== OTHERS)
const HIGHEST_PORT = 65_535

const print = (text: string): void => void process.stdout.write(`${text}\n`)

type Options = { port: number; host: string; data: string; provinces: string[]; entry: string | undefined }

const parseOptions = (): Options => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: '.data' },
      provinces: { type: 'string' },
      // For tests of this script itself.
      entry: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    print(USAGE)
    process.exit(0)
  }
  const port = Number(values.port)
  const provinces = values.provinces === undefined ? [] : parseProvinces(values.provinces)
  const highest = HIGHEST_PORT - provinces.length
  if (!/^\d+$/.test(values.port) || port > highest)
    throw new StackProblem(`--port is a number from 0 to ${highest}, not "${values.port}"`)
  return { port, host: values.host, data: values.data, provinces, entry: values.entry }
}

const readOptions = (): Options => {
  try {
    return parseOptions()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`)
    return process.exit(2)
  }
}

/** How a facility sends a file there, ready to be pasted. */
const example = (url: string, facility: string, file: string): string => `\
  TOKEN=$(curl -s ${url}${TOKEN_PATH} -u ${facility}:${demoSecret(facility)} -d grant_type=client_credentials \\
    | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s "${url}/v1/submissions?purpose=management" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/xml' \\
    --data-binary @"${file}"`

/** Who authenticates payment data: form fields of the request for a token. */
const describePersons = (accounts: readonly DemoAccount[]): string =>
  accounts
    .flatMap(({ facility, duties }) =>
      facility === undefined || !duties.includes('sender') ? [] : [demoPerson(facility)],
    )
    .map((person) => `  -d person=${person} -d person_secret=${demoSecret(person)}`)
    .join('\n')

const describeAccounts = (accounts: readonly DemoAccount[]): string => {
  const width = Math.max(...accounts.map(({ id }) => id.length))
  return accounts
    .map(
      ({ id, role, duties }) =>
        `  ${id.padEnd(width)}  ${demoSecret(id).padEnd(width + 5)}  ${role}: ${duties.join(', ')}`,
    )
    .join('\n')
}

const examplesOf = async (url: string, accounts: readonly DemoAccount[], directory: string): Promise<string> => {
  const facilities = accounts.flatMap(({ facility, duties }) =>
    facility === undefined || !duties.includes('sender') ? [] : [facility],
  )
  const examples = facilities.map(async (id) => example(url, id, await demoFileFor(id, directory)))
  return (await Promise.all(examples)).join('\n')
}

const pair = (warehouse: Sqld, replica: Sqld | null): string =>
  `${warehouse.url}${replica ? `, its replica ${replica.url}` : ''}`

const describeProvince = async (
  { url, code, replica, warehouse, warehouseReplica }: Province,
  accounts: readonly DemoAccount[],
  directory: string,
): Promise<string> => `
Province ${code}: its edge answers at ${url}
${describeAccounts(accounts)}
  Replica ${replica.url}, warehouse ${pair(warehouse, warehouseReplica)}
${await examplesOf(url, accounts, directory)}
`

const describe = async ({
  url,
  directory,
  reference,
  warehouse,
  warehouseReplica,
  warehouses,
  register,
  provinces,
}: Stack): Promise<string> => {
  const accounts = demoAccountsOf(provinces.map(({ code }) => code))
  const others = accounts.filter(({ province }) => !provinces.some(({ code }) => code === province))
  const described = provinces.map((province) =>
    describeProvince(
      province,
      accounts.filter((account) => account.province === province.code),
      directory,
    ),
  )
  return `
Portal: open ${portalUrl(url)} in a browser (passkeys need a host name, which 127.0.0.1 is not)
People of the portal (account, password, side: duties):
${describeAccounts(demoPeople)}

bhyt-edge answers at ${url}${provinces.length === 0 ? '' : ', the centre'}

Demo accounts of software (client id, secret, role: duties):
${describeAccounts(others)}
Persons who authenticate payment data (further fields of the request for a token):
${describePersons(accounts)}
${provinces.length > 0 ? '' : `\nTry it:\n${await examplesOf(url, others.slice(0, 1), directory)}\n`}${(await Promise.all(described)).join('')}
Data:       ${directory} (delete it to begin afresh)
Databases:  reference ${reference.primary.url}, its replica ${reference.replica.url}, warehouse ${pair(warehouse, warehouseReplica)}
${warehouses.map((own) => `            warehouse of province ${own.code} ${pair(own.warehouse, own.warehouseReplica)}\n`).join('')}            register ${register.url}
Stop:       Ctrl-C
`
}

const { port, host, data, provinces, entry } = readOptions()
// Loaded only now: it brings workerd's library along, and whoever mistypes an option is answered before that.
const { startStack, stopOnSignal } = await import('./stack/stack.ts')
const startedAt = performance.now()
const isTerminal = process.stdout.isTTY
/** One line that is written over in a terminal, one line each in a log file. */
const showProgress = (step: string): void => {
  const line = `Starting: ${step} …`
  process.stdout.write(isTerminal ? `\r\u001B[K${line}` : `${line}\n`)
}

const starting = startStack({
  directory: data,
  servesPortal: true,
  host,
  port,
  provinces,
  warehouses: provinces.length === 0 ? APART : [],
  supervises: true,
  ...(entry === undefined ? {} : { entry }),
  onProgress: showProgress,
  // A line for each request is for a file or a collector; a person reads what went wrong.
  onLog: (line) => {
    if (!line.includes('"level":"info"') || !process.stderr.isTTY) process.stderr.write(`${line}\n`)
  },
})
stopOnSignal(starting, () => print('\nStopping …'))

try {
  const stack = await starting
  if (isTerminal) process.stdout.write('\r\u001B[K')
  print(`Ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  print(await describe(stack))
} catch (error) {
  if (isTerminal) process.stdout.write('\n')
  // What the person can put right is said in one sentence; anything else is a fault of ours and shows where.
  console.error(error instanceof StackProblem ? error.message : error)
  process.exit(1)
}
