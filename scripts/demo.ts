/**
 * `npm run demo`: two files of a hospital on their whole way, on this machine, in a folder that is gone afterwards. Every
 * step checks what it says; the exit code is 0 only when all of it was so. In a terminal, or with `--stay`, it then shows the portal with
 * these data until Ctrl-C; with `--once` it never does.
 */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { formatDecimal, parseDecimal, toScale } from '../src/engine/index.ts'
import { describeAcknowledgement } from './demo/acknowledgement.ts'
import { columns, count, heading, makePaint, money, paragraph, wantsColours } from './demo/paper.ts'
import { readWarehouse, type Contents } from './demo/warehouse.ts'
import { demoPeople, demoSecret } from './stack/accounts.ts'
import { projectRoot } from './stack/bundle.ts'
import { askForToken } from './stack/demo-token.ts'
import { portalUrl } from './stack/portal-url.ts'
import { StackProblem } from './stack/problem.ts'
import { startStack, type Stack } from './stack/stack.ts'
import { until } from './stack/until.ts'
import {
  type Acknowledgement,
  acknowledgementSchema,
  submissionSchema,
} from '../src/http/routes/submissions/schemas.ts'
import { tokenSchema } from '../src/http/routes/token/schemas.ts'

const FACILITY = '01001'
const FILES = ['test/fixtures/files/demo-4210.xml', 'test/fixtures/files/demo-3176.xml'] as const
/** The queue waits a second for company, then a small file takes some 100 ms. */
const VERIFIED_WITHIN_MS = 60_000
/** How a process ends that Ctrl-C ended. */
const INTERRUPTED = 130

type Delivered = { path: string; bytes: Buffer; acknowledgement: Acknowledgement; acknowledgedAt: number }
type Service = { url: string; token: string }

const paint = makePaint(wantsColours(process.stdout.isTTY, process.env))
const print = (...lines: string[]): void => void process.stdout.write(`${lines.join('\n')}\n`)
const say = (vi: string, en: string): void => print(...paragraph(vi, 2), ...paragraph(en, 2, paint.dim))
const section = (vi: string, en: string): void => print('', heading(paint, vi, en), '')
const secondsSince = (start: number): string => ((performance.now() - start) / 1000).toFixed(1)

function assertThat(holds: boolean, claim: string): asserts holds {
  if (!holds) throw new Error(`This was not so: ${claim}`)
}

async function getToken(url: string): Promise<string> {
  const response = await askForToken(url, FACILITY)
  assertThat(response.status === 200, `${FACILITY} gets a token (status ${response.status})`)
  const { access_token: token, expires_in: seconds } = tokenSchema.parse(await response.json())
  say(
    `Cơ sở ${FACILITY} đăng nhập, nhận token dùng trong ${seconds} giây.`,
    `Facility ${FACILITY} signs in and gets a token for ${seconds} seconds.`,
  )
  return token
}

const post = ({ url, token }: Service, bytes: Buffer): Promise<Response> =>
  fetch(`${url}/v1/submissions?purpose=management`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/xml' },
    body: Uint8Array.from(bytes),
  })

async function deliver(service: Service, path: string): Promise<Delivered> {
  const bytes = await readFile(join(projectRoot, path))
  const startedAt = performance.now()
  const response = await post(service, bytes)
  const answer: unknown = await response.json()
  assertThat(response.status === 202, `${path} is received (status ${response.status}: ${JSON.stringify(answer)})`)
  const acknowledgement = acknowledgementSchema.parse(answer)
  const { dossiers, findings, facility, sha256, findingsTotal } = acknowledgement
  const acknowledgedAt = performance.now()
  section(`Thông báo tiếp nhận ${basename(path)}`, `Acknowledgement after ${secondsSince(startedAt)} s`)
  print(...describeAcknowledgement(acknowledgement, paint))

  assertThat(facility === FACILITY, 'the receipt names the facility that sent')
  assertThat(
    sha256 === createHash('sha256').update(bytes).digest('hex'),
    'the receipt has the digest of the file as sent',
  )
  const { counted, accepted, acceptedWithWarnings, rejected } = dossiers
  assertThat(counted === accepted + acceptedWithWarnings + rejected, 'every dossier has one outcome')
  const refusedFor = new Set(
    findings.flatMap(({ severity, dossier }) => (severity === 'error' ? [dossier?.index] : [])),
  )
  assertThat(findings.length < findingsTotal || refusedFor.size === rejected, 'every rejected dossier has a reason')
  return { path, bytes, acknowledgement, acknowledgedAt }
}

async function follow({ url, token }: Service, { path, acknowledgement, acknowledgedAt }: Delivered): Promise<void> {
  const submission = await until(`${path} to be verified by the centre`, VERIFIED_WITHIN_MS, async () => {
    const response = await fetch(`${url}/v1/submissions/${acknowledgement.id}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    assertThat(response.status === 200, `the submission can be followed (status ${response.status})`)
    const answer = submissionSchema.parse(await response.json())
    return answer.status === 'verified' || answer.status === 'failed' ? answer : undefined
  })
  const seconds = secondsSince(acknowledgedAt)
  assertThat(submission.status === 'verified', `the centre verified it (it says: ${submission.failure})`)
  say(
    `${basename(path)}: trung tâm đã giám định, ${seconds} giây sau thông báo tiếp nhận, cùng kết quả.`,
    `${basename(path)}: status ${submission.status} ${seconds} s after the acknowledgement, with the same outcomes.`,
  )
  const of = (outcome: string): number => submission.outcomes.filter((dossier) => dossier.outcome === outcome).length
  const { accepted, acceptedWithWarnings, rejected } = acknowledgement.dossiers
  assertThat(of('accepted') === accepted, 'edge and centre accept the same number of dossiers')
  assertThat(
    of('accepted-with-warnings') === acceptedWithWarnings,
    'edge and centre warn of the same number of dossiers',
  )
  assertThat(of('rejected') === rejected, 'edge and centre reject the same number of dossiers')
}

type Warehouse = ReturnType<typeof readWarehouse>

async function showWarehouse(warehouse: Warehouse, deliveries: readonly Delivered[]): Promise<Contents> {
  const contents = await warehouse.contents()
  const { outcomes, tables, rules } = contents
  const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)
  const dossiersOf = (...wanted: string[]): number =>
    sum(outcomes.filter(({ outcome }) => wanted.includes(outcome)).map(({ dossiers }) => dossiers))
  const accepted = dossiersOf('accepted', 'accepted-with-warnings')

  say(
    'Hồ sơ theo kết quả; chỉ dòng của hồ sơ đã nhận nằm trong kho:',
    'Dossiers by outcome; only rows of accepted ones are stored:',
  )
  print(
    ...columns(
      [
        ['nhận · accepted', String(dossiersOf('accepted'))],
        ['nhận, có cảnh báo · accepted with warnings', String(dossiersOf('accepted-with-warnings'))],
        ['từ chối · rejected', String(dossiersOf('rejected'))],
      ],
      4,
      [1],
    ),
  )
  print(
    '',
    ...paragraph(
      `Dòng theo bảng · rows per table: ${tables.map(({ table, rows }) => `${table} ${count(rows)}`).join(', ')}`,
      2,
    ),
  )
  print('')
  for (const delivery of deliveries) await showTotal(warehouse, delivery)
  print('')
  say('Phát hiện theo quy tắc:', 'Findings by rule:')
  print(
    ...columns(
      rules.map(({ rule, severity, findings }) => [String(findings), severity, rule]),
      4,
      [0],
    ),
  )

  const reported = (pick: (acknowledgement: Acknowledgement) => number): number =>
    sum(deliveries.map(({ acknowledgement }) => pick(acknowledgement)))
  assertThat(
    dossiersOf('rejected') === reported(({ dossiers }) => dossiers.rejected),
    'every rejected dossier is on record',
  )
  assertThat(
    accepted === reported(({ dossiers }) => dossiers.accepted + dossiers.acceptedWithWarnings),
    'every accepted dossier is in the warehouse',
  )
  assertThat(
    tables.find(({ table }) => table === 'XML1')?.rows === accepted,
    'XML1 holds one row per accepted dossier and none of a rejected one',
  )
  assertThat(
    sum(rules.map(({ findings }) => findings)) === reported(({ findingsTotal }) => findingsTotal),
    'the warehouse holds every finding that was reported',
  )
  return contents
}

/** One accepted dossier's total, as stored and as the file has it. */
async function showTotal(warehouse: Warehouse, { path, bytes, acknowledgement }: Delivered): Promise<void> {
  const stored = await warehouse.total(acknowledgement.id)
  if (!stored) return
  const { MA_LK, field, units, decimal } = stored
  const sent = valueInFile(bytes.toString('utf8'), MA_LK, field)
  const exact = parseDecimal(sent)
  say(
    `Tổng chi của hồ sơ ${MA_LK} (${basename(path)}): ${money(decimal)} đồng, đúng tuyệt đối như trong tệp (${sent}).`,
    `Total of that dossier: stored as the whole number ${units}, exactly what the file says in ${field}.`,
  )
  const places = decimal.split('.')[1]?.length ?? 0
  assertThat(
    exact !== null && formatDecimal(toScale(exact, places)) === decimal,
    `${field} of ${MA_LK} is stored exactly`,
  )
}

/** The value of a field of XML1 in one of the demo's own files, which are plain; the service reads them in earnest. */
function valueInFile(file: string, dossierKey: string, field: string): string {
  const contents = [...file.matchAll(/<NOIDUNGFILE>([^<]*)<\/NOIDUNGFILE>/g)]
  const tables = contents.map(([, base64 = '']) => Buffer.from(base64, 'base64').toString('utf8'))
  const xml1 =
    tables.find((table) => table.includes('<TONG_HOP') && table.includes(`<MA_LK>${dossierKey}</MA_LK>`)) ?? ''
  return new RegExp(`<${field}>([^<]*)</${field}>`).exec(xml1)?.[1] ?? ''
}

async function replay(
  service: Service,
  warehouse: Warehouse,
  { path, bytes, acknowledgement }: Delivered,
  before: Contents,
): Promise<void> {
  const response = await post(service, bytes)
  const again = acknowledgementSchema.parse(await response.json())
  assertThat(
    response.status === 200 && response.headers.get('idempotent-replay') === 'true',
    'the same bytes are known again',
  )
  assertThat(JSON.stringify(again) === JSON.stringify(acknowledgement), 'the same bytes get the same acknowledgement')
  const after = await warehouse.contents()
  assertThat(JSON.stringify(after) === JSON.stringify(before), 'the same bytes add nothing to the warehouse')
  say(
    `Gửi lại ${basename(path)}: cùng mã tiếp nhận ${again.id}, kho không thêm gì.`,
    `Sent once more: the same receipt id, Idempotent-Replay: true, and nothing is added to the warehouse.`,
  )
}

async function run(stack: Stack): Promise<void> {
  const service: Service = { url: stack.url, token: await getToken(stack.url) }
  const deliveries: Delivered[] = []
  for (const path of FILES) deliveries.push(await deliver(service, path))
  const [first] = deliveries
  assertThat(first !== undefined, 'there is a file to send')
  assertThat(
    deliveries.some(({ acknowledgement }) => acknowledgement.resend === 'rejected-dossiers'),
    'the demo has something to mend',
  )

  section('Giám định tại trung tâm', 'Verification at the centre')
  for (const delivery of deliveries) await follow(service, delivery)

  const warehouse = readWarehouse(stack.warehouse.url, join(stack.directory, 'keys.json'))
  try {
    section('Trong kho dữ liệu', 'In the warehouse')
    const contents = await showWarehouse(warehouse, deliveries)
    section('Gửi lặp', 'Sent again')
    await replay(service, warehouse, first, contents)
  } finally {
    warehouse.close()
  }
}

/** Where somebody can look, and as whom. */
function showPortal(url: string): void {
  section('Cổng người dùng', 'The portal')
  say(
    `Mở ${portalUrl(url)} trong trình duyệt: cổng đang chứa dữ liệu vừa gửi. Ctrl-C để dừng và xóa sạch.`,
    `Open ${portalUrl(url)} in a browser: the portal has what was just sent. Ctrl-C stops and removes everything.`,
  )
  const rows = demoPeople.map(({ id, role, duties }) => [id, demoSecret(id), `${role}: ${duties.join(', ')}`])
  print('', ...columns([['account', 'password', 'side: duties'], ...rows], 4, []))
}

const { argv, stdin, stdout } = process
const stays = argv.includes('--stay') || (!argv.includes('--once') && stdin.isTTY && stdout.isTTY)
const startedAt = performance.now()
const directory = await mkdtemp(join(tmpdir(), 'bhyt-demo-'))
section('Dựng hệ thống', 'Starting the service')
const starting = startStack({
  directory,
  warehouseReplicas: false,
  servesPortal: stays,
  onProgress: (step) => print(paint.dim(`  ${step} …`)),
})

let tidying: Promise<void> | undefined
/** Stops everything and leaves nothing on the disk, however often it is asked. */
const tidyUp = (): Promise<void> =>
  (tidying ??= (async () => {
    // A start that failed has stopped what it had started, and is reported where it is awaited.
    const stack = await starting.catch(() => undefined)
    await stack?.stop()
    await rm(directory, { recursive: true, force: true })
  })())

let interrupted = false
/** The demo is over and shows the portal: Ctrl-C is how that ends. */
let isShown = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted = true
    void tidyUp().finally(() => process.exit(isShown ? 0 : INTERRUPTED))
  })
}

try {
  const stack = await starting
  say(
    `Sẵn sàng tại ${stack.url} sau ${secondsSince(startedAt)} giây, dữ liệu trong thư mục tạm.`,
    `Ready after ${secondsSince(startedAt)} s: workerd, a reference primary with its replica, a warehouse; data in a temporary folder.`,
  )
  await run(stack)
  if (stays) {
    isShown = true
    showPortal(stack.url)
    await new Promise(() => {})
  }
  await tidyUp()
  section('Xong', 'Done')
  say(
    `Mọi bước đúng như đã nói; đã dừng và xóa sạch sau ${secondsSince(startedAt)} giây.`,
    'Every step did what it says; everything is stopped and removed.',
  )
  say(
    'Xem dữ liệu này trên cổng: npm run demo -- --stay',
    'To look at these data in the portal: npm run demo -- --stay',
  )
} catch (error) {
  await tidyUp()
  if (!interrupted) {
    console.error(error instanceof StackProblem ? error.message : error)
    process.exitCode = 1
  }
}
if (interrupted) process.exitCode = INTERRUPTED
