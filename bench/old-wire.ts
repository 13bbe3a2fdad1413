/** What the wrappers of the old web services cost: the same file as a plain body, and as base64 or numbers inside a form or JSON. */
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demoSecret } from '../scripts/stack/accounts.ts'
import { cacheDirectory, fileOf } from './files.ts'
import { table, verdict, type Section } from './report.ts'
import { keptConnections, sendWell, type Sending } from './send.ts'
import { memoryOf, submissions, wake, type Servers } from './servers.ts'
import { ratios, series, spread } from './statistics.ts'
import { FACILITY } from './subject.ts'
import { inTurn, type Rounds } from './turns.ts'

const LEAST_RATIO = 0.8
const MOST_EXTRA_MB = 16
const FULL: Rounds = { warmUp: 2, least: 5, most: 15, budgetMs: 90_000 }
const QUICK: Rounds = { warmUp: 1, least: 3, most: 3, budgetMs: 0 }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const JSON_TYPE = { 'content-type': 'application/json' }

/** A body around a file whose length is a multiple of three, and a few bytes behind it that make it another file. */
type Wrapping = {
  headers: Record<string, string>
  before: string
  encode: (bytes: Uint8Array) => string
  after: string
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const numbers = (bytes: Uint8Array): string => `,${bytes.join(',')}`

const WRAPPINGS: Readonly<Record<string, Wrapping>> = {
  'form, percent-encoded': {
    headers: FORM,
    before: `maCSKCB=${FACILITY}&loaiHoSo=130&fileHSBase64=`,
    encode: (bytes) => encodeURIComponent(base64(bytes)),
    after: '',
  },
  'form, plus signs as they are': {
    headers: FORM,
    before: `maCSKCB=${FACILITY}&loaiHoSo=130&fileHSBase64=`,
    encode: base64,
    after: '',
  },
  'JSON, base64': {
    headers: JSON_TYPE,
    before: `{"maCSKCB":"${FACILITY}","loaiHoSo":"130","fileHSBase64":"`,
    encode: base64,
    after: '"}',
  },
  'JSON, slashes escaped': {
    headers: JSON_TYPE,
    before: `{"maCSKCB":"${FACILITY}","loaiHoSo":"130","fileHSBase64":"`,
    encode: (bytes) => base64(bytes).replaceAll('/', '\\/'),
    after: '"}',
  },
  'JSON, list of bytes': { headers: JSON_TYPE, before: '[60', encode: numbers, after: ']' },
}

let salt = 0
/** Blanks behind the root, so that no answer is a replay. */
const saltBytes = (): Buffer =>
  Buffer.from(`<!-- ${process.pid}.${String((salt += 1)).padStart(6, '0')} -->`.padEnd(30))

/** Of a list the first byte is in `before`. */
const wrapped = ({ headers, before, encode, after }: Wrapping, file: Buffer): Sending & { again: () => Sending } => {
  const whole = Buffer.concat([file, Buffer.alloc((3 - (file.length % 3)) % 3, ' ')])
  const encoded = Buffer.from(encode(before === '[60' ? whole.subarray(1) : whole))
  const again = (): Sending => ({
    headers,
    body: [Buffer.from(before), encoded, Buffer.from(encode(saltBytes()) + after)],
  })
  return { ...again(), again }
}

const TARGET = '/api/qd130/guiHoSoXmlQD3176'

async function oldToken(url: string): Promise<Record<string, string>> {
  const password = createHash('md5').update(demoSecret(FACILITY)).digest('hex')
  const response = await fetch(`${url}/api/token/take`, {
    method: 'POST',
    body: new URLSearchParams({ username: FACILITY, password }),
  })
  const { APIKey } = await response.json<{ APIKey: { access_token: string; id_token: string } }>()
  return { accessToken: APIKey.access_token, tokenId: APIKey.id_token }
}

async function sendOld(url: string, token: Record<string, string>, sending: Sending): Promise<number> {
  const answer = await sendWell(
    `${url}${TARGET}`,
    { method: 'POST', ...sending, headers: { ...token, ...sending.headers } },
    200,
  )
  if (!answer.text.startsWith('{"maKetQua":"200"')) throw new Error(`not received: ${answer.text.slice(0, 300)}`)
  return answer.milliseconds
}

/** Milliseconds of the plain way and of each wrapper, in turn in one workerd. */
async function speed(servers: Servers, quick: boolean): Promise<{ text: string; isReached: boolean }> {
  const { path } = await fileOf(quick ? 5 : 20)
  const file = await readFile(path)
  const edge = await servers.startEdge()
  await wake(edge.url)
  const agent = keptConnections(1)
  const [bearer, token] = [await servers.token(edge.url), await oldToken(edge.url)]
  const plain = async (): Promise<number> =>
    (await sendWell(submissions(edge.url), { method: 'POST', token: bearer, agent, body: [file, saltBytes()] }, 202))
      .milliseconds
  const runners = [
    { name: 'plain', run: plain },
    ...Object.entries(WRAPPINGS).map(([name, wrapping]) => {
      const { again } = wrapped(wrapping, file)
      return { name, run: () => sendOld(edge.url, token, { ...again(), agent }) }
    }),
  ]
  const [own = [], ...others] = await inTurn(runners, quick ? QUICK : FULL)
  await edge.stop()
  const perSecond = (times: readonly number[]): number[] => times.map((ms) => file.length / 1000 / ms)
  const names = Object.keys(WRAPPINGS)
  const compared = others.map((times) => ratios(perSecond(times), perSecond(own)))
  const isReached = compared.every(({ median }) => median >= LEAST_RATIO)
  const rows = [
    ['plain body', spread(series(perSecond(own))), ''],
    ...names.map((name, at) => [
      name,
      spread(series(perSecond(others[at] ?? []))),
      spread(compared[at] ?? ratios([], [])),
    ]),
  ]
  return {
    text: table(['body', 'MB/s of the file: median (least–most)', 'this ÷ plain, median of pairs (least–most)'], rows),
    isReached,
  }
}

/** Highest resident memory of a fresh workerd that takes one file. */
async function peakOf(servers: Servers, send: (url: string) => Promise<void>): Promise<number> {
  const edge = await servers.startEdge()
  await wake(edge.url)
  await send(edge.url)
  const { peak } = await memoryOf(edge.pid)
  await edge.stop()
  return peak
}

async function peaks(servers: Servers, quick: boolean): Promise<{ rows: string[][]; extra: number[] }> {
  const megabytes = quick ? 20 : 100
  const { path, bytes } = await fileOf(megabytes)
  const plain = async (saysLength: boolean): Promise<number> =>
    peakOf(servers, async (url) => {
      const token = await servers.token(url)
      await sendWell(submissions(url), { method: 'POST', token, body: { path, bytes }, saysLength }, 202)
    })
  const reference = Math.max(await plain(true), await plain(false))
  const rows = [[`plain body of ${megabytes} MB`, reference.toFixed(0), '']]
  const extra: number[] = []
  for (const [name, wrapping] of Object.entries(WRAPPINGS)) {
    const { body = [], headers = {} } = wrapped(wrapping, await readFile(path))
    const wrappedPath = join(cacheDirectory, 'wrapped.tmp')
    const all = Buffer.concat(body as readonly Uint8Array[])
    await writeFile(wrappedPath, all)
    const size = all.length
    const peak = await peakOf(servers, async (url) => {
      await sendOld(url, await oldToken(url), { headers, body: { path: wrappedPath, bytes: size } })
    })
    await rm(wrappedPath)
    extra.push(peak - reference)
    rows.push([name, peak.toFixed(0), (peak - reference).toFixed(0)])
  }
  return { rows, extra }
}

export async function oldWire(servers: Servers, { quick }: { quick: boolean }): Promise<Section> {
  const { text, isReached } = await speed(servers, quick)
  const { rows, extra } = await peaks(servers, quick)
  return {
    title: 'Old web services',
    text: [
      'The same file, sent to the edge as a plain body and inside each wrapper that HIS use, in turn in one workerd.',
      text,
      verdict(isReached, `each at least ${LEAST_RATIO} of the plain way`),
      'Highest resident memory (VmHWM) of a fresh workerd for one file, in MB; the plain way with and without Content-Length, the higher one:',
      table(['body', 'peak, MB', 'more than plain, MB'], rows),
      verdict(
        extra.every((each) => each <= MOST_EXTRA_MB),
        `within ${MOST_EXTRA_MB} MB of the plain way`,
      ),
    ].join('\n\n'),
  }
}
