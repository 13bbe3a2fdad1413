import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { AnyRefusal } from '../../../src/kernel/refusal.ts'
import { createPaperReader, type ReadForm } from '../../../src/edge/catalogues/read-paper.ts'

const ROW = { STT: '1', MA_KHOA: 'K03', TEN_KHOA: 'Khoa Nội', TU_NGAY: '20260401', MA_CSKCB: '01001' }
const row = (change: Readonly<Record<string, string>>): string => {
  const cells = Object.entries({ ...ROW, ...change }).map(([name, value]) => `<${name}>${value}</${name}>`)
  return `<DMBOPHANCHUYENMON>${cells.join('')}</DMBOPHANCHUYENMON>`
}

function read(...rows: string[]) {
  const reader = createPaperReader('01/DM', '01001')
  reader.push(Buffer.from(`<DANHSACH_DMBOPHANCHUYENMON>${rows.join('')}</DANHSACH_DMBOPHANCHUYENMON>`))
  return reader.end()
}

test('a row as the form has it is without a problem', () => {
  expect(read(row({}), row({ MA_KHOA: 'K04' }))).toEqual({ rows: 2, errors: 0, warnings: 0, problems: [] })
})

test.each([
  [{ TU_NGAY: '2026-04-01' }, 'TU_NGAY', 'error'],
  [{ TU_NGAY: '20260431' }, 'TU_NGAY', 'error'],
  [{ TU_NGAY: '' }, 'TU_NGAY', 'error'],
  [{ DEN_NGAY: '20260331' }, 'DEN_NGAY', 'error'],
  [{ BAN_KHAM: '1,5' }, 'BAN_KHAM', 'error'],
  [{ BAN_KHAM: '1000' }, 'BAN_KHAM', 'error'],
  [{ GHI_CHU: 'x' }, 'GHI_CHU', 'warning'],
] as const)('of %j the problem is in its field', (change, field, level) => {
  const fields = read(row(change)).problems.map((problem) => [problem.row, problem.field, problem.level])
  expect(fields).toContainEqual(['1', field, level])
  expect(new Set(fields.map(([, name]) => name))).toEqual(new Set([field]))
})

test('the same key twice is an error, and in another day it is another row', () => {
  expect(read(row({}), row({ STT: '2' })).problems).toMatchObject([{ row: '2', field: 'MA_KHOA', level: 'error' }])
  expect(read(row({}), row({ STT: '2', TU_NGAY: '20260501' })).problems).toEqual([])
})

const refused = (form: ReadForm, xml: string, facility = '01001'): string => {
  const reader = createPaperReader(form, facility)
  try {
    reader.push(Buffer.from(xml))
    reader.end()
  } catch (error) {
    if (error instanceof AnyRefusal) return error.code
    throw error
  }
  return 'taken'
}
const inList = (...rows: string[]): string =>
  `<DANHSACH_DMBOPHANCHUYENMON>${rows.join('')}</DANHSACH_DMBOPHANCHUYENMON>`

describe('a catalogue', () => {
  const whole = `<?xml version="1.0" encoding="utf-8"?><HSDANHMUC xmlns:xsd="x">${inList(row({ TEN_KHOA: 'Khoa Nội &amp; <![CDATA[Nhi]]>' }), row({ MA_KHOA: 'K04', TU_NGAY: '' }))}<CHUKYDONVI/></HSDANHMUC>`

  test('is read the same with and without its root, and wherever pieces end', () => {
    const expected = read(row({ TEN_KHOA: 'Khoa Nội &amp; Nhi' }), row({ MA_KHOA: 'K04', TU_NGAY: '' }))
    const bytes = Buffer.from(whole)
    for (const size of [1, 2, 3, 7, 64, bytes.length]) {
      const reader = createPaperReader('01/DM', '01001')
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
      expect([size, reader.end()]).toEqual([size, expected])
    }
  })

  test('has its mark at the beginning left out, and its empty elements kept', () => {
    const reader = createPaperReader('01/DM', '01001')
    reader.push(Buffer.from(`\uFEFF${inList(row({ DEN_NGAY: '' }))}`))
    expect(reader.end()).toMatchObject({ rows: 1, errors: 0, warnings: 0 })
  })

  test.each<[string, string, string]>([
    ['of another facility', inList(row({ MA_CSKCB: '79001' })), 'facility-mismatch'],
    ['with another root', '<DANHSACH/>', 'root-unknown'],
    ['that is cut', inList(row({})).slice(0, -30), 'xml-malformed'],
    ['with a DOCTYPE', `<!DOCTYPE x>${inList(row({}))}`, 'doctype-forbidden'],
    ['without XML', 'không phải XML', 'xml-missing'],
    ['with nothing', '', 'xml-missing'],
  ])('%s is refused', (_, xml, code) => {
    expect(refused('01/DM', xml)).toBe(code)
  })

  test('that is not UTF-8 is refused', () => {
    const reader = createPaperReader('01/DM', '01001')
    expect(() =>
      reader.push(Buffer.concat([Buffer.from('<DANHSACH_DMBOPHANCHUYENMON>'), Buffer.from([0xff, 0xfe])])),
    ).toThrow(/utf8-invalid/)
  })

  test('without a row is an error, and names the first fifty of many', () => {
    expect(read()).toMatchObject({ rows: 0, errors: 1, problems: [{ field: 'DMBOPHANCHUYENMON', kind: 'format' }] })
    const many = read(
      ...Array.from({ length: 200 }, (_, at) => row({ STT: String(at), MA_KHOA: `K${at}`, TEN_KHOA: '' })),
    )
    expect([many.rows, many.errors, many.problems.length]).toEqual([200, 200, 50])
  })

  test('of services keeps the radio-drugs of a row apart from the row', () => {
    const reader = createPaperReader('05/DM', '01001')
    const own = { STT: '1', MA_DICH_VU: '01.0001.0002', TEN_DICH_VU: 'Xạ hình', TU_NGAY: '20260401', MA_CSKCB: '01001' }
    const cells = Object.entries(own).map(([name, value]) => `<${name}>${value}</${name}>`)
    const drug = '<DS_THUOCPX><TT_THUOCPX><STT>1</STT><MA_THUOC>40.1</MA_THUOC></TT_THUOCPX></DS_THUOCPX>'
    const xml = `<DANHSACH_DMDICHVUKBCB><DMDICHVUKBCB>${cells.join('')}${drug}</DMDICHVUKBCB></DANHSACH_DMDICHVUKBCB>`
    reader.push(Buffer.from(xml))
    const { rows, errors, problems } = reader.end()
    expect([rows, errors]).toEqual([1, 0])
    // An element of theirs that were read would be one that the form does not have.
    expect(problems.filter(({ field }) => field.includes('THUOC'))).toEqual([])
  })
})

const element = (name: string, cells: Readonly<Record<string, string>>): string =>
  `<${name}>${Object.entries(cells)
    .map(([field, value]) => `<${field}>${value}</${field}>`)
    .join('')}</${name}>`
function problemsOf(form: ReadForm, xml: string) {
  const reader = createPaperReader(form, '01001')
  reader.push(Buffer.from(xml))
  const { rows, problems } = reader.end()
  return { rows, problems: problems.map(({ row: label, field, level, kind }) => [label, field, level, kind]) }
}

describe('a summary of a month (01/BH)', () => {
  const OWN = {
    STT: '1',
    HO_TEN: 'Nguyễn Thị Thử',
    NGAY_SINH: '197502030000',
    GIOI_TINH: '2',
    MA_THE_BHYT: 'DN4019876500123',
    MA_BENH_CHINH: 'I10',
    NGAY_VAO: '202611050800',
    NGAY_RA: '202611050900',
    SO_NGAY_DTRI: '1',
    MA_LOAI_KCB: '01',
    T_TONGCHI_BV: '120000.50',
    T_TONGCHI_BH: '100000.50',
    T_BHTT: '80000.40',
    T_BNCCT: '20000.10',
    T_BNTT: '15000',
    T_NGUONKHAC: '5000',
    MA_CSKCB: '01001',
    NAM_QT: '2026',
    THANG_QT: '11',
  }
  const summary = (...rows: Readonly<Record<string, string>>[]): string =>
    `<HSTH01BH><DS_CHITIET Id="Id-1">${rows.map((each) => element('CHITIET_HS01BH', { ...OWN, ...each })).join('')}</DS_CHITIET><CHUKYDONVI/></HSTH01BH>`

  test('as the form has it is without a problem', () => {
    expect(problemsOf('01/BH', summary({}, { STT: '2', NGAY_VAO: '202611060800' }))).toEqual({ rows: 2, problems: [] })
  })

  test.each<[Record<string, string>, unknown[][]]>([
    [{ NAM_QT: '' }, [['1', 'NAM_QT', 'error', 'format']]],
    [{ NGAY_RA: '202611312500' }, [['1', 'NGAY_RA', 'error', 'date']]],
    [{ T_BHTT: '1,5' }, [['1', 'T_BHTT', 'error', 'format']]],
    [{ T_BNTT: '15000.01' }, [['1', 'T_TONGCHI_BV', 'warning', 'content']]],
    [{ T_BNCCT: '20000.11' }, [['1', 'T_TONGCHI_BH', 'warning', 'content']]],
    [{ HO_TEN: '' }, [['1', 'HO_TEN', 'warning', 'format']]],
    [{ GHI_CHU: 'x' }, [['1', 'GHI_CHU', 'warning', 'format']]],
  ])('with %j says so', (change, problems) => {
    expect(problemsOf('01/BH', summary(change)).problems).toEqual(problems)
  })

  test('with a visit twice, without rows, or of another facility', () => {
    expect(problemsOf('01/BH', summary({}, { STT: '2' })).problems).toEqual([['2', 'MA_THE_BHYT', 'error', 'content']])
    expect(problemsOf('01/BH', summary()).problems).toEqual([['', 'CHITIET_HS01BH', 'error', 'format']])
    expect(refused('01/BH', summary({ MA_CSKCB: '79001' }))).toBe('facility-mismatch')
    expect(refused('01/BH', '<HOSO_DIEUCHINH_GD/>')).toBe('root-unknown')
  })
})

describe('corrections (09/BH)', () => {
  const FORM = { MAU_SO: '09/BH', MA_CSKCB: '01001', NGUOILAPBIEU: 'A', THUTRUONG_DV: 'B', NGAYTHANGNAM: '20261130' }
  const DOSSIER = {
    XML1_ID: '1',
    MA_LK: 'LK1',
    MA_BN: 'BN1',
    HO_TEN: 'Nguyễn Thị Thử',
    MA_THE: 'DN4019876500123',
    NGAY_VAO: '202611050800',
    NGAY_RA: '202611050900',
    KY_QT: '202611',
    TRANGTHAI: '1',
  }
  const LINE = {
    STT: '1',
    SOBANG_XML: '3',
    ID_CP: '7',
    STT_XML: '2',
    NGAY_YL: '202611050810',
    TRANGTHAI: '1',
    TRUONG_TT_GOC: 'SO_LUONG',
    TRUONG_TT_DIEUCHINH: 'SO_LUONG',
    LYDO_DIEUCHINH: 'Nhập sai',
  }
  const file = (form: object, dossiers: readonly object[], ...lines: object[]): string => {
    const all = lines.map((line) => element('CHIPHI', { ...LINE, ...line })).join('')
    return `<HOSO_DIEUCHINH_GD><TT_HOSO Id="Id-1">${element('TT_MAU', { ...FORM, ...form })}${dossiers
      .map((each) => element('TT_XML1', { ...DOSSIER, ...each }))
      .join('')}<TT_DIEUCHINH><DSCP_DIEUCHINH>${all}</DSCP_DIEUCHINH></TT_DIEUCHINH></TT_HOSO></HOSO_DIEUCHINH_GD>`
  }

  test('as the form has them are without a problem, and their lines are the rows', () => {
    expect(problemsOf('09/BH', file({}, [{}], {}, { STT: '2' }))).toEqual({ rows: 2, problems: [] })
  })

  test.each<[string, string, unknown[][]]>([
    [
      'nothing in it',
      '<HOSO_DIEUCHINH_GD/>',
      [
        ['', 'TT_MAU', 'error', 'format'],
        ['', 'TT_XML1', 'error', 'format'],
      ],
    ],
    ['two dossiers', file({}, [{}, {}]), [['', 'TT_XML1', 'error', 'format']]],
    ['another form', file({ MAU_SO: '08/BH' }, [{}]), [['', 'MAU_SO', 'error', 'content']]],
    ['another state', file({}, [{ TRANGTHAI: '9' }]), [['', 'TRANGTHAI', 'error', 'content']]],
    ['no MA_LK', file({}, [{ MA_LK: '' }]), [['', 'MA_LK', 'error', 'format']]],
    ['a month that is none', file({}, [{ KY_QT: '202613' }]), [['', 'KY_QT', 'error', 'date']]],
    ['a line of table 1', file({}, [{}], { SOBANG_XML: '1' }), [['1', 'SOBANG_XML', 'error', 'content']]],
  ])('with %s say so', (_, xml, problems) => {
    expect(problemsOf('09/BH', xml).problems).toEqual(problems)
  })

  test('of another facility are refused', () => {
    expect(refused('09/BH', file({ MA_CSKCB: '79001' }, [{}]))).toBe('facility-mismatch')
  })
})
