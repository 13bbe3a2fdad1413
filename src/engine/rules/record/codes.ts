import { ALL_STANDARDS, CHECKERS, EXPECTED, type RecordVerdict, SINCE_130, broken } from '../rule.ts'
import { isManifestation, sexOfDisease } from './disease-codes.ts'
import { recordRule } from './rule.ts'

const AGREED = { by: 'practice', source: { ...CHECKERS, confidence: 'high' } } as const
const ICD = { document: 'QĐ 4469/QĐ-BYT', place: 'Bảng phân loại ICD-10' } as const
const MALE = '1'
const FEMALE = '2'

const items = (list: string): readonly string[] =>
  list.includes(';') ? list.split(';').flatMap((item) => item.trim() || []) : list === '' ? [] : [list]

/** Fails with the first code that only the other sex can have. */
function ofOwnSex(sex: string, codes: readonly string[]): RecordVerdict {
  const impossible = sex === MALE ? FEMALE : sex === FEMALE ? MALE : ''
  if (impossible === '') return true
  const code = codes.find((each) => sexOfDisease(each) === impossible)
  return code === undefined || broken({ code })
}

/** The main and the further diagnoses, under the names of each standard. */
const NAMES = [
  { main: 'MA_BENH_CHINH', others: 'MA_BENH_KT', standards: SINCE_130 },
  { main: 'MA_BENH', others: 'MA_BENHKHAC', standards: ['4210'] },
] as const

type Names = (typeof NAMES)[number]

const noManifestation = ({ main, others, standards }: Names) =>
  recordRule({
    name: 'no-manifestation',
    tables: ['XML1'],
    field: main,
    ...AGREED,
    source: { ...ICD, confidence: 'high' },
    problem: {
      vi: `${main} là mã hoa thị (*); mã biểu hiện không được làm bệnh chính`,
      en: `${main} is an asterisk code (*); a manifestation cannot be the main disease`,
    },
    remedy: {
      vi: `Ghi mã nguyên nhân (†) vào ${main} và mã hoa thị vào ${others}`,
      en: `Write the code of the cause (†) into ${main} and the asterisk code into ${others}`,
    },
    catalogue: ['COD-06'],
    standards,
    evidence: { [main]: 'text' },
    holds: (values) => !isManifestation(values[main] ?? ''),
    valid: [{ why: 'a cause', record: { [main]: 'A17.0†' } }],
    invalid: [
      { why: 'as it is listed', record: { [main]: 'G01*' } },
      { why: 'without its mark', record: { [main]: 'G01' } },
    ],
  })

const noExternalCause = ({ main, others, standards }: Names) =>
  recordRule({
    name: 'no-external-cause',
    tables: ['XML1'],
    field: main,
    ...AGREED,
    problem: {
      vi: `${main} là mã nguyên nhân bên ngoài (V, W, X, Y), không phải bệnh`,
      en: `${main} is the code of an external cause (V, W, X, Y), not of a disease`,
    },
    remedy: {
      vi: `Ghi mã tổn thương vào ${main} và mã nguyên nhân bên ngoài vào ${others}`,
      en: `Write the code of the injury into ${main} and that of the external cause into ${others}`,
    },
    catalogue: ['COD-08'],
    standards,
    evidence: { [main]: 'text' },
    holds: (values) => !/^[VWXY]\d/.test(values[main] ?? ''),
    valid: [{ why: 'an injury', record: { [main]: 'S82.1' } }],
    invalid: [{ why: 'the accident', record: { [main]: 'V29.9' } }],
  })

const withoutMainDisease = ({ main, others, standards }: Names) =>
  recordRule({
    name: 'without-main-disease',
    tables: ['XML1'],
    field: others,
    ...EXPECTED,
    problem: { vi: `${others} nhắc lại bệnh chính {code}`, en: `${others} repeats the main disease {code}` },
    remedy: { vi: `Bỏ mã bệnh chính khỏi ${others}`, en: `Remove the main disease from ${others}` },
    catalogue: ['ADM-67'],
    standards,
    evidence: { [main]: 'text', [others]: 'text' },
    holds(values) {
      const code = values[main] ?? ''
      return !items(values[others] ?? '').includes(code) || broken({ code })
    },
    valid: [{ why: 'a code below it', record: { [main]: 'I10', [others]: 'I10.1;E11.9' } }],
    invalid: [{ why: 'the second', record: { [main]: 'I10', [others]: 'E11.9;I10' } }],
  })

const eachCodeOnce = ({ others, standards }: Names) =>
  recordRule({
    name: 'each-code-once',
    tables: ['XML1'],
    field: others,
    ...EXPECTED,
    problem: { vi: `${others} có mã lặp lại`, en: `${others} has the same code more than once` },
    remedy: { vi: `Trong ${others} chỉ giữ mỗi mã bệnh một lần`, en: `Keep each code once in ${others}` },
    catalogue: ['ADM-67'],
    standards,
    evidence: { [others]: 'text' },
    holds(values) {
      const codes = items(values[others] ?? '')
      return new Set(codes).size === codes.length
    },
    valid: [{ why: 'different', record: { [others]: 'E11.9;I10' } }],
    invalid: [{ why: 'the same', record: { [others]: 'E11.9;I10;E11.9' } }],
  })

/** COD: diagnoses, compared with each other and with the patient. */
export const codeRules = [
  ...NAMES.flatMap((names) => [
    noManifestation(names),
    noExternalCause(names),
    withoutMainDisease(names),
    eachCodeOnce(names),
  ]),
  recordRule({
    name: 'possible-for-disease',
    tables: ['XML1'],
    field: 'GIOI_TINH',
    by: 'practice',
    source: { ...ICD, confidence: 'medium' },
    problem: {
      vi: 'Bệnh {code} không có ở người bệnh có GIOI_TINH này',
      en: 'A patient of this GIOI_TINH cannot have the disease {code}',
    },
    remedy: { vi: 'Kiểm tra lại GIOI_TINH và mã bệnh {code}', en: 'Check GIOI_TINH and the disease code {code}' },
    catalogue: ['ADM-06', 'COD-10'],
    standards: ALL_STANDARDS,
    evidence: { GIOI_TINH: 'code' },
    also: { MA_BENH_CHINH: 'text', MA_BENH_KT: 'text', MA_BENH: 'text', MA_BENHKHAC: 'text' },
    holds: ({ GIOI_TINH, MA_BENH_CHINH, MA_BENH_KT, MA_BENH, MA_BENHKHAC }) =>
      ofOwnSex(GIOI_TINH, [MA_BENH_CHINH, MA_BENH, ...items(MA_BENH_KT), ...items(MA_BENHKHAC)]),
    valid: [
      { why: 'a pregnant woman', record: { GIOI_TINH: '2', ...diagnosed('O80') } },
      { why: 'not known', record: { GIOI_TINH: '3', ...diagnosed('O80') } },
    ],
    invalid: [
      { why: 'a pregnant man', record: { GIOI_TINH: '1', ...diagnosed('I10', 'E11.9;O10') } },
      { why: 'a woman with a prostate', record: { GIOI_TINH: '2', ...diagnosed('N40') } },
    ],
  }),
]

/** As each standard names them; what a standard does not have is not read. */
function diagnosed(main: string, others = '') {
  return { MA_BENH_CHINH: main, MA_BENH: main, MA_BENH_KT: others, MA_BENHKHAC: others }
}
