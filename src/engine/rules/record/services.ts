import { thenRow } from '../follow-up.ts'
import { compare, formatDecimal } from '../../record/decimal.ts'
import { differenceOf, ZERO } from '../money.ts'
import { ALL_STANDARDS, ASKED, broken, EXPECTED, REFUSED, SINCE_130 } from '../rule.ts'
import { recordRule } from './rule.ts'

const SUPPLIES: ReadonlySet<string> = new Set(['10', '11'])
const ONE = { units: 1, scale: 0 }
/** `VC.01001`: the transport to a facility. */
const RIDE = /^VC\.(\d{2}[0-9A-Z]\d{2})$/
/** `23.0075.1494.K.01001`: done for us by another facility. */
const DONE_ELSEWHERE = /\.K\.\d{2}[0-9A-Z]\d{2}$/
/** Approved but not priced, and begun but broken off: the fund pays neither. */
const UNPRICED = /^\d{2}\.\d{4}\.0000$|_TB$/
/** Kind of the machine, who paid for it, and its serial number; of several serial numbers the first. */
const MACHINE = /^[\p{L}\d]{2,3}\.[123]\.[^\s;]/u

/** SVC: rows of services. */
export const serviceRules = [
  recordRule({
    name: 'supplies-only',
    tables: ['XML3'],
    field: 'MA_VAT_TU',
    ...REFUSED,
    problem: {
      vi: 'Dòng có MA_NHOM {group} lại có MA_VAT_TU; chỉ dòng vật tư (MA_NHOM 10, 11) mới có MA_VAT_TU',
      en: 'A row with MA_NHOM {group} has MA_VAT_TU; only supplies (MA_NHOM 10, 11) have it',
    },
    remedy: {
      vi: 'Để trống MA_VAT_TU và TEN_VAT_TU, hoặc sửa MA_NHOM; vật tư thanh toán riêng thì ghi thành dòng riêng',
      en: 'Leave MA_VAT_TU and TEN_VAT_TU empty, or correct MA_NHOM; a supply that is paid separately is a row of its own',
    },
    catalogue: ['SVC-02'],
    standards: ALL_STANDARDS,
    when: [{ present: 'MA_VAT_TU' }],
    evidence: { MA_VAT_TU: 'text', MA_NHOM: 'code' },
    holds: ({ MA_NHOM }) => SUPPLIES.has(MA_NHOM) || broken({ group: MA_NHOM }),
    valid: [{ why: 'a supply', record: { MA_VAT_TU: 'N03.01.070', MA_NHOM: '10' } }],
    invalid: [{ why: 'a surgery', record: { MA_VAT_TU: 'N03.01.070', MA_NHOM: '8' } }],
  }),
  recordRule({
    name: 'local-anaesthesia-of-_GT',
    tables: ['XML3'],
    field: 'PP_VO_CAM',
    ...ASKED,
    problem: {
      vi: 'MA_DICH_VU có ký hiệu _GT (gây tê) nhưng PP_VO_CAM là {found}',
      en: 'MA_DICH_VU ends in _GT (local anaesthesia), but PP_VO_CAM is {found}',
    },
    remedy: {
      vi: 'Ghi PP_VO_CAM 2, hoặc bỏ _GT khỏi MA_DICH_VU',
      en: 'Write 2 into PP_VO_CAM, or remove _GT from MA_DICH_VU',
    },
    catalogue: ['SVC-09'],
    standards: SINCE_130,
    when: [{ present: 'PP_VO_CAM' }],
    evidence: { PP_VO_CAM: 'code', MA_DICH_VU: 'text' },
    holds: ({ PP_VO_CAM, MA_DICH_VU }) =>
      PP_VO_CAM === '2' || !MA_DICH_VU.endsWith('_GT') || broken({ found: PP_VO_CAM }),
    valid: [
      { why: 'local', record: { MA_DICH_VU: '10.0001.0001_GT', PP_VO_CAM: '2' } },
      { why: 'general, and not marked', record: { MA_DICH_VU: '10.0001.0001', PP_VO_CAM: '1' } },
    ],
    invalid: [{ why: 'general', record: { MA_DICH_VU: '10.0001.0001_GT', PP_VO_CAM: '1' } }],
  }),
  recordRule({
    name: 'surgery-at-most-once-a-row',
    tables: ['XML3'],
    field: 'SO_LUONG',
    ...EXPECTED,
    problem: {
      vi: 'Dòng phẫu thuật có SO_LUONG {found}, nhiều hơn 1',
      en: 'A row of a surgery has SO_LUONG {found}, more than 1',
    },
    remedy: thenRow({
      vi: 'Mỗi phẫu thuật ghi một dòng, SO_LUONG là 1',
      en: 'Write a row with SO_LUONG 1 for each surgery',
    }),
    catalogue: ['SVC-09'],
    standards: SINCE_130,
    when: [{ field: 'MA_NHOM', in: ['8'] }],
    evidence: { SO_LUONG: 'decimal', MA_NHOM: 'code' },
    holds: ({ SO_LUONG }) => compare(SO_LUONG, ONE) <= 0 || broken({ found: formatDecimal(SO_LUONG) }),
    valid: [{ why: 'one', record: { MA_NHOM: '8', SO_LUONG: '1.000' } }],
    invalid: [{ why: 'two', record: { MA_NHOM: '8', SO_LUONG: '2' } }],
  }),
  recordRule({
    name: 'zero-where-unpriced',
    tables: ['XML3'],
    field: 'DON_GIA_BH',
    ...ASKED,
    problem: {
      vi: 'DON_GIA_BH là {found}; dịch vụ chưa có giá (XX.YYYY.0000) hoặc không thực hiện tiếp được (_TB) phải có {expected}, chênh {difference}',
      en: 'DON_GIA_BH is {found}; a service without a price (XX.YYYY.0000) or broken off (_TB) must have {expected}, a difference of {difference}',
    },
    remedy: thenRow({
      vi: 'Sửa MA_DICH_VU, hoặc ghi DON_GIA_BH 0',
      en: 'Correct MA_DICH_VU, or write 0 into DON_GIA_BH',
    }),
    catalogue: ['FIN-35'],
    standards: SINCE_130,
    // Supplies used in such a service have a price of their own.
    when: [{ allAbsent: ['MA_VAT_TU'] }],
    evidence: { DON_GIA_BH: 'decimal', MA_DICH_VU: 'text' },
    holds: ({ DON_GIA_BH, MA_DICH_VU }) =>
      DON_GIA_BH.units === 0 || !UNPRICED.test(MA_DICH_VU) || broken(differenceOf(DON_GIA_BH, ZERO)),
    valid: [{ why: 'broken off, not paid', record: { MA_DICH_VU: '10.0001.0001_TB', DON_GIA_BH: '0.000' } }],
    invalid: [
      { why: 'broken off, yet paid', record: { MA_DICH_VU: '10.0001.0001_TB', DON_GIA_BH: '100000' } },
      { why: 'without a price, yet paid', record: { MA_DICH_VU: '10.0001.0000', DON_GIA_BH: '0.001' } },
    ],
  }),
  recordRule({
    name: 'kind-payer-and-serial',
    tables: ['XML3'],
    field: 'MA_MAY',
    ...EXPECTED,
    problem: {
      vi: 'MA_MAY không có dạng XX.n.YYYYY.Z (mã nhóm máy, nguồn kinh phí 1–3, mã cơ sở, số serial)',
      en: 'MA_MAY does not have the form XX.n.YYYYY.Z (kind of machine, source of money 1–3, facility, serial number)',
    },
    remedy: {
      vi: 'Ghi lại MA_MAY theo dạng này, ví dụ HH.1.01001.A123',
      en: 'Write MA_MAY in this form, for example HH.1.01001.A123',
    },
    catalogue: ['SVC-19', 'CLS-10'],
    standards: SINCE_130,
    when: [{ present: 'MA_MAY' }],
    evidence: { MA_MAY: 'text' },
    holds: ({ MA_MAY }) => MACHINE.test(MA_MAY),
    valid: [
      { why: 'an imaging machine', record: { MA_MAY: 'MRI.2.01001.SN01;SN02' } },
      { why: 'without the facility, as QĐ 3176 has it', record: { MA_MAY: 'ĐT.1.SN01' } },
    ],
    invalid: [
      { why: 'a serial number alone', record: { MA_MAY: 'SN01' } },
      { why: 'a source that does not exist', record: { MA_MAY: 'XQ.4.01001.SN01' } },
    ],
  }),
  recordRule({
    name: 'facility-that-did-it',
    tables: ['XML3', 'XML4'],
    field: 'MA_DICH_VU',
    ...ASKED,
    problem: {
      vi: 'MA_DICH_VU của dịch vụ chuyển mẫu hoặc chuyển người bệnh đi thực hiện (.K.) không kết thúc bằng 5 ký tự mã cơ sở thực hiện',
      en: 'MA_DICH_VU of a service done elsewhere (.K.) does not end in the 5 characters of the facility that did it',
    },
    remedy: {
      vi: 'Ghi MA_DICH_VU dạng XX.YYYY.ZZZZ.K.WWWWW, trong đó WWWWW là mã cơ sở thực hiện; XML3 và XML4 ghi cùng mã',
      en: 'Write MA_DICH_VU as XX.YYYY.ZZZZ.K.WWWWW, where WWWWW is that facility; XML3 and XML4 have the same code',
    },
    catalogue: ['SVC-30'],
    standards: SINCE_130,
    when: [{ present: 'MA_DICH_VU' }],
    evidence: { MA_DICH_VU: 'text' },
    holds: ({ MA_DICH_VU }) => !MA_DICH_VU.includes('.K.') || DONE_ELSEWHERE.test(MA_DICH_VU),
    valid: [
      { why: 'done in 01001', record: { MA_DICH_VU: '23.0075.1494.K.01001' } },
      { why: 'done in the house', record: { MA_DICH_VU: '23.0075.1494' } },
    ],
    invalid: [{ why: 'four characters', record: { MA_DICH_VU: '23.0075.1494.K.0100' } }],
  }),
  recordRule({
    name: 'destination-of-ride',
    tables: ['XML3'],
    field: 'MA_DICH_VU',
    ...ASKED,
    problem: {
      vi: 'MA_DICH_VU của dòng vận chuyển (MA_NHOM 12) là {found}, không có dạng VC.XXXXX',
      en: 'MA_DICH_VU of a transport (MA_NHOM 12) is {found}, which does not have the form VC.XXXXX',
    },
    remedy: {
      vi: 'Ghi MA_DICH_VU gồm VC. và mã cơ sở nơi người bệnh được chuyển đến, hoặc sửa MA_NHOM',
      en: 'Write into MA_DICH_VU VC. and the code of the facility to which the patient was taken, or correct MA_NHOM',
    },
    catalogue: ['SVC-33'],
    standards: SINCE_130,
    when: [{ field: 'MA_NHOM', in: ['12'] }],
    evidence: { MA_DICH_VU: 'text', MA_NHOM: 'code' },
    holds: ({ MA_DICH_VU }) => RIDE.test(MA_DICH_VU) || broken({ found: MA_DICH_VU }),
    valid: [{ why: 'to 01001', record: { MA_NHOM: '12', MA_DICH_VU: 'VC.01001' } }],
    invalid: [{ why: 'nowhere', record: { MA_NHOM: '12', MA_DICH_VU: 'VC' } }],
  }),
  recordRule({
    name: 'ride-to-MA_NOI_DEN',
    tables: ['XML3'],
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'MA_DICH_VU ghi vận chuyển đến {found}, còn MA_NOI_DEN của XML1 là {expected}',
      en: 'MA_DICH_VU is a transport to {found}, but MA_NOI_DEN of XML1 is {expected}',
    },
    remedy: {
      vi: 'Ghi cùng một mã cơ sở ở MA_DICH_VU (sau VC.) và MA_NOI_DEN',
      en: 'Write the same facility into MA_DICH_VU (after VC.) and MA_NOI_DEN',
    },
    catalogue: ['SVC-33'],
    standards: SINCE_130,
    when: [{ field: 'MA_NHOM', in: ['12'] }],
    whenXml1: [{ present: 'MA_NOI_DEN' }],
    evidence: { MA_DICH_VU: 'text', MA_NHOM: 'code' },
    xml1: { MA_NOI_DEN: 'text' },
    holds({ MA_DICH_VU }, { MA_NOI_DEN }) {
      const [, found] = RIDE.exec(MA_DICH_VU) ?? []
      if (found === undefined) return null
      return found === MA_NOI_DEN || broken({ found, expected: MA_NOI_DEN })
    },
    valid: [{ why: 'the same', record: { MA_NHOM: '12', MA_DICH_VU: 'VC.01001' }, xml1: { MA_NOI_DEN: '01001' } }],
    invalid: [{ why: 'another', record: { MA_NHOM: '12', MA_DICH_VU: 'VC.01001' }, xml1: { MA_NOI_DEN: '01002' } }],
  }),
]
