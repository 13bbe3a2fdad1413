import { describe, expect, it } from 'vitest'
import { Refusal, type codesRefusals } from '../../../src/codes/refusals.ts'
import { problemOf } from '../../../src/kernel/refusal.ts'
import { MAX_SPREADSHEET_BYTES } from '../../../src/codes/spreadsheet/limits.ts'
import { openSpreadsheet } from '../../../src/codes/spreadsheet/open-spreadsheet.ts'
import { openZip } from '../../../src/codes/spreadsheet/zip.ts'
import { workbook, zip, type FixtureSheet, type ZipPart } from '../../fixtures/spreadsheet.ts'

const read = (bytes: Uint8Array): void => {
  for (const sheet of openSpreadsheet(bytes).sheets) {
    sheet.merges()
    sheet.read(() => {})
  }
}

/** The refusal that reading throws; any other end of it fails the test. */
const refusalOf = (action: () => void): Refusal => {
  try {
    action()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('it was read')
}

const text = (characters: string): Uint8Array => new TextEncoder().encode(characters)
const plain: FixtureSheet = {
  name: 'a',
  rows: [
    ['MÃ BỆNH', 'TÊN BỆNH'],
    ['A00', 'Bệnh tả'],
  ],
}
const rewritten = (part: string, from: string | RegExp, to: string): Uint8Array =>
  workbook([plain], { rewrite: (path, xml) => (path.includes(part) ? xml.replace(from, to) : xml) })
const megabytes = (count: number): Uint8Array => new Uint8Array(count * 1024 * 1024)

const cases: [string, () => Uint8Array, keyof typeof codesRefusals][] = [
  ['an empty file', () => new Uint8Array(), 'spreadsheet-unreadable'],
  ['blanks alone', () => text(' \r\n '), 'spreadsheet-unreadable'],
  [
    'an old .xls or one with a password',
    () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
    'spreadsheet-encrypted',
  ],
  [
    'an HTML page saved as .xls',
    () => text('\uFEFF <html><table><tr><td>A00</td></tr></table></html>'),
    'spreadsheet-unreadable',
  ],
  ['a PDF', () => text('%PDF-1.7\n'), 'spreadsheet-unreadable'],
  ['bytes that are no text', () => Uint8Array.of(0x41, 0xff, 0x42), 'spreadsheet-unreadable'],
  ['text with a zero in it', () => text('code,name\n0\u00001,a'), 'spreadsheet-unreadable'],
  ['a quote that is never closed', () => text('code,name\n01,"a'), 'spreadsheet-unreadable'],
  ['more bytes than are taken', () => new Uint8Array(MAX_SPREADSHEET_BYTES + 1), 'spreadsheet-too-large'],
  ['a file of 100 MB', () => megabytes(100), 'spreadsheet-too-large'],
  ['a zip archive without a workbook', () => zip([{ name: 'a.txt', data: text('a') }]), 'spreadsheet-unreadable'],
  [
    'a zip archive with a bomb in a zip archive',
    () => zip([{ name: 'xl/a.zip', data: zip([{ name: 'b', data: megabytes(20) }]) }]),
    'spreadsheet-unreadable',
  ],
  [
    'two parts of one name',
    () =>
      zip([
        { name: 'A', data: text('') },
        { name: 'a', data: text('') },
      ]),
    'spreadsheet-unreadable',
  ],
  [
    'a part with a password',
    () => zip([{ name: 'xl/workbook.xml', data: text('<a/>'), flags: 1 }]),
    'spreadsheet-encrypted',
  ],
  [
    'too many parts',
    () => zip(Array.from({ length: 2001 }, (_, at) => ({ name: `${at}`, data: text('') }))),
    'spreadsheet-too-large',
  ],
  [
    'too many sheets',
    () => workbook(Array.from({ length: 201 }, (_, at) => ({ name: `${at}`, rows: [] }))),
    'spreadsheet-too-large',
  ],
  ['too long a text', () => workbook([{ name: 'a', rows: [['x'.repeat(32_768)]] }]), 'spreadsheet-too-large'],
  [
    'too wide a row',
    () => workbook([{ name: 'a', rows: [Array.from({ length: 1025 }, () => ({ number: 1 }))] }]),
    'spreadsheet-too-large',
  ],
  [
    'XML that is nested too deep',
    () => rewritten('sheets/', '<sheetData>', `<sheetData>${'<x>'.repeat(70)}`),
    'spreadsheet-too-large',
  ],
  [
    'XML with an endless tag',
    () => rewritten('sheets/', '<sheetData>', `<sheetData a="${'a'.repeat(2_000_000)}`),
    'spreadsheet-too-large',
  ],
  ['a DOCTYPE', () => rewritten('sheets/', '?>', '?><!DOCTYPE worksheet [<!ENTITY a "b">]>'), 'spreadsheet-unreadable'],
  ['XML that is not well-formed', () => rewritten('sheets/', '</sheetData>', ''), 'spreadsheet-unreadable'],
  [
    'XML that is not well-formed between plain rows',
    () => rewritten('sheets/', '</row>', '</row></x>'),
    'spreadsheet-unreadable',
  ],
  ['an entity nobody defined', () => rewritten('sharedStrings', 'Bệnh', '&b;'), 'spreadsheet-unreadable'],
  [
    'a sheet that is something else',
    () => rewritten('sheets/', /<worksheet.*<\/worksheet>/, '<html/>'),
    'spreadsheet-unreadable',
  ],
  [
    'a sheet that is not in the archive',
    () => rewritten('_rels/workbook', 'part1.xml', 'part9.xml'),
    'spreadsheet-unreadable',
  ],
  ['rows out of order', () => rewritten('sheets/', '<row r="2">', '<row r="1">'), 'spreadsheet-unreadable'],
  ['cells out of order', () => rewritten('sheets/', 'r="B1"', 'r="A1"'), 'spreadsheet-unreadable'],
  [
    'a row beyond the last one',
    () => rewritten('sheets/', '<row r="2">', '<row r="1048577">'),
    'spreadsheet-unreadable',
  ],
  [
    'a text that is not among the shared ones',
    () => rewritten('sheets/', '<v>0</v>', '<v>99</v>'),
    'spreadsheet-unreadable',
  ],
]

describe('what is no spreadsheet, or too much of one, is refused', () => {
  it.each(cases)('%s', (_, bytes, code) => {
    const file = bytes()
    const refusal = refusalOf(() => read(file))
    expect(refusal.code).toBe(code)
    const { message, remedy } = problemOf(refusal, 'test')
    for (const words of [message.vi, message.en, remedy.vi, remedy.en]) {
      expect(words).not.toMatch(/[{}]|undefined/)
      expect(words.length).toBeGreaterThan(20)
    }
  })

  it('a workbook cut short anywhere', { timeout: 60_000 }, () => {
    const whole = workbook([plain])
    read(whole)
    // One byte alone is a text.
    for (let length = 2; length < whole.length; length += 1) {
      expect(refusalOf(() => read(whole.subarray(0, length))).code, `cut at ${length}`).toBe('spreadsheet-unreadable')
    }
  })

  it('a workbook one bit of whose content fell over, wherever it was', { timeout: 60_000 }, () => {
    const whole = workbook([plain])
    const parts = openZip(whole)
    expect(parts.size).toBeGreaterThan(4)
    const start = whole.indexOf(0x4b, 30)
    let noticed = 0
    for (let at = start; at < start + 150; at += 1) {
      const damaged = Uint8Array.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      try {
        for (const part of openZip(damaged).values()) part.read(() => {})
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal)
        noticed += 1
      }
    }
    // Names, dates and versions in local headers may change: nothing reads them.
    expect(noticed).toBeGreaterThan(75)
    const stored: ZipPart[] = [{ name: 'a', data: text('40.10'), stored: true, crc: 1 }]
    expect(
      refusalOf(() =>
        openZip(zip(stored))
          .get('a')
          ?.read(() => {}),
      ).code,
    ).toBe('spreadsheet-unreadable')
  })
})

describe('a zip bomb', () => {
  it('is stopped by what it inflates to, long before the end of it', { timeout: 60_000 }, () => {
    const bomb = workbook([plain], {
      rewrite: (path, xml) =>
        path.includes('sheets/') ? xml.replace('<sheetData>', `<!--${'0'.repeat(80_000_000)}--><sheetData>`) : xml,
    })
    expect(bomb.length).toBeLessThan(200_000)
    let inflated = 0
    const part = openZip(bomb).get('xl/worksheets/part1.xml')
    const refusal = refusalOf(() =>
      part?.read((piece) => {
        inflated += piece.length
      }),
    )
    expect(refusal.code).toBe('spreadsheet-too-large')
    expect(inflated).toBeLessThan(40_000_000)
    expect(refusalOf(() => read(bomb)).code).toBe('spreadsheet-too-large')
  })

  it('is stopped when it is spread over parts each of which is small', { timeout: 60_000 }, () => {
    const small = megabytes(15)
    const bomb = zip(Array.from({ length: 18 }, (_, at) => ({ name: `${at}`, data: small })))
    const refusal = refusalOf(() => {
      for (const part of openZip(bomb).values()) part.read(() => {})
    })
    expect(refusal.code).toBe('spreadsheet-too-large')
  })
})

describe('an archive that is unusual but whole is read', () => {
  it('with stored parts, sizes of 64 bits, and backslashes in names', () => {
    const parts: ZipPart[] = [...openZip(workbook([plain]))].map(([name, part], index) => {
      const pieces: Uint8Array[] = []
      part.read((piece) => {
        pieces.push(piece.slice())
      })
      const data = Buffer.concat(pieces)
      return {
        name: name.replaceAll('/', '\\'),
        data,
        ...(index % 2 ? { stored: true } : {}),
        ...(index % 3 ? { zip64: true } : {}),
      }
    })
    let rows = 0
    openSpreadsheet(zip(parts)).sheets[0]?.read(() => {
      rows += 1
    })
    expect(rows).toBe(2)
  })
})
