import { compare, formatDecimal } from '../../record/decimal.ts'
import { citizenNumberAge, continuousInsurance, heaviestPatient, oldestPatient } from '../../standards/thresholds.ts'
import { isBornAfter, monthsOld } from '../age.ts'
import { numberAt } from '../elapsed.ts'
import { ZERO } from '../money.ts'
import { ALL_STANDARDS, EXPECTED, REFUSED, SINCE_130, broken } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { recordRule } from './rule.ts'

const NO_NAME = /[\d@#$%^&*_=+<>?/\\|{}[\]~;:!"]/
/** Letters of Latin-1 that Vietnamese does not have: what TCVN3 and VNI look like when they are taken for Unicode. */
const FOREIGN = /[¡-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ]/
const COMBINED = /[\u0300-\u036f]/
const PHONE = /^\+?[\d .()-]+$/
const FEWEST_DIGITS = 10
const MONTHS_A_YEAR = 12

const yearOf = (day: string): number => Number(day.slice(0, 4))

const isComposed = (text: string): boolean => !COMBINED.test(text)

/** A text of a person, which should be in composed letters as all programs compare them. */
const composed = (field: 'HO_TEN' | 'DIA_CHI') =>
  recordRule({
    name: 'composed-letters',
    tables: ['XML1'],
    field,
    ...EXPECTED,
    problem: {
      vi: `${field} dùng dấu tổ hợp (Unicode không ở dạng NFC)`,
      en: `${field} has combining marks (its Unicode is not NFC)`,
    },
    remedy: { vi: `Ghi ${field} bằng Unicode dựng sẵn (NFC)`, en: `Write ${field} in composed Unicode (NFC)` },
    catalogue: ['STR-16'],
    standards: ALL_STANDARDS,
    evidence: { [field]: 'text' },
    holds: (values) => isComposed(values[field] ?? ''),
    valid: [{ why: 'composed', record: { [field]: 'THỬ NGHIỆM' } }],
    invalid: [{ why: 'decomposed', record: { [field]: 'THỬ NGHIỆM'.normalize('NFD') } }],
  })

/** ADM and STR: who the patient is. */
export const patientRules = [
  composed('HO_TEN'),
  composed('DIA_CHI'),
  recordRule({
    name: 'without-digits-or-signs',
    tables: ['XML1'],
    field: 'HO_TEN',
    ...EXPECTED,
    problem: { vi: 'HO_TEN có chữ số hoặc ký tự đặc biệt', en: 'HO_TEN has digits or special characters' },
    remedy: {
      vi: 'Sửa HO_TEN theo giấy tờ tùy thân của người bệnh',
      en: 'Correct HO_TEN by the identity papers of the patient',
    },
    catalogue: ['ADM-02'],
    standards: ALL_STANDARDS,
    evidence: { HO_TEN: 'text' },
    holds: ({ HO_TEN }) => !NO_NAME.test(HO_TEN),
    valid: [
      { why: 'letters', record: { HO_TEN: 'NGUYỄN THỊ THỬ NGHIỆM' } },
      { why: 'an apostrophe and a hyphen', record: { HO_TEN: "H'THỬ-NGHIỆM" } },
    ],
    invalid: [
      { why: 'a digit', record: { HO_TEN: 'NGUYỄN V4N THỬ' } },
      { why: 'a placeholder', record: { HO_TEN: '___' } },
    ],
  }),
  recordRule({
    name: 'in-unicode',
    tables: ['XML1'],
    field: 'HO_TEN',
    ...EXPECTED,
    problem: {
      vi: 'HO_TEN có ký tự không thuộc tiếng Việt; có thể dữ liệu còn ở bảng mã TCVN3 hoặc VNI',
      en: 'HO_TEN has letters that Vietnamese does not have; it may still be in TCVN3 or VNI',
    },
    remedy: { vi: 'Chuyển HO_TEN sang Unicode (UTF-8)', en: 'Convert HO_TEN to Unicode (UTF-8)' },
    catalogue: ['STR-17'],
    standards: SINCE_130,
    // Names of foreigners have letters of other languages.
    when: [{ field: 'MA_QUOCTICH', in: ['000'] }],
    evidence: { HO_TEN: 'text' },
    holds: ({ HO_TEN }) => !FOREIGN.test(HO_TEN),
    valid: [{ why: 'Vietnamese', record: { MA_QUOCTICH: '000', HO_TEN: 'ĐẶNG ƯỚC THỬ' } }],
    invalid: [{ why: 'TCVN3 taken for Latin-1', record: { MA_QUOCTICH: '000', HO_TEN: 'NguyÔn V¨n Thö' } }],
  }),
  recordRule({
    name: 'not-after-NGAY_VAO',
    tables: ['XML1'],
    field: 'NGAY_SINH',
    ...REFUSED,
    problem: { vi: 'NGAY_SINH sau NGAY_VAO', en: 'NGAY_SINH is later than NGAY_VAO' },
    remedy: { vi: 'Kiểm tra lại NGAY_SINH và NGAY_VAO', en: 'Check NGAY_SINH and NGAY_VAO' },
    catalogue: ['ADM-03'],
    standards: ALL_STANDARDS,
    evidence: { NGAY_SINH: 'birth', NGAY_VAO: 'moment' },
    holds: ({ NGAY_SINH, NGAY_VAO }) => !isBornAfter(NGAY_SINH, NGAY_VAO),
    valid: [
      { why: 'born that day', record: { NGAY_SINH: '20240101', NGAY_VAO: '202401010001' } },
      { why: 'only the year is known', record: { NGAY_SINH: '202400000000', NGAY_VAO: '202401010800' } },
    ],
    invalid: [{ why: 'born the day after', record: { NGAY_SINH: '20240102', NGAY_VAO: '202401010800' } }],
  }),
  recordRule({
    name: 'plausible-age',
    tables: ['XML1'],
    field: 'NGAY_SINH',
    ...EXPECTED,
    problem: {
      vi: 'Theo NGAY_SINH, người bệnh {years} tuổi; tuổi này không hợp lý',
      en: 'By NGAY_SINH the patient is {years} years old, which is not plausible',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_SINH', en: 'Check NGAY_SINH' },
    catalogue: ['ADM-03'],
    standards: ALL_STANDARDS,
    isDated: true,
    evidence: { NGAY_SINH: 'birth', NGAY_VAO: 'moment' },
    holds({ NGAY_SINH, NGAY_VAO }, _xml1, day) {
      const limit = numberAt(oldestPatient, day)
      const years = yearOf(NGAY_VAO) - yearOf(NGAY_SINH)
      return limit === null ? null : years * MONTHS_A_YEAR <= limit || broken({ years })
    },
    valid: [{ why: 'of age', record: { NGAY_SINH: '18930101', NGAY_VAO: '202305020800' } }],
    invalid: [{ why: 'a year more', record: { NGAY_SINH: '18921231', NGAY_VAO: '202305020800' } }],
  }),
  recordRule({
    name: 'plausible',
    tables: ['XML1'],
    field: 'CAN_NANG',
    ...EXPECTED,
    problem: {
      vi: 'CAN_NANG là {found} kg; cân nặng phải trên 0 và không quá {limit} kg',
      en: 'CAN_NANG is {found} kg; a weight is above 0 and at most {limit} kg',
    },
    remedy: { vi: 'Ghi CAN_NANG theo kg, ví dụ 58.5', en: 'Write CAN_NANG in kilograms, for example 58.5' },
    catalogue: ['ADM-07'],
    standards: ALL_STANDARDS,
    isDated: true,
    evidence: { CAN_NANG: 'decimal' },
    holds({ CAN_NANG }, _xml1, day) {
      const limit = thresholdAt(heaviestPatient, day)
      if (!limit) return null
      const isPlausible = compare(CAN_NANG, ZERO) > 0 && compare(CAN_NANG, limit.value) <= 0
      return isPlausible || broken({ found: formatDecimal(CAN_NANG), limit: formatDecimal(limit.value) })
    },
    valid: [
      { why: 'a newborn', record: { CAN_NANG: '2.95' } },
      { why: 'the most', record: { CAN_NANG: '200' } },
    ],
    invalid: [
      { why: 'in grams', record: { CAN_NANG: '2950' } },
      { why: 'nothing', record: { CAN_NANG: '0' } },
    ],
  }),
  recordRule({
    name: 'required-from-14-years',
    tables: ['XML1'],
    field: 'SO_CCCD',
    ...EXPECTED,
    problem: {
      vi: 'Người bệnh đã đủ 14 tuổi nhưng SO_CCCD để trống',
      en: 'The patient is 14 or older, but SO_CCCD is empty',
    },
    remedy: {
      vi: 'Ghi vào SO_CCCD số căn cước, CMND, hộ chiếu hoặc số định danh',
      en: 'Write into SO_CCCD the number of the citizen card, identity card or passport, or the personal identity number',
    },
    catalogue: ['ADM-08'],
    standards: SINCE_130,
    isDated: true,
    evidence: { NGAY_SINH: 'birth', NGAY_VAO: 'moment' },
    also: { SO_CCCD: 'text' },
    holds({ NGAY_SINH, NGAY_VAO, SO_CCCD }, _xml1, day) {
      if (SO_CCCD !== '') return true
      const from = numberAt(citizenNumberAge, day)
      const months = monthsOld(NGAY_SINH, NGAY_VAO)
      return from === null || months === null ? null : months < from
    },
    valid: [
      { why: 'the day before the birthday', record: { NGAY_SINH: '201003030000', NGAY_VAO: '202403020800' } },
      {
        why: 'with the number',
        record: { NGAY_SINH: '198003030000', NGAY_VAO: '202403020800', SO_CCCD: '000000000012' },
      },
    ],
    invalid: [{ why: 'the birthday', record: { NGAY_SINH: '201003020000', NGAY_VAO: '202403020800' } }],
  }),
  recordRule({
    name: 'telephone-number',
    tables: ['XML1'],
    field: 'DIEN_THOAI',
    ...EXPECTED,
    problem: { vi: 'DIEN_THOAI không phải là số điện thoại', en: 'DIEN_THOAI is not a telephone number' },
    remedy: {
      vi: 'Ghi DIEN_THOAI đủ ít nhất 10 chữ số, hoặc để trống nếu người bệnh không cung cấp',
      en: 'Write at least 10 digits into DIEN_THOAI, or leave it empty if the patient gives no number',
    },
    catalogue: ['ADM-14'],
    standards: SINCE_130,
    evidence: { DIEN_THOAI: 'text' },
    holds: ({ DIEN_THOAI }) => PHONE.test(DIEN_THOAI) && DIEN_THOAI.replace(/\D/g, '').length >= FEWEST_DIGITS,
    valid: [
      { why: 'ten digits', record: { DIEN_THOAI: '0000000035' } },
      { why: 'abroad', record: { DIEN_THOAI: '+84 000 000 035' } },
    ],
    invalid: [
      { why: 'nine digits', record: { DIEN_THOAI: '000000035' } },
      { why: 'words', record: { DIEN_THOAI: 'không có số' } },
    ],
  }),
  recordRule({
    name: 'five-years-after-birth',
    tables: ['XML1'],
    field: 'NAM_NAM_LIEN_TUC',
    ...EXPECTED,
    problem: {
      vi: 'NAM_NAM_LIEN_TUC chưa đủ 5 năm kể từ NGAY_SINH',
      en: 'NAM_NAM_LIEN_TUC is less than 5 years after NGAY_SINH',
    },
    remedy: { vi: 'Kiểm tra lại NAM_NAM_LIEN_TUC và NGAY_SINH', en: 'Check NAM_NAM_LIEN_TUC and NGAY_SINH' },
    catalogue: ['ADM-59'],
    standards: SINCE_130,
    isDated: true,
    evidence: { NAM_NAM_LIEN_TUC: 'day', NGAY_SINH: 'birth' },
    holds({ NAM_NAM_LIEN_TUC, NGAY_SINH }, _xml1, day) {
      const least = numberAt(continuousInsurance, day)
      const months = monthsOld(NGAY_SINH, NAM_NAM_LIEN_TUC)
      return least === null || months === null ? null : months >= least
    },
    valid: [{ why: 'insured from birth', record: { NGAY_SINH: '201901010000', NAM_NAM_LIEN_TUC: '20240101' } }],
    invalid: [{ why: 'a day less', record: { NGAY_SINH: '201901020000', NAM_NAM_LIEN_TUC: '20240101' } }],
  }),
]
