/** `bhyt-edge gateway …`: the program at the facility. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createLog } from '../src/kernel/log.ts'
import type { Clock } from './clock.ts'
import { askFor, askSecret } from './commands/ask.ts'
import { correctRefused } from './commands/correct.ts'
import { diagnose, printDiagnoses } from './commands/doctor.ts'
import { initGateway } from './commands/init.ts'
import { releaseHeld, withdrawHeld, type TryPerson } from './commands/release.ts'
import { both } from './commands/report.ts'
import { printStatus, statusOf } from './commands/status.ts'
import { readConfiguration } from './configuration/read.ts'
import type { Configuration } from './configuration/schema.ts'
import { openOutbox, PASSPHRASE, type Opened } from './open.ts'
import { STATE_WORDS } from './outbox/states.ts'
import { GatewayProblem } from './problem.ts'
import { accountSecret, credentialsFrom, makeFolders, runGateway } from './run.ts'
import { openHttp, type Http } from './sending/http.ts'
import { personSecret } from './sending/send-queue.ts'
import { createService, type ServiceClient } from './sending/service.ts'

export const GATEWAY_USAGE = `bhyt-edge gateway <lệnh> [--config <tệp>]

  Cổng gửi hồ sơ tại cơ sở: nhận tệp từ HIS, kiểm tra ngay, giữ trong hàng đợi, gửi đi, đem trả lời về.
  The gateway at the facility: takes files of the HIS, checks them at once, keeps them, sends them, brings answers back.

  init       hỏi vài điều rồi tạo cấu hình và khóa / asks a few things, makes configuration and key
             --service <địa chỉ> --facility <mã> --account <tài khoản> --folder <thư mục>; bí mật ở đầu vào chuẩn / secret on standard input
  secret     đặt bí mật của tài khoản, hoặc của người xác thực / sets the secret of the account, or of a person
             --facility <mã> [--person <mã>]
  run        chạy cho đến khi được dừng / runs until it is stopped
  status     đang chờ gì, phải sửa gì, hạn nào [--json] / what waits, what must be mended, what is due
  release    duyệt tệp thanh toán (Điều 7): --person <mã> [--facility <mã>] [mã tệp …]; không nêu mã: tất cả
             releases payment files in the name of a person; without ids all that are held
  withdraw   không gửi nữa các tệp đang chờ duyệt: <mã tệp …> / held files that will not be sent
  correct    gửi lại tệp bị từ chối vì sửa hồ sơ đã nhận mà chưa nêu lý do: <mã tệp> --correction <mã> --reason <lý do>
             sends a file again that changes what was accepted, with its reason
  doctor     xem đường truyền, đồng hồ, tài khoản, danh mục, đĩa, thư mục [--json] / looks at everything a gateway needs

  --config   tệp cấu hình; mặc định gateway.yaml ở thư mục hiện tại / the configuration; default: gateway.yaml in the current folder

  Mã thoát: 0 ổn · 1 có việc cần người xem · 2 không làm được
  Exit codes: 0 well · 1 somebody should look · 2 it could not be done
`

const UNUSABLE = 2
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const warn = (line: string): void => void process.stderr.write(`${line}\n`)

const clock: Clock = {
  now: () => Date.now(),
  passed: () => performance.now(),
  random: () => Math.random(),
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => {}),
}

const OPTIONS = {
  config: { type: 'string', default: 'gateway.yaml' },
  service: { type: 'string' },
  facility: { type: 'string' },
  account: { type: 'string' },
  folder: { type: 'string' },
  person: { type: 'string' },
  correction: { type: 'string' },
  reason: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const readCommand = (given: readonly string[]) => {
  const { values, positionals } = parseArgs({ args: [...given], options: OPTIONS, allowPositionals: true })
  const [command = 'help', ...rest] = positionals
  return { ...values, command: values.help ? 'help' : command, rest }
}
type Command = ReturnType<typeof readCommand>

/** Returns the exit code. */
export async function gateway(given: readonly string[]): Promise<number> {
  let asked: Command
  try {
    asked = readCommand(given)
  } catch (error) {
    warn(`${error instanceof Error ? error.message : String(error)}\n\n${GATEWAY_USAGE}`)
    return UNUSABLE
  }
  try {
    return await doCommand(asked)
  } catch (error) {
    if (!(error instanceof GatewayProblem)) throw error
    warn(`${error.text.vi}\n\n${error.text.en}`)
    return UNUSABLE
  }
}

async function doCommand(asked: Command): Promise<number> {
  switch (asked.command) {
    case 'help':
      process.stdout.write(GATEWAY_USAGE)
      return 0
    case 'init':
      return init(asked)
    case 'secret':
      return withOutbox(asked, (opened) => setSecret(asked, opened))
    case 'run':
      return withOutbox(asked, run)
    case 'status':
      return withOutbox(asked, ({ outbox }) => printStatus(statusOf(outbox, clock.now()), say, asked.json))
    case 'release':
      return withOutbox(asked, (opened, configuration) => release(asked, opened, configuration))
    case 'withdraw':
      return withOutbox(asked, ({ outbox }) => {
        const withdrawn = withdrawHeld(outbox, asked.rest)
        say(`${withdrawn.length} tệp đã rút / ${withdrawn.length} files withdrawn`)
        return 0
      })
    case 'correct':
      return withOutbox(asked, (opened) => correct(asked, opened))
    case 'doctor':
      return withOutbox(asked, async (opened, configuration) =>
        withService(opened, configuration, async (service, http) =>
          printDiagnoses(await diagnose({ configuration, opened, service, http, now: clock.now }), say, asked.json),
        ),
      )
    default:
      warn(`lệnh không có / no such command: ${asked.command}\n\n${GATEWAY_USAGE}`)
      return UNUSABLE
  }
}

async function withOutbox(
  { config }: Command,
  work: (opened: Opened, configuration: Configuration) => number | Promise<number>,
): Promise<number> {
  const configuration = await readConfiguration(config)
  const opened = await openOutbox(configuration, process.env, clock.now)
  try {
    return await work(opened, configuration)
  } finally {
    opened.outbox.close()
  }
}

async function withService<T>(
  { outbox }: Opened,
  configuration: Configuration,
  work: (service: ServiceClient, http: Http) => Promise<T>,
): Promise<T> {
  const http = openHttp(configuration.retry.silenceSeconds)
  const credentials = credentialsFrom(configuration, outbox)
  try {
    return await work(
      createService({ url: configuration.service, http, credentials, now: clock.now, passed: clock.passed }),
      http,
    )
  } finally {
    await http.close()
  }
}

async function init({ config, service, facility, account, folder }: Command): Promise<number> {
  const answer = async (given: string | undefined, vi: string, en: string, otherwise?: string): Promise<string> => {
    const typed = given ?? (await askFor({ vi, en }))
    const value = typed === null || typed === '' ? otherwise : typed
    if (value === undefined) throw new GatewayProblem({ vi: `Còn thiếu: ${vi}`, en: `Missing: ${en}` })
    return value
  }
  const code = await answer(facility, 'Mã cơ sở KCB (--facility)', 'code of the facility (--facility)')
  const answers = {
    service: await answer(service, 'Địa chỉ hệ thống tiếp nhận (--service)', 'address of the service (--service)'),
    facility: code,
    account: await answer(account, `Tài khoản, Enter nếu là ${code} (--account)`, 'account (--account)', code),
    folder: await answer(
      folder,
      'Thư mục trao đổi với HIS, Enter nếu là bhyt (--folder)',
      'folder shared with the HIS',
      'bhyt',
    ),
  }
  const secret = await askSecret({ vi: 'Bí mật của tài khoản', en: 'secret of the account' })
  const configuration = await initGateway(config, answers, process.env[PASSPHRASE])
  const { outbox } = await openOutbox(configuration, process.env, clock.now)
  outbox.keep(accountSecret(code), secret)
  outbox.close()
  await makeFolders(configuration, log)
  say(
    both({
      vi: `Đã tạo ${config}. Sao lưu tệp khóa ${configuration.keyFile} ở nơi khác, rồi chạy: bhyt-edge gateway doctor`,
      en: `${config} is made. Keep a copy of the key ${configuration.keyFile} elsewhere, then run: bhyt-edge gateway doctor`,
    }),
  )
  return 0
}

async function setSecret({ facility, person }: Command, { outbox }: Opened): Promise<number> {
  if (facility === undefined) throw new GatewayProblem({ vi: 'Nêu --facility.', en: 'Name the --facility.' })
  const secret = await askSecret({ vi: 'Bí mật', en: 'secret' })
  if (person === undefined) outbox.keep(accountSecret(facility), secret)
  else {
    outbox.keep(personSecret(facility, person), secret)
    outbox.keep(`${personSecret(facility, person)} lasting`, '1')
  }
  say('Đã lưu niêm phong / kept, sealed')
  return 0
}

async function release(
  { facility, person, rest }: Command,
  opened: Opened,
  configuration: Configuration,
): Promise<number> {
  if (person === undefined)
    throw new GatewayProblem({ vi: 'Nêu --person: ai duyệt.', en: 'Name the --person who releases.' })
  const secret = await askSecret({ vi: `Bí mật của ${person}`, en: `secret of ${person}` })
  return withService(opened, configuration, async (service) => {
    const signal = AbortSignal.timeout(configuration.retry.silenceSeconds * 1000)
    const tryPerson: TryPerson = (code, who) => service.signIn(code, who, signal)
    const asked = { ids: rest, facility: facility ?? null, person, secret }
    const { released, isChecked } = await releaseHeld(opened.outbox, asked, tryPerson)
    say(both({ vi: `Đã duyệt ${released.length} tệp`, en: `${released.length} files released` }))
    if (!isChecked)
      say(
        both({
          vi: 'Chưa có mạng: bí mật sẽ được kiểm tra khi gửi',
          en: 'no line: the secret is checked when they are sent',
        }),
      )
    return 0
  })
}

async function correct({ rest, correction, reason }: Command, opened: Opened): Promise<number> {
  const [id, ...more] = rest
  if (id === undefined || more.length > 0 || correction === undefined || reason === undefined)
    throw new GatewayProblem({
      vi: 'Nêu mã của một tệp, --correction và --reason (không ghi thông tin người bệnh).',
      en: 'Name the id of one file, --correction and --reason (which must not name a patient).',
    })
  const entry = await correctRefused(opened, { id, code: correction, reason, newId: randomUUID() })
  say(both({ vi: `${entry.name}: ${STATE_WORDS[entry.state].vi}`, en: STATE_WORDS[entry.state].en }))
  return 0
}

const log = createLog(
  (_, text) => void process.stdout.write(`${text}\n`),
  () => Date.now(),
  () => ({ deployment: 'gateway' }),
)

async function run(opened: Opened, configuration: Configuration): Promise<number> {
  const stopped = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const)
    process.once(name, () => {
      stopped.abort()
    })
  await makeFolders(configuration, log)
  await runGateway({ configuration, opened, clock, newId: randomUUID, log }, stopped.signal)
  return 0
}
