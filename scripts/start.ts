/** `npm start`: the whole service on this machine, until Ctrl-C. */
import { parseArgs } from 'node:util'
import { demoAccounts, demoSecret, TOKEN_PATH } from './stack/accounts.ts'
import { StackProblem } from './stack/problem.ts'
import { startStack, stopOnSignal, type Stack } from './stack/stack.ts'

const USAGE = `npm start -- [--port 8787] [--host 127.0.0.1] [--data .data]

  --port   where the service answers; 0 takes any free one
  --host   address to listen on; 0.0.0.0 for all of this machine's
  --data   folder for everything that lasts: databases, received files, keys`

const print = (text: string): void => void process.stdout.write(`${text}\n`)

const parseOptions = (): { port: number; host: string; data: string; entry: string | undefined } => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: '.data' },
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
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new StackProblem(`--port is a number from 0 to 65535, not "${values.port}"`)
  return { port, host: values.host, data: values.data, entry: values.entry }
}

const readOptions = (): ReturnType<typeof parseOptions> => {
  try {
    return parseOptions()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`)
    return process.exit(2)
  }
}

const describe = ({ url, directory, reference, warehouse }: Stack): string => {
  const width = Math.max(...demoAccounts.map(({ id }) => id.length))
  return `
bhyt-edge answers at ${url}

Demo accounts (client id, secret, role):
${demoAccounts.map(({ id, role }) => `  ${id.padEnd(width)}  ${demoSecret(id).padEnd(width + 5)}  ${role}`).join('\n')}

Try it:
  TOKEN=$(curl -s ${url}${TOKEN_PATH} -u 01001:${demoSecret('01001')} -d grant_type=client_credentials \\
    | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s "${url}/v1/submissions?purpose=management" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/xml' \\
    --data-binary @test/fixtures/files/demo-4210.xml

Data:       ${directory} (delete it to begin afresh)
Databases:  reference ${reference.primary.url}, its replica ${reference.replica.url}, warehouse ${warehouse.url}
Stop:       Ctrl-C
`
}

const { port, host, data, entry } = readOptions()
const startedAt = performance.now()
const isTerminal = process.stdout.isTTY
/** One line that is written over in a terminal, one line each in a log file. */
const showProgress = (step: string): void => {
  const line = `Starting: ${step} …`
  process.stdout.write(isTerminal ? `\r\u001B[K${line}` : `${line}\n`)
}

const starting = startStack({
  directory: data,
  host,
  port,
  ...(entry === undefined ? {} : { entry }),
  onProgress: showProgress,
  onLog: (line) => process.stderr.write(`${line}\n`),
})
stopOnSignal(starting, () => print('\nStopping …'))

try {
  const stack = await starting
  if (isTerminal) process.stdout.write('\r\u001B[K')
  print(`Ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  print(describe(stack))
} catch (error) {
  if (isTerminal) process.stdout.write('\n')
  // What the person can put right is said in one sentence; anything else is a fault of ours and shows where.
  console.error(error instanceof StackProblem ? error.message : error)
  process.exit(1)
}
