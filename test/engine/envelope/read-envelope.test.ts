import { Buffer } from 'node:buffer'
import { describe, expect, test, vi } from 'vitest'
import { plainNames } from '../../../src/engine/envelope/plain-names.ts'
import { createEnvelope, type EnvelopeHandler } from '../../../src/engine/envelope/read-envelope.ts'
import { Refusal } from '../../../src/engine/refusals.ts'
import type { Place } from '../../../src/kernel/refusal.ts'
import { FACILITY, makeFile, wrapEnvelope, type Encoding, type EnvelopeOptions } from '../../fixtures/dossier.ts'
import { bytesOf, cutsOf, piecesOf } from '../../fixtures/inspect.ts'
import { codecs } from '../../../src/edge/codecs.ts'

// Cutting a file at every byte takes a while where other work runs beside it.
vi.setConfig({ testTimeout: 30_000 })

/** Everything the envelope says of a file, in order; text in one piece however it came. */
function read(pieces: Iterable<Uint8Array>, known: readonly string[] = []): string[] {
  const said: string[] = []
  let text = ''
  const say = (words: string, place?: Place): void => {
    if (text.trim() !== '') said.push(`text ${text.trim()}`)
    text = ''
    said.push(place ? `${words} @${place.line}:${place.column}` : words)
  }
  const handler: EnvelopeHandler = {
    isDocument: (root) => root === 'DOCUMENT',
    header: (name, value, place) => say(`header ${name}=${value}`, place),
    openDossier: (place) => say('dossier', place),
    openTable: (place, at) => {
      say('table', at)
      return {
        open: (name) => say(`<${name}>`, place()),
        text: (characters) => {
          text += characters
        },
        close: (name) => say(`</${name}>`),
        declaredEncoding: (encoding) => say(`encoding ${encoding}`),
        wrongNamespace: (fault) => say(`namespace: ${fault.en}`),
        broken: (why, at) => say(`broken ${why.kind}: ${why.reason.en}`, at),
        end: () => say('end of table'),
      }
    },
    closeFile: (declared, tables, place) => say(`file ${declared} ${tables}`, place),
    closeDossier: (place) => say('end of dossier', place),
    unexpected: (name, parent, place) => say(`unexpected ${name} in ${parent}`, place),
    wrongNamespace: (fault, place) => say(`namespace: ${fault.en}`, place),
  }
  const envelope = createEnvelope(handler, codecs, plainNames(known))
  try {
    for (const piece of pieces) envelope.push(piece)
    envelope.end()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    say(`refused ${error.code} ${JSON.stringify(error.place ?? null)}`)
  }
  return said
}

const whole = (file: string | Uint8Array): string[] => read([bytesOf(file)])

/** The same whether it comes whole, in two pieces cut at any byte, or byte by byte. */
function expectSameHoweverCut(file: string | Uint8Array): string[] {
  const bytes = bytesOf(file)
  const said = whole(bytes)
  expect(read(piecesOf(bytes, 1))).toEqual(said)
  for (const { at, pieces } of cutsOf(bytes)) {
    const cut = read(pieces)
    if (cut.join('\n') !== said.join('\n')) expect(cut, `cut at byte ${at}`).toEqual(said)
  }
  return said
}

const TABLE =
  '<?xml version="1.0" encoding="utf-8"?>\n<TONG_HOP>\r\n<MA_LK>Hồ sơ 𝟙</MA_LK>\n' +
  '<GHI_CHU><![CDATA[a < b & c]]> &amp; &#x1EC7;</GHI_CHU><!-- > --></TONG_HOP>'
const wrapped = (xml: string, options: EnvelopeOptions = {}): string => wrapEnvelope([[{ id: 'XML1', xml }]], options)
const content = (text: string): string =>
  `<GIAMDINHHS><THONGTINHOSO><DANHSACHHOSO><HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO>\n<NOIDUNGFILE>${text}</NOIDUNGFILE>` +
  '</FILEHOSO></HOSO></DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>'
const base64 = (xml: string | Uint8Array): string => Buffer.from(xml).toString('base64')

const encodings: Encoding[] = ['base64', 'base64-lines', 'inline', 'cdata-base64', 'cdata-xml', 'escaped-xml']
const inTable = (said: readonly string[]): string[] =>
  said
    .slice(said.findIndex((words) => words.startsWith('table')) + 1, said.indexOf('end of table'))
    .filter((words) => !words.startsWith('encoding'))

describe('the content of NOIDUNGFILE', () => {
  test.each(encodings)('as %s is the same table however the file is cut', (encoding) => {
    const said = expectSameHoweverCut(wrapped(TABLE, { encoding }))
    const bare = (words: readonly string[]): string[] => inTable(words).map((word) => word.replace(/ @.*/, ''))
    expect(bare(said)).toEqual(bare(whole(wrapped(TABLE))))
    expect(said.filter((words) => words.startsWith('refused'))).toEqual([])
  })

  test.each(encodings.filter((encoding) => encoding !== 'inline'))('as %s has places in its own XML', (encoding) => {
    expect(inTable(whole(wrapped(TABLE, { encoding })))).toEqual(inTable(whole(wrapped(TABLE))))
  })

  test.each([
    ['a byte-order mark inside base64', base64(`\uFEFF${TABLE}`)],
    ['a byte-order mark inside CDATA', `<![CDATA[\uFEFF${TABLE.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`],
    ['line breaks as entities', base64(TABLE).replaceAll(/.{40}/g, '$&&#13;&#xA;')],
    [
      'comments and instructions between',
      `<!-- ]]> -->${base64(TABLE).slice(0, 40)}<?pi > ?>${base64(TABLE).slice(40)}`,
    ],
    ['CDATA and text mixed', `<![CDATA[${base64(TABLE).slice(0, 41)}]]> ${base64(TABLE).slice(41)}`],
    ['much white space', `${' \r\n\t'.repeat(40)}${base64(TABLE)}${'\n'.repeat(80)}`],
  ])('is read with %s', (_, text) => {
    const said = expectSameHoweverCut(content(text))
    expect(inTable(said)).toEqual(inTable(whole(wrapped(TABLE))))
  })

  test.each([
    ['', 0],
    [' \r\n ', 0],
    ['<![CDATA[]]>', 0],
    ['<!-- leer -->', 0],
    ['<TONG_HOP/>', 1],
    ['<A/><B/>', 1],
  ])('%j is read as %d tables', (text, tables) => {
    expect(expectSameHoweverCut(content(text)).filter((words) => words.startsWith('file '))).toEqual([
      expect.stringMatching(new RegExp(`^file XML1 ${tables}`)),
    ])
  })

  test.each([
    ['not base64', 'đây không phải base64', /^broken base64/],
    ['one wrong character', base64(TABLE).replace('U', '*'), /^broken base64/],
    ['cut inside a quad', base64(TABLE).replace(/=*$/, '').slice(0, -3), /^broken base64/],
    ['bytes that are no text', base64(new Uint8Array([0x3c, 0x41, 0x3e, 0xe1, 0xbb, 0x20, 0x41])), /^broken utf8/],
    ['UTF-16', base64(Buffer.from('\uFEFF<A/>', 'utf16le')), /^broken utf16/],
    ['text', base64('\n\n  Xin chào, đây là văn bản'), /^broken xml: the decoded content is not XML/],
    ['a table cut short', base64(TABLE.slice(0, -20)), /^broken xml: it ends inside/],
    ['text behind the table', base64(`${TABLE}\nxin chào\n`), /^broken xml: there is text outside/],
    ['a second table', base64(`${TABLE}<TONG_HOP/>`), /^broken xml: there is more than one root/],
    ['a bare &', base64('<A><B>a & b</B></A>'), /^broken xml: an undefined entity/],
    ['a bare <', base64('<A><B>a < b</B></A>'), /^broken xml: a bare </],
    ['a control character', base64('<A><B>a\u0001b</B></A>'), /^broken xml: a control character/],
  ])('that is %s breaks its dossier only, at the same place however cut', (_, text, reason) => {
    const said = expectSameHoweverCut(content(text))
    expect(said.filter((words) => words.startsWith('broken'))).toEqual([expect.stringMatching(reason)])
    expect(said.some((words) => words.startsWith('end of dossier'))).toBe(true)
  })
})

/** Rows that hold an element each, as most tables have them, and every form that such an element can take. */
const rowsOf = (...values: readonly string[]): string =>
  `<BANG>${values.map((value) => `\n<DONG>\r\n\t<STT>1</STT>${value}\n</DONG>`).join('')}</BANG>`

describe('an element that holds plain text', () => {
  test.each([
    ['references', '<GHI>a &amp; b &lt;5 &gt;&quot;&apos;</GHI>', 'a & b <5 >"\''],
    ['a reference by number', '<GHI>&#x1EC7;&#10;</GHI>', 'ệ'],
    ['brackets', '<GHI>[a] b]</GHI>', '[a] b]'],
    ['line breaks', '<GHI>một\nhai\n</GHI>', 'một\nhai'],
    ['line ends of two characters', '<GHI>một\r\nhai</GHI>', 'một\nhai'],
    ['a character of two halves', '<GHI>𝟙 2</GHI>', '𝟙 2'],
    ['a line separator', '<GHI>a\u2028b</GHI>', 'a\u2028b'],
    ['white space in its tags', '<GHI >a</GHI >', 'a'],
    ['an attribute', '<GHI a="1>">a</GHI>', 'a'],
    ['a section', '<GHI>a<![CDATA[<b>]]></GHI>', 'a<b>'],
    ['a comment', '<GHI>a<!-- <b> -->c</GHI>', null],
    ['an element inside', '<GHI>a<STT>2</STT>c</GHI>', null],
    ['nothing', '<GHI/><GHI /><GHI></GHI>', null],
    ['a longer name', '<GHI_CHU>a</GHI_CHU><GHI>a</GHI>', null],
  ])('and %s is the same however cut, and whether its name is known or not', (_, value, text) => {
    const file = content(base64(rowsOf('<GHI>0</GHI>', value, '<GHI>0</GHI>', value, '<GHI>01</GHI>')))
    const said = expectSameHoweverCut(file)
    expect(read([bytesOf(file)], ['DONG', 'STT', 'GHI'])).toEqual(said)
    expect(said.filter((words) => words.startsWith('broken'))).toEqual([])
    if (text !== null) expect(said.filter((words) => words === `text ${text}`)).toHaveLength(2)
  })

  test.each([
    ['<GHI>a ]]> b</GHI>', /^broken xml: the characters/],
    ['<GHI>a & b</GHI>', /^broken xml: an undefined entity/],
    ['<GHI>a\u0001b</GHI>', /^broken xml: a control character/],
    ['<GHI>a</GHJ>', /^broken xml: a closing tag/],
    ['</GHI>', /^broken xml: a closing tag/],
    ['</DONG></BANG></DONG>', /^broken xml: .* outside|^broken xml: a closing tag/],
    ['<GHI>a', /^broken xml: a closing tag/],
  ])('is judged where it is none: %s', (value, reason) => {
    const file = content(base64(rowsOf('<GHI>0</GHI>', '<GHI>0</GHI>', value)))
    const said = expectSameHoweverCut(file)
    expect(said.filter((words) => words.startsWith('broken'))).toEqual([expect.stringMatching(reason)])
    expect(read([bytesOf(file)], ['DONG', 'STT', 'GHI'])).toEqual(said)
  })
})

describe('the envelope', () => {
  test('is read in any order, with any line ends and a mark, and is the same however cut', () => {
    for (const options of [
      { reversed: true },
      { lineBreak: '\r\n' },
      { bom: true },
      { encoding: 'base64-lines', lineBreak: '\r\n' },
    ] as const) {
      const said = expectSameHoweverCut(wrapped(TABLE, options))
      expect(said.filter((words) => words.startsWith('header')).map((words) => words.replace(/ @.*/, ''))).toEqual(
        expect.arrayContaining([`header MACSKCB=${FACILITY}`, 'header NGAYLAP=20261005', 'header SOLUONGHOSO=1']),
      )
    }
  })

  test('passes over an XMLDSig of any content in CHUKYDONVI', () => {
    const signature =
      '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><MACSKCB>99999</MACSKCB><HOSO/></SignedInfo>' +
      `<SignatureValue>${'QUJD'.repeat(50)}</SignatureValue></Signature>`
    const said = expectSameHoweverCut(wrapped(TABLE, { signature }))
    const unsigned = whole(wrapped(TABLE))
    expect(said).toEqual(unsigned)
  })

  test('names what it does not know, and reads nothing of it', () => {
    const said = whole(wrapped(TABLE).replace('<HOSO>', '<HOSO><GHICHU>MACSKCB <MACSKCB>99999</MACSKCB></GHICHU>'))
    expect(said.filter((words) => words.startsWith('unexpected'))).toEqual([
      expect.stringMatching(/^unexpected GHICHU in HOSO @\d+:\d+$/),
    ])
    expect(said.filter((words) => words.startsWith('header MACSKCB'))).toHaveLength(1)
  })

  test('places what follows on content where it stands in the file', () => {
    const file = makeFile({ standard: '4210', encoding: 'base64-lines' }).replace(
      '</DANHSACHHOSO>',
      '  <SAI/></DANHSACHHOSO>',
    )
    const words = whole(file).find((each) => each.startsWith('unexpected'))
    const before = file.slice(0, file.indexOf('<SAI/>') + '<SAI/>'.length)
    const column = before.length - before.lastIndexOf('\n')
    expect(words).toBe(`unexpected SAI in DANHSACHHOSO @${before.split('\n').length}:${column}`)
  })
})

const deep = (levels: number): string => '<A>'.repeat(levels)
const attributes = (count: number): string => Array.from({ length: count }, (_, at) => ` a${at}="1"`).join('')
const utf8 = (text: string, ...tail: number[]): Uint8Array =>
  new Uint8Array([...new TextEncoder().encode(text), ...tail])
const FILE = wrapped(TABLE)

describe('a bad file is refused', () => {
  test.each<[string, string | Uint8Array, string, Place | null]>([
    ['empty', '', 'xml-missing', null],
    ['white space', ' \n ', 'xml-missing', null],
    ['JSON', '  {"a": 1}', 'xml-missing', { line: 1, column: 3 }],
    ['base64 of a file', base64(FILE), 'xml-missing', { line: 1, column: 1 }],
    ['zip', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), 'xml-missing', { line: 1, column: 1 }],
    ['a declaration that is not at the start', `\n${FILE}`, 'xml-malformed', { line: 2, column: 7 }],
    ['truncated in a tag', FILE.slice(0, 60), 'file-truncated', { line: 2, column: 22 }],
    ['another root', '<HTML></HTML>', 'root-unknown', { line: 1, column: 7 }],
    ['text behind the root', '<GIAMDINHHS></GIAMDINHHS>\nabc def', 'xml-malformed', { line: 1, column: 26 }],
    ['a second root', '<GIAMDINHHS/><GIAMDINHHS/>', 'xml-malformed', { line: 1, column: 26 }],
    ['a tag not closed', '<GIAMDINHHS><THONGTINHOSO></GIAMDINHHS>', 'xml-malformed', { line: 1, column: 40 }],
    ['DOCTYPE', '<!DOCTYPE a>\n<GIAMDINHHS/>', 'doctype-forbidden', { line: 1, column: 13 }],
    [
      'a billion laughs',
      '<!DOCTYPE a [<!ENTITY b "&c;&c;">]><GIAMDINHHS>&b;</GIAMDINHHS>',
      'doctype-forbidden',
      { line: 1, column: 36 },
    ],
    ['an undefined entity', '<GIAMDINHHS>&nbsp;</GIAMDINHHS>', 'entity-undefined', { line: 1, column: 19 }],
    ['an undefined entity in content', content('QUJD&evil;'), 'entity-undefined', { line: 2, column: 18 }],
    ['a character that XML has not', '<GIAMDINHHS>&#xD800;</GIAMDINHHS>', 'xml-malformed', { line: 1, column: 21 }],
    ['a character that XML has not, in content', content('QUJD&#xD800;'), 'xml-malformed', { line: 2, column: 18 }],
    ['a control character by its number', '<GIAMDINHHS>&#x1;</GIAMDINHHS>', 'xml-malformed', { line: 1, column: 18 }],
    ['a control character in content', content('QUJD&#31;'), 'xml-malformed', { line: 2, column: 18 }],
    ['a number that is none', '<GIAMDINHHS>&#xZ;</GIAMDINHHS>', 'entity-undefined', { line: 1, column: 18 }],
    ['10,000 levels', `<GIAMDINHHS>${deep(10_000)}`, 'nesting-too-deep', { line: 1, column: 109 }],
    ['a million attributes', `<GIAMDINHHS${attributes(1_000_000)}/>`, 'attributes-too-many', { line: 1, column: 522 }],
    [
      'another declared encoding',
      '<?xml version="1.0" encoding="windows-1258"?>\n<GIAMDINHHS/>',
      'encoding-wrong',
      { line: 2, column: 14 },
    ],
    ['UTF-16', new Uint8Array(Buffer.from(`\uFEFF${FILE}`, 'utf16le')), 'encoding-wrong', { line: 1, column: 1 }],
    ['a byte that is not UTF-8', utf8('<GIAMDINHHS>\nHồ sơ ', 0xff), 'utf8-invalid', { line: 2, column: 7 }],
    ['a character cut at the end', utf8('<GIAMDINHHS>', 0xe1, 0xbb), 'utf8-invalid', { line: 1, column: 13 }],
  ])('%s', (_, file, code, place) => {
    const said = whole(file)
    expect(said.at(-1)).toBe(`refused ${code} ${JSON.stringify(place)}`)
    if (bytesOf(file).length < 4000) expectSameHoweverCut(file)
  })

  test.each([
    ['10,000 levels', deep(10_000), 'nesting-too-deep'],
    ['a million attributes', `<A${attributes(1_000_000)}>`, 'attributes-too-many'],
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><A>&b;</A>', 'doctype-forbidden'],
    ['an endless text', `<A>${'x'.repeat(3_000_000)}`, 'text-too-long'],
  ])('for %s inside a table, with a place in that table', (_, xml, code) => {
    for (const text of [base64(xml), `<![CDATA[${xml}]]>`]) {
      expect(read(piecesOf(bytesOf(content(text)), 65_536)).at(-1)).toMatch(
        new RegExp(`^refused ${code} .*"table":"XML1"`),
      )
    }
  })

  test('cut at any byte before its end', () => {
    const bytes = bytesOf(FILE.trimEnd())
    for (let at = 1; at < bytes.length; at += 1) {
      expect(read([bytes.subarray(0, at)]).at(-1), `cut at byte ${at}`).toMatch(
        /^refused (file-truncated|xml-missing|xml-malformed|utf8-invalid)/,
      )
    }
  })
})

/** A table with this in it, and what is reported as broken. */
const brokenBy = (xml: string): string[] => {
  const table = `<TONG_HOP><STT>1</STT><TEN a="1">${xml}</TEN></TONG_HOP>`
  return expectSameHoweverCut(content(base64(table))).filter((words) => words.startsWith('broken'))
}

test.each([
  ['&#x1;', 'a numeric reference to a control character that XML forbids'],
  ['&#8;', 'a numeric reference to a control character that XML forbids'],
  ['<A b="&#x1;"/>', 'a numeric reference to a control character that XML forbids'],
  ['&#xFFFE;', 'a numeric reference to what is no character of XML'],
  ['&#1114112;', 'a numeric reference to what is no character of XML'],
  ['&#x;', 'an undefined entity, or a bare &'],
  ['&nbsp;', 'an undefined entity, or a bare &'],
  ['\u0001', 'a control character that XML forbids'],
])('a table with %j in it is broken, and what that is is named', (xml, reason) => {
  expect(brokenBy(xml)).toEqual([expect.stringMatching(new RegExp(`^broken xml: ${reason} @`))])
})
