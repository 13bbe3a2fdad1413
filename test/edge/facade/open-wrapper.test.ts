import { Buffer } from 'node:buffer'
import { assert as prove, asyncProperty, integer, pre, uint8Array } from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { openWrapper } from '../../../src/edge/facade/wrapper/open-wrapper.ts'
import { AnyRefusal } from '../../../src/kernel/refusal.ts'

const XML = `<?xml version="1.0" encoding="utf-8"?><GIAMDINHHS><A>${'Nguyễn Thị Bé Sáu >>> ??? '.repeat(40)}</A></GIAMDINHHS>`
const BASE64 = Buffer.from(XML).toString('base64')
const NUMBERS = JSON.stringify([...Buffer.from(XML)])
const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json; charset=utf-8'

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  // One memory for all pieces, as a socket's buffer is.
  const memory = new Uint8Array(size)
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size)
    memory.set(piece)
    yield memory.subarray(0, piece.length)
  }
}

type Read = { file: string | null; get: (...names: string[]) => string }

async function read(body: string | Uint8Array, contentType: string | undefined, size = 7): Promise<Read> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const { fields, file } = await openWrapper(cut(bytes, size), contentType)
  if (file === null) return { file: null, get: fields.get }
  const pieces: Buffer[] = []
  for await (const piece of file) pieces.push(Buffer.from(piece))
  return { file: Buffer.concat(pieces).toString('utf8'), get: fields.get }
}

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    (error: unknown) => {
      if (error instanceof AnyRefusal) return error.code
      throw error
    },
  )

const lines = (text: string): string => text.replaceAll(/.{76}/g, '$&\r\n')
const multipart = (content: string): string =>
  [
    '--AaB03x',
    'Content-Disposition: form-data; name="maCSKCB"',
    '',
    '01001',
    '--AaB03x',
    'Content-Disposition: form-data; name="fileHS"; filename="hồ sơ.xml"',
    'Content-Type: application/xml',
    '',
    content,
    '--AaB03x',
    'Content-Disposition: form-data; name="maTinh"',
    '',
    '01',
    '--AaB03x--',
    '',
  ].join('\r\n')
const MULTIPART = 'multipart/form-data; boundary=AaB03x'

const BODIES: Readonly<Record<string, [body: string, contentType: string | undefined, hasFields: boolean]>> = {
  'a form, percent-encoded': [
    new URLSearchParams({ maTinh: '01', maCSKCB: '01001', fileHSBase64: BASE64 }).toString(),
    FORM,
    true,
  ],
  'a form, written by hand': [`maTinh=01&fileHSBase64=${BASE64}&maCSKCB=01001`, FORM, true],
  'a form whose plus signs became blanks': [
    `maTinh=01&maCSKCB=01001&fileHSBase64=${BASE64.replaceAll('+', ' ')}`,
    FORM,
    true,
  ],
  'a form with line breaks in base64': [
    new URLSearchParams({ MATINH: '01', macskcb: '01001', fileHsBase64: lines(BASE64) }).toString(),
    FORM,
    true,
  ],
  'a quoted form field': [
    new URLSearchParams({ FileHoSoJson: JSON.stringify(BASE64), maTinh: '01', maCSKCB: '01001' }).toString(),
    FORM,
    true,
  ],
  'a form said to be JSON': [`maTinh=01&fileHSBase64=${BASE64}&maCSKCB=01001`, JSON_TYPE, true],
  'a JSON object': [JSON.stringify({ maTinh: '01', fileHSBase64: BASE64, maCSKCB: '01001' }, null, 2), JSON_TYPE, true],
  'a JSON object with escaped slashes': [
    JSON.stringify({ maTinh: '01', fileHS: BASE64, maCSKCB: '01001' }).replaceAll('/', '\\/'),
    JSON_TYPE,
    true,
  ],
  'a JSON object with escaped plus signs': [
    JSON.stringify({ maTinh: '01', fileHS: BASE64, maCSKCB: '01001' }).replaceAll('+', '\\u002B'),
    JSON_TYPE,
    true,
  ],
  'a JSON object with a list of bytes': [`{"fileHS":${NUMBERS},"maTinh":01,"maCSKCB":"01001"}`, JSON_TYPE, true],
  'a JSON string': [JSON.stringify(BASE64), JSON_TYPE, false],
  'a JSON list of bytes': [NUMBERS, JSON_TYPE, false],
  'JSON said to be a form': [JSON.stringify(BASE64), FORM, false],
  'JSON without a type': [NUMBERS, undefined, false],
  'multipart with the bytes': [multipart(XML), MULTIPART, true],
  'multipart with base64': [multipart(BASE64), MULTIPART, true],
  'a form said to be text': [`maTinh=01&fileHSBase64=${BASE64}&maCSKCB=01001`, 'text/plain;charset=UTF-8', true],
  'base64 alone without a type': [BASE64, undefined, false],
  'the file alone': [XML, 'application/xml', false],
  'the file alone, with a byte order mark': [`\uFEFF${XML}`, undefined, false],
  'base64 alone': [BASE64, 'text/plain', false],
}

describe('the file and its parameters come out of', () => {
  test.each(Object.entries(BODIES))('%s, wherever pieces end', async (_, [body, type, hasFields]) => {
    for (const size of [1, 2, 3, 5, 64, 1000, 1_000_000]) {
      const { file, get } = await read(body, type, size)
      expect(file?.replace(/^\uFEFF/, '')).toBe(XML)
      expect([get('maTinh'), get('MACSKCB')]).toEqual(hasFields ? ['01', '01001'] : ['', ''])
    }
  })

  test('a zip in base64, and a zip as bytes', async () => {
    const zip = Buffer.from(zipSync({ 'hoso.xml': Buffer.from(XML) }))
    for (const size of [1, 10, 10_000]) {
      const form = new URLSearchParams({ FileHoSoJson: zip.toString('base64') }).toString()
      expect((await read(form, FORM, size)).file).toBe(XML)
    }
    const parts = Buffer.concat([
      Buffer.from('--b\r\nContent-Disposition: form-data; name="fileHS"; filename="a.zip"\r\n\r\n'),
      zip,
      Buffer.from('\r\n--b--\r\n'),
    ])
    expect((await read(parts, 'multipart/form-data; boundary="b"')).file).toBe(XML)
  })

  test('any bytes, cut anywhere', async () => {
    await prove(
      asyncProperty(uint8Array({ minLength: 1, maxLength: 300 }), integer({ min: 1, max: 50 }), async (bytes, size) => {
        // As a zip begins, these bytes would be read as one.
        pre(!(bytes[0] === 0x50 && bytes[1] === 0x4b))
        const base64 = Buffer.from(bytes).toString('base64')
        for (const [body, type] of [
          [new URLSearchParams({ fileHS: base64 }).toString(), FORM],
          [JSON.stringify({ fileHS: base64 }), JSON_TYPE],
          [JSON.stringify([...bytes]), JSON_TYPE],
        ] as const) {
          const { file } = await openWrapper(cut(Buffer.from(body), size), type)
          const pieces: Buffer[] = []
          for await (const piece of file ?? []) pieces.push(Buffer.from(piece))
          expect(Buffer.concat(pieces).equals(Buffer.from(bytes))).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('parameters alone', () => {
  test.each([
    ['a form', 'username=01001&password=D41D8&hoTen=Nguy%E1%BB%85n+V%C4%83n+A', FORM],
    [
      'JSON',
      '{ "Username": "01001", "password":"D41D8", "hoTen":"Nguy\\u1ec5n V\\u0103n A", "maThe": null }',
      JSON_TYPE,
    ],
    ['multipart', multipart('').replaceAll('fileHS"; filename="hồ sơ.xml', 'x'), MULTIPART],
  ])('of %s', async (_, body, type) => {
    for (const size of [1, 4, 1000]) {
      const { file, get } = await read(body, type, size)
      expect(file).toBeNull()
      if (type !== MULTIPART)
        expect([get('username'), get('PASSWORD'), get('hoten'), get('maThe')]).toEqual([
          '01001',
          'D41D8',
          'Nguyễn Văn A',
          '',
        ])
    }
  })

  test.each([
    ['nothing', ''],
    ['blanks', ' \r\n '],
    ['an empty object', '{}'],
  ])('of %s there are none', async (_, body) => {
    expect((await read(body, JSON_TYPE)).file).toBeNull()
  })
})

describe('is refused:', () => {
  test.each<[string, string, string | undefined, string]>([
    [
      'base64 with a character that is none',
      `fileHS=${BASE64.slice(0, 40)}*${BASE64.slice(41)}`,
      FORM,
      'base64-broken',
    ],
    ['base64 that is cut', `fileHS=${BASE64.slice(0, 41)}`, FORM, 'base64-broken'],
    ['base64 of the URL alphabet', 'fileHS=PD_-', FORM, 'base64-broken'],
    ['text behind the padding', 'fileHS=PA==PA==x', FORM, 'base64-broken'],
    ['a quote that is not closed', `fileHS=%22${BASE64}`, FORM, 'base64-broken'],
    ['an empty file', 'fileHS=&maTinh=01', FORM, 'wrapper-file-missing'],
    ['an empty list', '[]', JSON_TYPE, 'wrapper-file-missing'],
    ['JSON that is cut in the file', JSON.stringify({ fileHS: BASE64 }).slice(0, 200), JSON_TYPE, 'wrapper-broken'],
    ['JSON that is cut behind the file', `{"fileHS":"${BASE64}"`, JSON_TYPE, 'wrapper-broken'],
    ['a list that is cut', NUMBERS.slice(0, -1), JSON_TYPE, 'wrapper-broken'],
    ['a number that is no byte', '[60,256]', JSON_TYPE, 'wrapper-broken'],
    ['a list of something else', '["a"]', JSON_TYPE, 'wrapper-broken'],
    ['a gap in a list', '[60,,61]', JSON_TYPE, 'wrapper-broken'],
    ['an object inside an object', '{"data":{"fileHS":"PA=="}}', JSON_TYPE, 'wrapper-broken'],
    ['something behind JSON', '{"fileHS":"PA=="} x', JSON_TYPE, 'wrapper-broken'],
    ['a word that JSON does not have', '{"fileHS":nothing}', JSON_TYPE, 'wrapper-broken'],
    ['two files', 'fileHS=PA%3D%3D&file=PA%3D%3D', FORM, 'wrapper-broken'],
    ['multipart that is cut', multipart(XML).slice(0, -60), MULTIPART, 'wrapper-broken'],
    ['multipart that is none', `--AaB03x\r\n${'x'.repeat(9000)}`, MULTIPART, 'wrapper-broken'],
    ['a parameter without end', `a=${'x'.repeat(20_000)}`, FORM, 'wrapper-broken'],
    ['a string without end', `{"a":"${'x'.repeat(20_000)}`, JSON_TYPE, 'wrapper-broken'],
    ['parameters without end', Array.from({ length: 100 }, (__, at) => `p${at}=1`).join('&'), FORM, 'wrapper-broken'],
  ])('%s', async (_, body, type, code) => {
    for (const size of [1, 7, 100_000]) expect(await codeOf(read(body, type, size))).toBe(code)
  })

  test('a zip of two files, one that is cut, and one that grows without end', async () => {
    const form = (bytes: Uint8Array): string =>
      new URLSearchParams({ fileHS: Buffer.from(bytes).toString('base64') }).toString()
    const small = Buffer.from(XML)
    expect(await codeOf(read(form(zipSync({ 'a.xml': small, 'b.xml': small })), FORM))).toBe('wrapper-broken')
    expect(await codeOf(read(form(zipSync({ 'a.xml': small }).subarray(0, 60)), FORM))).toBe('wrapper-broken')
    const bomb = zipSync({ 'a.xml': new Uint8Array(40 * 1024 * 1024) })
    expect(await codeOf(read(form(bomb), FORM, 64 * 1024))).toBe('compression-ratio')
  })
})
