import { thenRow } from '../follow-up.ts'
import { longestPrescription } from '../../standards/thresholds.ts'
import { compare, formatDecimal, multiply, parseDecimal, type Decimal } from '../../record/decimal.ts'
import { differenceOf, isReturned } from '../money.ts'
import { thresholdAt } from '../threshold-at.ts'
import { ALL_STANDARDS, ASKED, EXPECTED, REFUSED, SINCE_130, broken } from '../rule.ts'
import { bidBeforeOrder } from './bids.ts'
import { recordRule } from './rule.ts'

const DRUG = [{ field: 'MA_NHOM', in: ['4'] }]
/** Drugs, blood and its products; 5 and 6 are of QĐ 4210. */
const DRUG_GROUPS: ReadonlySet<string> = new Set(['4', '5', '6', '7', '17'])
const BLOOD_OR_DRUG: ReadonlySet<string> = new Set(['4', '7', '17'])
/** The total of a day in brackets at the end: `[4 viên/ngày]`. */
const DAILY_TOTAL = /\[[^[\]]*\/\s*ng[àa]y\s*\]\s*$/i
/** `2 viên/lần * 2 lần/ngày * 5 ngày` */
const DOSE = /^\s*(\d+(?:[.,]\d+)?)\s*([^\d/*]+?)\s*\/\s*lần\s*\*\s*(\d+)\s*lần\s*\/\s*ngày\s*\*\s*(\d+)\s*ngày/i

type Dose = { total: Decimal; unit: string; days: Decimal }

/** The dose as the decision has it written; null where it is written otherwise. */
function doseOf(text: string): Dose | null {
  const [, once = '', unit = '', times = '', days = ''] = DOSE.exec(text) ?? []
  const each = parseDecimal(once.replace(',', '.'))
  const aDay = parseDecimal(times)
  const count = parseDecimal(days)
  return each && aDay && count ? { total: multiply(multiply(each, aDay), count), unit, days: count } : null
}

const isSameUnit = (left: string, right: string): boolean =>
  left === right || left.normalize('NFC').toLowerCase() === right.normalize('NFC').trim().toLowerCase()

/** MED: rows of drugs. */
export const drugRules = [
  recordRule({
    name: 'daily-total',
    tables: ['XML2'],
    field: 'LIEU_DUNG',
    ...ASKED,
    source: { confidence: 'medium' },
    problem: {
      vi: 'LIEU_DUNG không ghi tổng số thuốc mỗi ngày trong ngoặc vuông ở cuối',
      en: 'LIEU_DUNG does not end with the total of a day in square brackets',
    },
    remedy: {
      vi: 'Ghi LIEU_DUNG theo mẫu: 2 viên/lần * 2 lần/ngày * 5 ngày [4 viên/ngày]',
      en: 'Write LIEU_DUNG in this form: 2 viên/lần * 2 lần/ngày * 5 ngày [4 viên/ngày]',
    },
    catalogue: ['MED-03'],
    standards: SINCE_130,
    when: DRUG,
    evidence: { LIEU_DUNG: 'text', MA_NHOM: 'code' },
    holds: ({ LIEU_DUNG }) => DAILY_TOTAL.test(LIEU_DUNG),
    valid: [
      { why: 'the same each time', record: dose('2 viên/lần * 2 lần/ngày * 5 ngày [4 viên/ngày]') },
      { why: 'each time another', record: dose('Sáng: 3 viên, Chiều: 2 viên, Tối: 1 viên [6 viên/ngày]') },
    ],
    invalid: [{ why: 'in words', record: dose('Ngày uống 2 lần, mỗi lần 1 viên') }],
  }),
  recordRule({
    name: 'equals-dose',
    tables: ['XML2'],
    field: 'SO_LUONG',
    ...EXPECTED,
    problem: {
      vi: 'SO_LUONG là {found}, tính theo LIEU_DUNG là {expected}, chênh {difference}',
      en: 'SO_LUONG is {found}, LIEU_DUNG gives {expected}, a difference of {difference}',
    },
    remedy: thenRow({ vi: 'Kiểm tra lại LIEU_DUNG và SO_LUONG', en: 'Check LIEU_DUNG and SO_LUONG' }),
    catalogue: ['MED-04'],
    standards: SINCE_130,
    when: DRUG,
    evidence: { SO_LUONG: 'decimal', LIEU_DUNG: 'text', DON_VI_TINH: 'text', MA_NHOM: 'code' },
    // A dose in other units than the price cannot be compared.
    holds({ SO_LUONG, LIEU_DUNG, DON_VI_TINH }) {
      const dosed = doseOf(LIEU_DUNG)
      if (!dosed || !isSameUnit(dosed.unit, DON_VI_TINH) || isReturned(SO_LUONG)) return null
      return compare(dosed.total, SO_LUONG) === 0 || broken(differenceOf(SO_LUONG, dosed.total))
    },
    valid: [
      {
        why: 'as it was ordered',
        record: { ...dose('2 viên/lần * 2 lần/ngày * 5 ngày [4 viên/ngày]'), DON_VI_TINH: 'Viên', SO_LUONG: '20.000' },
      },
      {
        why: 'halves',
        record: { ...dose('0,5 viên/lần * 1 lần/ngày * 28 ngày [0,5 viên/ngày]'), DON_VI_TINH: 'viên', SO_LUONG: '14' },
      },
    ],
    invalid: [
      {
        why: 'more than was ordered',
        record: { ...dose('2 viên/lần * 2 lần/ngày * 5 ngày [4 viên/ngày]'), DON_VI_TINH: 'Viên', SO_LUONG: '30' },
      },
    ],
  }),
  recordRule({
    name: 'not-unusually-long',
    tables: ['XML2'],
    field: 'LIEU_DUNG',
    ...EXPECTED,
    problem: {
      vi: 'LIEU_DUNG ghi {found} ngày, quá {most} ngày',
      en: 'LIEU_DUNG is for {found} days, more than {most}',
    },
    remedy: thenRow({
      vi: 'Kiểm tra LIEU_DUNG và SO_LUONG; đơn dài ngày của bệnh mạn tính thì MA_LOAI_KCB là 05',
      en: 'Check LIEU_DUNG and SO_LUONG; a long prescription for a chronic disease has MA_LOAI_KCB 05',
    }),
    catalogue: ['MED-05'],
    standards: SINCE_130,
    isDated: true,
    when: DRUG,
    whenXml1: [{ field: 'MA_LOAI_KCB', in: ['01', '02', '03', '04'] }],
    evidence: { LIEU_DUNG: 'text', MA_NHOM: 'code' },
    xml1: { MA_LOAI_KCB: 'code' },
    holds({ LIEU_DUNG }, _xml1, day) {
      const dosed = doseOf(LIEU_DUNG)
      const most = thresholdAt(longestPrescription, day)
      if (!dosed || !most) return null
      if (compare(dosed.days, most.value) <= 0) return true
      return broken({ found: formatDecimal(dosed.days), most: formatDecimal(most.value) })
    },
    valid: [
      {
        why: 'thirty days',
        record: dose('1 viên/lần * 1 lần/ngày * 30 ngày [1 viên/ngày]'),
        xml1: { MA_LOAI_KCB: '01' },
      },
    ],
    invalid: [
      {
        why: 'a day more',
        record: dose('1 viên/lần * 1 lần/ngày * 31 ngày [1 viên/ngày]'),
        xml1: { MA_LOAI_KCB: '01' },
      },
    ],
  }),
  bidBeforeOrder({
    tables: ['XML2'],
    catalogue: ['MED-21'],
    standards: ALL_STANDARDS,
    valid: [{ why: 'the same year', record: { TT_THAU: '00/QĐ-THU;G1;N1;2026', NGAY_YL: '202603020800' } }],
    invalid: [{ why: 'the next year', record: { TT_THAU: '00/QĐ-THU;G1;N1;2027', NGAY_YL: '202603020800' } }],
  }),
  recordRule({
    name: 'group-of-drugs',
    tables: ['XML2'],
    field: 'MA_NHOM',
    ...REFUSED,
    problem: {
      vi: 'MA_NHOM {found} không phải nhóm thuốc, máu hoặc chế phẩm máu nhưng dòng nằm ở XML2',
      en: 'MA_NHOM {found} is not a group of drugs or blood, but the row is in XML2',
    },
    remedy: {
      vi: 'Ghi MA_NHOM 4 (thuốc), 7 (máu) hoặc 17 (chế phẩm máu); dòng dịch vụ, vật tư thì chuyển sang XML3',
      en: 'Write 4 (drugs), 7 (blood) or 17 (blood products) into MA_NHOM; move a row of a service or a supply to XML3',
    },
    catalogue: ['MED-22'],
    standards: ALL_STANDARDS,
    evidence: { MA_NHOM: 'code' },
    holds: ({ MA_NHOM }) => DRUG_GROUPS.has(MA_NHOM) || broken({ found: MA_NHOM }),
    valid: [{ why: 'a product of blood', record: { MA_NHOM: '17' } }],
    invalid: [{ why: 'a supply', record: { MA_NHOM: '10' } }],
  }),
  recordRule({
    name: 'no-group-of-drugs',
    tables: ['XML3'],
    field: 'MA_NHOM',
    ...REFUSED,
    problem: {
      vi: 'MA_NHOM {found} là nhóm thuốc hoặc máu nhưng dòng nằm ở XML3',
      en: 'MA_NHOM {found} is a group of drugs or blood, but the row is in XML3',
    },
    remedy: { vi: 'Sửa MA_NHOM, hoặc chuyển dòng sang XML2', en: 'Correct MA_NHOM, or move the row to XML2' },
    catalogue: ['MED-22'],
    standards: ALL_STANDARDS,
    evidence: { MA_NHOM: 'code' },
    holds: ({ MA_NHOM }) => !BLOOD_OR_DRUG.has(MA_NHOM) || broken({ found: MA_NHOM }),
    valid: [{ why: 'a supply', record: { MA_NHOM: '10' } }],
    invalid: [{ why: 'a drug', record: { MA_NHOM: '4' } }],
  }),
]

function dose(LIEU_DUNG: string) {
  return { MA_NHOM: '4', LIEU_DUNG }
}
