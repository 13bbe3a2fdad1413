import { describe, expect, it } from 'vitest'
import { errorFileOf } from '../../../src/codes/import/error-file.ts'
import type { ImportProblem } from '../../../src/codes/import/imported-row.ts'
import type { ImportableCatalogue } from '../../../src/codes/import/layouts/index.ts'
import { importableCatalogues, isImportable, partsOf } from '../../../src/codes/import/layouts/index.ts'
import { MAX_PROBLEMS } from '../../../src/codes/import/problems.ts'
import { readCatalogueRows } from '../../../src/codes/import/read-catalogue-rows.ts'
import { Refusal } from '../../../src/codes/refusals.ts'
import { workbook, type FixtureCell, type FixtureSheet } from '../../fixtures/spreadsheet.ts'

type Rows = FixtureCell[][]

const read = (catalogue: ImportableCatalogue, rows: Rows, more: Partial<FixtureSheet> = {}) =>
  readCatalogueRows(catalogue, workbook([{ name: 'Danh mục', rows, ...more }]))

const csv = (catalogue: ImportableCatalogue, text: string) =>
  readCatalogueRows(catalogue, new TextEncoder().encode(text))

/** `error code-number B2 40.1`: what a problem says in short. */
const short = ({ severity, code, cell, row, value }: ImportProblem): string =>
  `${severity} ${code} ${cell ?? row}${value === '' ? '' : ` ${value}`}`
const problemsOf = ({ problems }: { problems: ImportProblem[] }): string[] => problems.map(short)
const codesOf = ({ rows }: { rows: { code: string; name: string }[] }): string[] =>
  rows.map(({ code, name }) => `${code} ${name}`)

const DRUG_HEADINGS = ['STT', 'MA_HOAT_CHAT\n(Theo Thông tư số 30/2018/TTBYT)', 'HOAT_CHAT', 'MA_DUONG_DUNG']
const ROUTE_HEADINGS = ['MA_DUONG_DUNG', 'DUONG_DUNG_DANG_DUNG']

describe('headings', () => {
  it('are found below title lines, whatever their blanks, brackets, line breaks, accents and case', () => {
    const titles: Rows = [['PHỤ LỤC 05'], ['(Ban hành kèm theo Quyết định)'], []]
    const read1 = read('drugs', [...titles, DRUG_HEADINGS, ['1', '40.48', 'Paracetamol', '1.01']], {
      merges: ['A1:D1'],
    })
    expect(read1.problems).toEqual([])
    expect(read1.rows).toEqual([
      {
        code: '40.48',
        name: 'Paracetamol',
        validFrom: null,
        validTo: null,
        attributes: { routes: '1.01' },
        replacedBy: null,
        source: null,
        at: { sheet: 'Danh mục', row: 5 },
      },
    ])
    expect(read1.headings).toMatchObject([
      {
        sheet: 'Danh mục',
        row: 4,
        columns: [{ role: 'code', column: 'B' }, { role: 'name', column: 'C' }, { column: 'D' }],
      },
    ])
    const spaced = read('traditional-diseases', [
      ['\u00A0ma  benh ', 'Chứng/Bệnh theo Y HỌC CỔ TRUYỀN', 'Icd10'],
      ['U50.011', 'Cảm mạo', 'J00'],
    ])
    expect(codesOf(spaced)).toEqual(['U50.011 Cảm mạo'])
  })

  it('may go over several rows, with merged cells', () => {
    const rows: Rows = [
      ['STT', 'Vật tư y tế', null, 'Đơn vị tính'],
      [null, 'Mã số theo nhóm', 'Nhóm, loại vật tư', null],
      ['(1)', '(2)', '(3)', '(4)'],
      ['1', 'N03.01.010', 'Băng', 'cuộn'],
    ]
    const merged = read('supplies', rows, { merges: ['A1:A2', 'B1:C1', 'D1:D2'] })
    expect(merged.problems).toEqual([])
    expect(merged.rows).toMatchObject([{ code: 'N03.01.010', name: 'Băng', attributes: { unit: 'cuộn' } }])
  })

  it('that are missing are one problem, which says which are there, and nothing is read', () => {
    const wrong = read('drugs', [
      ['STT', 'Mã', 'Tên thuốc', 'MA_DUONG_DUNG'],
      ['1', '40.48', 'Paracetamol', '1.01'],
    ])
    expect(wrong.rows).toEqual([])
    expect(problemsOf(wrong)).toEqual(['error heading-missing 1'])
    expect(wrong.problems[0]?.message).toEqual({
      vi: 'Không nhận ra tiêu đề cột. Tìm thấy: STT, Mã, Tên thuốc, MA_DUONG_DUNG. Còn thiếu: MA_HOAT_CHAT, hoat_chat_tt40.',
      en: 'The headings are not recognised. Found: STT, Mã, Tên thuốc, MA_DUONG_DUNG. Missing: MA_HOAT_CHAT, hoat_chat_tt40.',
    })
    expect(
      problemsOf(
        read('drugs', [
          ['a', 'b'],
          ['1', '2'],
        ]),
      ),
    ).toEqual(['error heading-missing 0'])
    expect(problemsOf(csv('icd10', 'một,hai\n1,2\n'))).toEqual(['error heading-missing 0'])
    expect(problemsOf(read('drugs', []))).toEqual(['error heading-missing 0'])
  })

  it('far below the seventh row are not looked for', () => {
    const titles: Rows = Array.from({ length: 9 }, () => ['tiêu đề'])
    expect(problemsOf(read('drugs', [...titles, DRUG_HEADINGS, ['1', '40.48', 'Paracetamol', '1.01']]))).toEqual([
      'error heading-missing 0',
    ])
  })

  it('that are usual but missing are a warning, and the rest is read', () => {
    const incomplete = read('drugs', [
      ['MA_HOAT_CHAT', 'HOAT_CHAT'],
      ['40.48', 'Paracetamol'],
    ])
    expect(problemsOf(incomplete)).toEqual(['warning heading-incomplete 1'])
    expect(codesOf(incomplete)).toEqual(['40.48 Paracetamol'])
  })

  it('without a row below them are an error', () => {
    expect(problemsOf(read('drugs', [DRUG_HEADINGS]))).toEqual(['error no-rows 1'])
  })

  it('come again on later pages and are not taken for codes', () => {
    const again = read('drug-routes', [ROUTE_HEADINGS, ['1.01', 'Uống'], ROUTE_HEADINGS, ['2.10', 'Tiêm bắp']])
    expect([codesOf(again), problemsOf(again)]).toEqual([['1.01 Uống', '2.10 Tiêm bắp'], []])
  })
})

describe('codes stay text', () => {
  const codeProblems = (catalogue: ImportableCatalogue, headings: string[], cell: FixtureCell) => {
    const { rows, problems } = read(catalogue, [headings, [cell, 'Tên']])
    return [rows.map(({ code }) => code), problems.map(short)]
  }
  const units = ['maxa', 'tenxa']

  it.each<[string, ImportableCatalogue, string[], FixtureCell, string[], string[]]>([
    ['2.1 may have been 2.10', 'drug-routes', ROUTE_HEADINGS, { number: 2.1 }, [], ['error code-number A2 2.1']],
    [
      '2.10 shown with two decimals is still the number 2.1',
      'drug-routes',
      ROUTE_HEADINGS,
      { number: 2.1, format: '0.00' },
      [],
      ['error code-number A2 2.1'],
    ],
    [
      '2.15 has lost nothing, but is told',
      'drug-routes',
      ROUTE_HEADINGS,
      { number: 2.15 },
      ['2.15'],
      ['warning code-number-whole A2 2.15'],
    ],
    [
      '1.1 may have been 1.10',
      'patient-categories',
      ['Mã đối tượng', 'Trường hợp'],
      { number: 1.1 },
      [],
      ['error code-number A2 1.1'],
    ],
    [
      'a commune of five digits has lost nothing',
      'communes',
      units,
      { number: 26_734 },
      ['26734'],
      ['warning heading-incomplete 1', 'warning code-number-whole A2 26734'],
    ],
    [
      'a commune of less has lost its zeros',
      'communes',
      units,
      { number: 4 },
      [],
      ['warning heading-incomplete 1', 'error code-number A2 4'],
    ],
    [
      '1.10 that became the first of October',
      'drug-routes',
      ROUTE_HEADINGS,
      { number: 45_931, format: 'date' },
      [],
      ['error code-date A2 2025-10-01'],
    ],
    ['TRUE', 'drug-routes', ROUTE_HEADINGS, { boolean: true }, [], ['error code-date A2 1']],
    ['a formula', 'drug-routes', ROUTE_HEADINGS, { formula: 'A9', result: '2.10' }, [], ['error cell-formula A2 2.10']],
    ['an error', 'drug-routes', ROUTE_HEADINGS, { error: '#N/A' }, [], ['error cell-error A2 #N/A']],
    [
      'a Cyrillic letter',
      'icd10',
      ['MÃ BỆNH', 'TÊN BỆNH'],
      '\u041000.1',
      [],
      ['warning heading-incomplete 1', 'error code-lookalike A2 \u041000.1'],
    ],
    [
      'a full-width letter',
      'traditional-diseases',
      ['MA_BENH', 'chung_benh'],
      '\uFF3550.011',
      [],
      ['warning heading-incomplete 1', 'error code-lookalike A2 \uFF3550.011'],
    ],
    ['a malformed code', 'drug-routes', ROUTE_HEADINGS, '2.1', [], ['error code-malformed A2 2.1']],
    ['a code in lower case', 'departments', ['MA_KHOA', 'TEN_KHOA'], 'k01', [], ['error code-malformed A2 k01']],
    ['blanks outside, also hard ones', 'drug-routes', ROUTE_HEADINGS, '\u00A02.10 \u200B', ['2.10'], []],
    ['a blank inside', 'drug-routes', ROUTE_HEADINGS, '2. 10', ['2.10'], ['warning code-blank-inside A2 2.10']],
  ])('%s', (_, catalogue, headings, cell, codes, problems) => {
    expect(codeProblems(catalogue, headings, cell)).toEqual([codes, problems])
  })

  it('names the characters that only look alike', () => {
    const { problems } = read('departments', [
      ['MA_KHOA', 'TEN_KHOA'],
      ['\u041A01', 'Khoa Khám bệnh'],
    ])
    expect(problems[0]?.message.en).toContain('\u041A (U+041A)')
  })

  it('also where an attribute is a code', () => {
    const rows: Rows = [
      DRUG_HEADINGS,
      ['1', '40.48', 'Paracetamol', { number: 2.1 }],
      ['2', '40.49', 'Codein', '2.10;x'],
    ]
    const both = read('drugs', rows)
    expect(problemsOf(both)).toEqual(['error code-number D2 2.1', 'warning value-malformed D3 2.10;x'])
    expect(codesOf(both)).toEqual(['40.49 Codein'])
  })
})

describe('names and attributes', () => {
  it('are NFC with single blanks, and numbers are as Excel shows them', () => {
    const rows: Rows = [
      ['Mã', 'Đơn vị máu và chế phẩm', 'Thể tích thực (ml) (+10%)'],
      ['X01', 'Khối\u00A0hồng\ncầu  '.normalize('NFD'), { number: '250.00000000000003' }],
    ]
    expect(read('blood', rows).rows).toMatchObject([
      { name: 'Khối hồng cầu'.normalize('NFC'), attributes: { volume: '250' } },
    ])
  })

  it('that are formulas or errors are reported, and their rows are left out', () => {
    const rows: Rows = [
      ROUTE_HEADINGS,
      ['1.01', { formula: 'B9', result: 'Uống' }],
      ['1.02', { error: '#REF!' }],
      ['1.03', 'Nhai'],
    ]
    const shown = read('drug-routes', rows)
    expect(problemsOf(shown)).toEqual(['error cell-formula B2 Uống', 'error cell-error B3 #REF!'])
    expect(codesOf(shown)).toEqual(['1.03 Nhai'])
  })

  it('in columns that are not read may be anything', () => {
    const rows: Rows = [
      ['STT', ...ROUTE_HEADINGS],
      [{ formula: 'ROW()-1', result: '1' }, '1.01', 'Uống', { error: '#N/A' }],
    ]
    expect(problemsOf(read('drug-routes', rows))).toEqual([])
  })
})

describe('half a row', () => {
  it('is shown with the cell that is empty', () => {
    const rows: Rows = [
      ['STT', ...ROUTE_HEADINGS],
      ['1', '1.01', null],
      ['2', null, 'Ngậm'],
      ['3', '1.03', 'Nhai'],
    ]
    const half = read('drug-routes', rows)
    expect(problemsOf(half)).toEqual(['error name-missing C2 1.01', 'error code-missing B3'])
    expect(codesOf(half)).toEqual(['1.03 Nhai'])
  })

  it('is told where only a name stands that is no title', () => {
    expect(problemsOf(read('drug-routes', [ROUTE_HEADINGS, ['1.01', 'Uống'], [null, 'Ngậm dưới lưỡi']]))).toEqual([
      'error code-missing A3',
    ])
  })
})

describe('titles between the rows', () => {
  it('have no code: they are remembered as the group of what follows, and reported', () => {
    const rows: Rows = [
      ['STT', 'Mã tương đương', 'Tên dịch vụ'],
      ['CHƯƠNG I. HỒI SỨC CẤP CỨU'],
      ['A.', null, 'Tuần hoàn'],
      ['1', '01.0002.1778', 'Ghi điện tim'],
      [null, 'II. NHI KHOA'],
      ['2', '03.0044.1778', 'Ghi điện tim cho trẻ'],
      [null, null, 'HỒI SỨC'],
      ['3', '03.0045.1778', 'Khác'],
    ]
    const grouped = read('services', rows, { merges: ['A2:C2'] })
    expect(grouped.rows.map(({ code, attributes }) => [code, attributes['group']])).toEqual([
      ['01.0002.1778', 'A. Tuần hoàn'],
      ['03.0044.1778', 'II. NHI KHOA'],
      ['03.0045.1778', 'HỒI SỨC'],
    ])
    expect(problemsOf(grouped)).toEqual(['warning rows-without-code 5'])
    expect(grouped.problems[0]?.message.en).toContain('rows 5, 7')
  })
})

describe('a code that is there twice', () => {
  it('with the same content is merged and reported', () => {
    const twice = read('drug-routes', [ROUTE_HEADINGS, ['1.01', 'Uống'], ['1.02', 'Ngậm'], ['1.01', ' Uống ']])
    expect(codesOf(twice)).toEqual(['1.01 Uống', '1.02 Ngậm'])
    expect(problemsOf(twice)).toEqual(['warning duplicate-equal 4 1.01'])
    expect(twice.problems[0]?.message.vi).toContain('dòng 2')
  })

  it('with other content is an error that names both rows and what differs', () => {
    const twice = read('drug-routes', [ROUTE_HEADINGS, ['1.01', 'Uống'], ['1.01', 'Uống nước']])
    expect(problemsOf(twice)).toEqual(['error duplicate-different 3 1.01'])
    expect(twice.problems[0]?.message.en).toBe('The code 1.01 is already in row 2 with other content (name).')
  })

  it('on another sheet is named with it', () => {
    const one = (name: string, text: string): FixtureSheet => ({ name, rows: [ROUTE_HEADINGS, ['1.01', text]] })
    const { problems, sheetsRead } = readCatalogueRows('drug-routes', workbook([one('Một', 'a'), one('Hai', 'b')]))
    expect(sheetsRead).toEqual(['Một', 'Hai'])
    expect(problems[0]?.message.en).toContain('in Một, row 2')
  })

  it('from different days on is two generations', () => {
    const text = 'code,name,valid_from,valid_to,replaced_by\n01,A,,2025-06-30,01\n01,B,2025-07-01,,\n'
    expect(
      csv('provinces', text).rows.map(({ name, validFrom, validTo, replacedBy }) => [
        name,
        validFrom,
        validTo,
        replacedBy,
      ]),
    ).toEqual([
      ['A', null, '2025-06-30', '01'],
      ['B', '2025-07-01', null, null],
    ])
  })

  it('in a list of products is one substance, whose routes are collected', () => {
    const rows: Rows = [
      DRUG_HEADINGS,
      ['1', '40.48', 'Paracetamol', '1.01'],
      ['2', '40.48', 'Paracetamol', '2.10'],
      ['3', '40.48', 'Paracetamol', '1.01'],
    ]
    const { rows: substances, problems } = read('drugs', rows)
    expect(problems).toEqual([])
    expect(substances).toMatchObject([{ code: '40.48', attributes: { routes: '1.01;2.10' }, at: { row: 2 } }])
  })
})

describe('dates', () => {
  const headings = ['MA', 'TEN', 'TU_NGAY', 'DEN_NGAY']
  const days = (from: FixtureCell, to: FixtureCell = null) => {
    const { rows, problems } = read('departments', [headings, ['K01', 'Khám bệnh', from, to]])
    return rows.length > 0 ? [rows[0]?.validFrom, rows[0]?.validTo] : problems.map(short)
  }

  it.each<[FixtureCell, string | null]>([
    ['20250701', '2025-07-01'],
    ['202507010000', '2025-07-01'],
    [{ number: 20_250_701 }, '2025-07-01'],
    ['01/07/2025', '2025-07-01'],
    ['1.7.2025', '2025-07-01'],
    ['20/10/2020 11:38:34', '2020-10-20'],
    ['2025-07-01T00:00:00', '2025-07-01'],
    [{ number: 45_839, format: 'date' }, '2025-07-01'],
    ['31/12/9999', null],
    [null, null],
  ])('%j is %s', (cell, day) => {
    expect(days(cell)).toEqual([day, null])
  })

  it.each<[FixtureCell]>([
    ['31/02/2025'],
    ['20251301'],
    ['07/2025'],
    ['mai'],
    [{ number: 45_839 }],
    [{ boolean: true }],
  ])('%j is none', (cell) => {
    expect(days(cell)[0]).toMatch(/^error date-malformed C2 /)
  })

  it('in reverse are an error', () => {
    expect(read('departments', [headings, ['K01', 'Khám bệnh', '20250701', '20250630']]).problems.map(short)).toEqual([
      'error period-reversed D2 2025-06-30',
    ])
  })
})

describe('sheets', () => {
  const list: FixtureSheet = { name: 'Chương 1', rows: [ROUTE_HEADINGS, ['1.01', 'Uống']] }

  it('that do not hold the list are reported, empty ones aside; hidden ones are never read', () => {
    const { rows, problems } = readCatalogueRows(
      'drug-routes',
      workbook([
        list,
        {
          name: 'Chương 2',
          rows: [
            ['Mã', 'gì đó'],
            ['1.02', 'Ngậm'],
          ],
        },
        { name: 'Trống', rows: [] },
        { ...list, name: 'Cũ', hidden: true },
      ]),
    )
    expect(rows).toHaveLength(1)
    expect(problems.map(({ sheet, ...problem }) => `${short({ sheet, ...problem })} ${sheet}`)).toEqual([
      'warning sheet-not-read 0 Chương 2',
      'warning sheet-hidden 0 Cũ',
    ])
  })

  it('report how far the reading has come', () => {
    const rows: Rows = [
      ROUTE_HEADINGS,
      ...Array.from({ length: 1100 }, (_, at): string[] => [
        `1.${String(at % 100).padStart(2, '0')}`,
        `đường ${at % 100}`,
      ]),
    ]
    const seen: [number, number | null][] = []
    readCatalogueRows('drug-routes', workbook([{ name: 'a', rows }]), { progress: (...at) => seen.push(at) })
    expect(seen).toEqual([
      [500, 1101],
      [1000, 1101],
      [1101, 1101],
    ])
  })
})

describe('lists of a form of their own', () => {
  it('a matrix of examination codes becomes one row per code', () => {
    const rows: Rows = [
      ['Mã khoa', 'Khám bệnh', 'BV hạng đặc biệt', 'BV hạng 1', 'BV hạng 2', 'BV hạng 3', 'BV hạng 4'],
      ['K02', 'Khám Nội', '02.1895', '02.1896', '02.1897', '02.1898', '02.1899'],
      ['K03', 'Khám Nhi', '-', '03.1896', '03.1896', null, { number: 3.1899 }],
    ]
    const unpivoted = read('services', rows)
    expect(unpivoted.rows.map(({ code, name, attributes }) => [code, name, attributes])).toEqual([
      ...['đặc biệt', '1', '2', '3', '4'].map((hang, at) => [
        `02.189${at + 5}`,
        `Khám Nội - BV hạng ${hang}`,
        { department: 'K02', hospitalClass: `BV hạng ${hang}` },
      ]),
      ['03.1896', 'Khám Nhi - BV hạng 1;BV hạng 2', { department: 'K03', hospitalClass: 'BV hạng 1;BV hạng 2' }],
    ])
    expect(problemsOf(unpivoted)).toEqual(['error code-number G3 3.1899'])
  })

  it('a matrix of bed codes takes every column behind the name, by all levels of its heading', () => {
    const rows: Rows = [
      ['Mã khoa', 'Tên khoa', 'Nội khoa', null, 'Ngoại khoa'],
      [null, null, 'Loại 1', 'Loại 2', 'Loại 1'],
      ['K03', 'Khoa Nội', 'K03.NO1', 'K03.NO2', null],
    ]
    const beds = read('services', rows, { merges: ['A1:A2', 'B1:B2', 'C1:D1'] })
    expect(beds.problems).toEqual([])
    expect(codesOf(beds)).toEqual(['K03.NO1 Khoa Nội - Nội khoa - Loại 1', 'K03.NO2 Khoa Nội - Nội khoa - Loại 2'])
  })

  it('ICD-10 of TT 06/2026, taken out of a PDF, is known by the position of its columns', () => {
    const row = (code: string, name: string, flags: Record<number, string> = {}): FixtureCell[] =>
      Array.from(
        { length: 29 },
        (_, at) => ({ 17: code, 18: code.replace('.', ''), 19: 'English', 21: name, ...flags })[at] ?? null,
      )
    const { rows, problems } = read('icd10', [
      ['Phụ lục'],
      row('A00', 'Bệnh tả', { 25: 'A00' }),
      row('C61', 'U ác tuyến tiền liệt', { 28: 'C61' }),
    ])
    expect(problems).toEqual([])
    expect(rows.map(({ code, attributes }) => [code, attributes])).toEqual([
      ['A00', { plainCode: 'A00', nameEnglish: 'English', tooGeneral: 'true' }],
      ['C61', { plainCode: 'C61', nameEnglish: 'English', sex: 'male' }],
    ])
  })

  it('administrative units are three lists in one sheet, in which islands have no communes', () => {
    const rows: Rows = [
      ['tentinh', 'matinh', 'tenhuyen', 'mahuyen', 'tenxa', 'maxa', 'cap'],
      ['Thành phố Hà Nội', '01', 'Quận Ba Đình', '001', 'Phường Phúc Xá', '00001', 'Phường'],
      ['Thành phố Hà Nội', '01', 'Quận Ba Đình', '001', 'Phường Trúc Bạch', '00004', 'Phường'],
      ['Thành phố Hải Phòng', '31', 'Huyện Bạch Long Vĩ', '318', null, null, 'Huyện'],
    ]
    expect(partsOf('administrative-units')).toEqual(['provinces', 'districts', 'communes'])
    const parts = partsOf('administrative-units').map((part) => read(part, rows))
    expect(parts.flatMap(({ problems }) => problems)).toEqual([])
    expect(parts.map(codesOf)).toEqual([
      ['01 Thành phố Hà Nội', '31 Thành phố Hải Phòng'],
      ['001 Quận Ba Đình', '318 Huyện Bạch Long Vĩ'],
      ['00001 Phường Phúc Xá', '00004 Phường Trúc Bạch'],
    ])
    expect(parts[2]?.rows[0]?.attributes).toEqual({ province: '01', district: '001', level: 'Phường' })
  })

  it('the form of the seed is taken for every list, with attributes under their own headings', () => {
    const text = 'code,name,valid_from,valid_to,source_document,zone\nE10V1,Xăng E10,2025-07-01,,QĐ 3276/QĐ-BYT PL2,1\n'
    expect(csv('fuels', text)).toMatchObject({
      problems: [],
      rows: [
        {
          code: 'E10V1',
          validFrom: '2025-07-01',
          source: 'QĐ 3276/QĐ-BYT PL2',
          attributes: { zone: '1' },
          at: { sheet: '', row: 2 },
        },
      ],
    })
  })

  it('only lists that have a layout are known', () => {
    expect(isImportable('icd10')).toBe(true)
    expect([isImportable('administrative-units'), isImportable('toString')]).toEqual([false, false])
    expect([partsOf('icd10'), partsOf('x')]).toEqual([['icd10'], []])
    expect(importableCatalogues).toContain('districts')
  })
})

describe('what cannot be read at all', () => {
  it('is refused, not told as a problem', () => {
    expect(() => csv('drugs', '<html>')).toThrow(Refusal)
  })
})

describe('endless problems', () => {
  it('are cut, and that is reported as an error', () => {
    const { problems } = csv('drug-routes', `code,name\n${'x,Uống\n'.repeat(MAX_PROBLEMS + 5)}`)
    expect(problems).toHaveLength(MAX_PROBLEMS + 1)
    expect(problems.at(-1)).toMatchObject({ severity: 'error', code: 'problems-cut' })
  })
})

describe('the error file', () => {
  it('has a line per problem, opens in Excel with its accents, and is no way to smuggle a formula in', () => {
    const { problems } = readCatalogueRows(
      'drug-routes',
      workbook([{ name: '=cmd', rows: [ROUTE_HEADINGS, ['2.1', 'a "b", c']] }]),
    )
    const file = errorFileOf(problems)
    expect(
      file.startsWith('\uFEFFsheet,row,column,cell,severity,code,message_vi,remedy_vi,message_en,remedy_en\r\n'),
    ).toBe(true)
    const [, line, end] = file.split('\r\n')
    expect(line).toMatch(/^'=cmd,2,A,A2,error,code-malformed,"?Mã 2\.1 sai cấu trúc/)
    expect(end).toBe('')
  })
})
