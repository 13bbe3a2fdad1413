import { Buffer } from 'node:buffer'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeFile, wrapEnvelope } from '../fixtures/dossier.ts'
import { sendRaw, startProbe, type Problem, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const MIB = 1024 * 1024

let probe: Probe
let before: string[]
const everythingStored = async (): Promise<string[]> =>
  (await Promise.all(['raw/', 'receipts/', 'pending/', 'uploads/'].map((prefix) => probe.objects(prefix)))).flat()

beforeAll(async () => {
  probe = await startProbe()
  const accepted = await probe.submit(makeFile({ standard: '3176', seed: 900 }))
  await probe.settled(accepted.body.id)
  await probe.cleared(accepted.body.id)
  before = await everythingStored()
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})
/** Whatever was refused, the store is as it was. */
afterEach(async () => {
  expect(await everythingStored()).toEqual(before)
})

const good = makeFile({ standard: '3176' })
const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
const bytes = (...parts: (string | number[] | Buffer)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
const withTable = (xml: string): string => wrapEnvelope([[{ id: 'XML1', xml }]])
const manyAttributes = Array.from({ length: 1_000_000 }, (_, at) => ` a${at}=""`).join('')
const deep = '<a>'.repeat(10_000)

type Case = {
  why: string
  file: string | Uint8Array
  status: number
  code: string
  headers?: Record<string, string>
  query?: { purpose?: string; standard?: string }
  hasPlace?: boolean
}
const gzip = { 'content-encoding': 'gzip' }

const files: readonly Case[] = [
  { why: 'an empty body', file: '', status: 400, code: 'body-empty' },
  { why: 'JSON', file: '{"GIAMDINHHS":{}}', status: 400, code: 'xml-missing', hasPlace: true },
  { why: 'plain text', file: 'Hồ sơ thử nghiệm', status: 400, code: 'xml-missing', hasPlace: true },
  { why: 'white space only', file: ' \n\n ', status: 400, code: 'xml-missing' },
  { why: 'a zip file', file: bytes('PK', [3, 4, 20, 0, 8, 0, 8, 0]), status: 400, code: 'xml-missing', hasPlace: true },
  {
    why: 'a file cut in the middle',
    file: good.slice(0, good.length / 2),
    status: 400,
    code: 'file-truncated',
    hasPlace: true,
  },
  {
    why: 'a file without its last tag',
    file: good.trimEnd().slice(0, -13),
    status: 400,
    code: 'file-truncated',
    hasPlace: true,
  },
  {
    why: 'a wrong closing tag',
    file: `${head}<GIAMDINHHS><A></B></GIAMDINHHS>`,
    status: 400,
    code: 'xml-malformed',
    hasPlace: true,
  },
  {
    why: 'a DOCTYPE',
    file: `${head}<!DOCTYPE GIAMDINHHS><GIAMDINHHS/>`,
    status: 400,
    code: 'doctype-forbidden',
    hasPlace: true,
  },
  {
    why: 'a billion laughs',
    file: `${head}<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><GIAMDINHHS>&b;</GIAMDINHHS>`,
    status: 400,
    code: 'doctype-forbidden',
    hasPlace: true,
  },
  {
    why: 'an external entity',
    file: `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><GIAMDINHHS>&x;</GIAMDINHHS>`,
    status: 400,
    code: 'doctype-forbidden',
    hasPlace: true,
  },
  {
    why: 'an undefined entity',
    file: `${head}<GIAMDINHHS>&nbsp;</GIAMDINHHS>`,
    status: 400,
    code: 'entity-undefined',
    hasPlace: true,
  },
  {
    why: 'UTF-16 LE with a mark',
    file: bytes([0xff, 0xfe], Buffer.from(good, 'utf16le')),
    status: 400,
    code: 'encoding-wrong',
    hasPlace: true,
  },
  {
    why: 'UTF-16 LE without a mark',
    file: bytes(Buffer.from(good, 'utf16le')),
    status: 400,
    code: 'encoding-wrong',
    hasPlace: true,
  },
  {
    why: 'UTF-16 BE with a mark',
    file: bytes([0xfe, 0xff], utf16be(good)),
    status: 400,
    code: 'encoding-wrong',
    hasPlace: true,
  },
  { why: 'UTF-16 BE without a mark', file: bytes(utf16be(good)), status: 400, code: 'encoding-wrong', hasPlace: true },
  {
    why: 'a byte that is not UTF-8',
    file: bytes(`${head}<GIAMDINHHS>\n`, [0xe0, 0x41]),
    status: 400,
    code: 'utf8-invalid',
    hasPlace: true,
  },
  {
    why: 'a declared encoding other than UTF-8',
    file: good.replace('utf-8', 'windows-1258'),
    status: 400,
    code: 'encoding-wrong',
    hasPlace: true,
  },
  { why: '10,000 levels', file: `${head}<GIAMDINHHS>${deep}`, status: 400, code: 'nesting-too-deep', hasPlace: true },
  {
    why: '10,000 levels inside a table',
    file: withTable(`<TONG_HOP>${deep}`),
    status: 400,
    code: 'nesting-too-deep',
    hasPlace: true,
  },
  {
    why: 'a million attributes',
    file: `${head}<GIAMDINHHS${manyAttributes}>`,
    status: 400,
    code: 'attributes-too-many',
    hasPlace: true,
  },
  {
    why: 'a million attributes inside a table',
    file: withTable(`<TONG_HOP${manyAttributes}>`),
    status: 400,
    code: 'attributes-too-many',
    hasPlace: true,
  },
  {
    why: 'an element name of 5 MB',
    file: `${head}<${'a'.repeat(5_000_000)}>`,
    status: 400,
    code: 'text-too-long',
    hasPlace: true,
  },
  {
    why: 'a text of 5 MB',
    file: `${head}<GIAMDINHHS><A>${'a'.repeat(5_000_000)}`,
    status: 400,
    code: 'text-too-long',
    hasPlace: true,
  },
  {
    why: 'a value of 5 MB in a table',
    file: withTable(`<TONG_HOP><MA_LK>${'a'.repeat(5_000_000)}`),
    status: 400,
    code: 'text-too-long',
    hasPlace: true,
  },
  {
    why: 'a gzip bomb',
    file: gzipSync(`<GIAMDINHHS>${`<A>${' '.repeat(900)}</A>`.repeat(60_000)}`, { level: 9 }),
    headers: gzip,
    status: 413,
    code: 'compression-ratio',
  },
  { why: 'bytes that are not gzip', file: good, headers: gzip, status: 400, code: 'gzip-broken' },
  { why: '3 MB that are not gzip', file: Buffer.alloc(3 * MIB, 65), headers: gzip, status: 400, code: 'gzip-broken' },
  { why: 'a cut gzip', file: gzipSync(good).subarray(0, -20), headers: gzip, status: 400, code: 'gzip-broken' },
  {
    why: 'a gzip with something behind it',
    file: bytes(gzipSync(good), 'more'),
    headers: gzip,
    status: 400,
    code: 'gzip-broken',
  },
  {
    why: 'a second gzip member cut short',
    file: bytes(gzipSync(good), gzipSync('\n').subarray(0, -3)),
    headers: gzip,
    status: 400,
    code: 'gzip-broken',
  },
  { why: 'a gzip of nothing', file: gzipSync(''), headers: gzip, status: 400, code: 'body-empty' },
  { why: 'gzip that is not declared', file: gzipSync(good), status: 400, code: 'xml-missing', hasPlace: true },
  { why: 'a root nobody knows', file: `${head}<CLAIMS/>`, status: 422, code: 'root-unknown', hasPlace: true },
  { why: 'no dossier', file: wrapEnvelope([]), status: 422, code: 'dossiers-missing' },
  {
    why: 'fewer dossiers than declared',
    file: makeFile({ standard: '3176', declared: 2 }),
    status: 422,
    code: 'dossiers-fewer-than-declared',
  },
  { why: 'no MACSKCB', file: good.replace(/<MACSKCB>.*<\/MACSKCB>/, ''), status: 422, code: 'facility-missing' },
  {
    why: 'an empty MACSKCB',
    file: good.replace(/<MACSKCB>.*<\/MACSKCB>/, '<MACSKCB/>'),
    status: 422,
    code: 'facility-missing',
    hasPlace: true,
  },
  {
    why: 'the file of another facility',
    file: makeFile({ standard: '3176', facility: '79001' }),
    status: 403,
    code: 'facility-mismatch',
    hasPlace: true,
  },
  {
    why: 'another standard than stated',
    file: good,
    query: { standard: '4210' },
    status: 422,
    code: 'standard-mismatch',
    hasPlace: true,
  },
  { why: 'an unknown purpose', file: good, query: { purpose: 'research' }, status: 400, code: 'parameter-invalid' },
  { why: 'an unknown standard', file: good, query: { standard: '917' }, status: 400, code: 'parameter-invalid' },
  {
    why: 'another content type',
    file: good,
    headers: { 'content-type': 'application/json' },
    status: 415,
    code: 'media-type-unsupported',
  },
  {
    why: 'a form',
    file: good,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    status: 415,
    code: 'media-type-unsupported',
  },
  {
    why: 'brotli',
    file: good,
    headers: { 'content-encoding': 'br' },
    status: 415,
    code: 'content-encoding-unsupported',
  },
  {
    why: 'two encodings',
    file: gzipSync(good),
    headers: { 'content-encoding': 'gzip, gzip' },
    status: 415,
    code: 'content-encoding-unsupported',
  },
  { why: '30 MB that are not XML', file: Buffer.alloc(30 * MIB, 65), status: 400, code: 'xml-missing', hasPlace: true },
]

const expectWords = ({ message, remedy }: Pick<Problem, 'message' | 'remedy'>): void => {
  for (const text of [message, remedy]) {
    expect(text.vi.length).toBeGreaterThan(5)
    expect(text.en.length).toBeGreaterThan(5)
    expect(`${text.vi}${text.en}`).not.toMatch(/[{}]|undefined/)
  }
}

describe('a file that cannot be taken is refused with its reason, and nothing of it is stored', () => {
  test.each(files)('$why → $status $code', async ({ file, status, code, headers, query, hasPlace = false }) => {
    const { body, ...answer } = await probe.submit(file, { ...query, ...(headers ? { headers } : {}) })
    expect({ status: answer.status, code: body.code }).toEqual({ status, code })
    expectWords(body)
    expect({ line: typeof body.line, column: typeof body.column }).toEqual(
      hasPlace ? { line: 'number', column: 'number' } : { line: 'undefined', column: 'undefined' },
    )
  })

  test('what is wrong inside a table is placed in that table', async () => {
    const { body } = await probe.submit(withTable(`${head}<TONG_HOP>\n<MA_LK>${'<b>'.repeat(40)}`))
    expect(body).toMatchObject({ code: 'nesting-too-deep', table: 'XML1', line: 3 })
  })
})

describe('a request that cannot be taken', () => {
  const submissionOf = (id: string): string => `/v1/submissions/${id}`
  const known = '0'.repeat(32)

  test.each([
    ['DELETE', '/v1/submissions', 405, 'method-not-allowed', 'POST, GET, HEAD'],
    ['PUT', '/v1/rules', 405, 'method-not-allowed', 'GET, HEAD'],
    ['POST', submissionOf(known), 405, 'method-not-allowed', 'GET, HEAD'],
    ['GET', '/oauth/token', 405, 'method-not-allowed', 'POST'],
    ['GET', '/', 404, 'route-unknown', null],
    ['POST', '/v2/submissions', 404, 'route-unknown', null],
    ['GET', '/v1/submissions/a/b/c', 404, 'route-unknown', null],
  ])('%s %s → %i %s', async (method, path, status, code, allow) => {
    const answer = await probe.ask<Problem>(method, path)
    expect({ status: answer.status, code: answer.body.code, allow: answer.headers.get('allow') }).toEqual({
      status,
      code,
      allow,
    })
    expectWords(answer.body)
  })

  test.each([
    'x',
    known,
    known.toUpperCase().replaceAll('0', 'A'),
    '%00',
    '%ff',
    '..%2f..%2fdmdc',
    "';--",
    '%F0%9F%8F%A5',
    'a'.repeat(5000),
  ])('the id %s is unknown', async (id) => {
    for (const path of [submissionOf(id), `${submissionOf(id)}/findings`]) {
      const { status, body } = await probe.ask<Problem>('GET', path)
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'submission-unknown' })
    }
  })

  test.each([
    [`${submissionOf(known)}?after=-1`, 'after', '0'],
    [`${submissionOf(known)}?after=x`, 'after', ''],
    [`${submissionOf(known)}/findings?limit=0`, 'limit', '1'],
    [`${submissionOf(known)}/findings?limit=99999`, 'limit', '1000'],
    ['/v1/rules?limit=1.5', 'limit', ''],
    ['/v1/rules?standard=917', 'standard', '130, 3176, 4210, 4750'],
  ])('%s names the parameter and what is accepted, in both languages', async (path, parameter, accepted) => {
    const { status, body } = await probe.ask<Problem>('GET', path)
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'parameter-invalid' })
    expectWords(body)
    for (const text of [body.message.vi, body.message.en]) expect(text).toContain(parameter)
    for (const text of [body.remedy.vi, body.remedy.en]) expect(text).toContain(accepted)
    expect(body.remedy.vi).not.toMatch(/Invalid|expected|Too/)
  })

  test('a missing purpose is named with what is accepted', async () => {
    const { status, body } = await probe.ask<Problem>('POST', '/v1/submissions', { body: good })
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'parameter-invalid' })
    for (const text of [body.remedy.vi, body.remedy.en]) expect(text).toContain('management, payment')
  })

  test('a form that cannot be read is a mistake of the sender', async () => {
    const headers = { 'content-type': 'multipart/form-data' }
    const { status, body } = await probe.ask<Problem>('POST', '/oauth/token', { account: null, headers, body: 'x' })
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'parameter-invalid' })
  })

  test('a form that is too long is refused', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const { status } = await probe.ask('POST', '/oauth/token', { account: null, headers, body: 'a'.repeat(100_000) })
    expect(status).toBe(413)
  })
})

describe('what no HTTP library lets one send', () => {
  const requestOf = async (headers: string, body = ''): Promise<string> => {
    const token = await probe.stack.token('01001')
    return `POST /v1/submissions?purpose=payment HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${headers}\r\n\r\n${body}`
  }

  test('a Content-Length over the limit is refused before anything is sent', async () => {
    const answer = await sendRaw(probe.stack.url, await requestOf(`Content-Length: ${513 * MIB}`))
    expect(answer).toContain('HTTP/1.1 413')
    expect(answer).toContain('"code":"file-too-large"')
  })

  test('a body shorter than its Content-Length is no submission', async () => {
    const answer = await sendRaw(probe.stack.url, await requestOf(`Content-Length: ${good.length + 1000}`, good), {
      half: true,
    })
    // A runtime that sees the line end may also close it without a word; then there is nobody to answer.
    expect(answer).toMatch(/^$|HTTP\/1\.1 400.*"code":"body-interrupted"/s)
  })

  test('a sender that goes away in the middle leaves nothing and troubles nobody', async () => {
    const controller = new AbortController()
    const half = new ReadableStream<Uint8Array>({
      start(stream) {
        stream.enqueue(bytes(good.slice(0, 20_000)))
        setTimeout(() => {
          controller.abort()
        }, 50)
      },
    })
    const token = await probe.stack.token('01001')
    const sent = fetch(`${probe.stack.url}/v1/submissions?purpose=payment`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: half,
      signal: controller.signal,
      duplex: 'half',
    } as RequestInit)
    await expect(sent).rejects.toThrow()
    expect((await probe.ask('GET', '/healthz', { account: null })).status).toBe(200)
  })
})

describe('the body', () => {
  const limits = { fileBytes: 100_000, compressionRatio: 10, ratioFromBytes: 20_000 }
  test.each([
    ['within the limit', Buffer.alloc(100_000, 65), {}, { bytes: 100_000, code: null }],
    ['over the limit, its length known', Buffer.alloc(100_001, 65), {}, { bytes: 0, code: 'file-too-large' }],
    [
      'over the limit once undone',
      gzipSync(Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * at) % 251))),
      gzip,
      { code: 'file-too-large' },
    ],
    ['of several gzip members', bytes(gzipSync('ABC'), gzipSync('DEFG')), gzip, { bytes: 7, code: null }],
    ['of a gzip with zeros behind it', bytes(gzipSync('ABC'), Buffer.alloc(512)), gzip, { bytes: 3, code: null }],
    [
      'over the limit with its last gzip member only',
      bytes(...Array.from({ length: 6 }, () => gzipSync(Buffer.alloc(19_000, 65), { level: 0 }))),
      gzip,
      { code: 'file-too-large' },
    ],
    [
      'of gzip members that are all small, and together highly compressed',
      bytes(...Array.from({ length: 5 }, () => gzipSync(Buffer.alloc(19_000, 65)))),
      gzip,
      { code: 'compression-ratio' },
    ],
    ['small and highly compressed', gzipSync(Buffer.alloc(20_000, 65)), gzip, { bytes: 20_000, code: null }],
    ['larger and highly compressed', gzipSync(Buffer.alloc(90_000, 65)), gzip, { code: 'compression-ratio' }],
    ['empty', '', {}, { bytes: 0, code: 'body-empty' }],
  ] as const)('%s', async (_, body, headers, expected) => {
    const lenient =
      expected.code === 'file-too-large' && 'content-encoding' in headers
        ? { ...limits, compressionRatio: 1000 }
        : limits
    expect(await probe.readBody(body, lenient, headers)).toMatchObject(expected)
  })

  test('whose sender stops in the middle of it', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const read = probe.readBody(readable, { ...limits, idleMs: 200 })
    await writer.write(Buffer.from('A'))
    expect(await read).toMatchObject({ code: 'upload-idle', bytes: 1 })
  })

  test('over the limit, its length unknown', async () => {
    const stream = new Blob([Buffer.alloc(1_000_000, 65)]).stream()
    expect(await probe.readBody(stream, limits)).toMatchObject({ code: 'file-too-large' })
  })
})

test('no refusal was a fault', () => {
  expect(probe.stack.log()).not.toMatch(/"event":"fault"|Uncaught|unhandled/i)
})
