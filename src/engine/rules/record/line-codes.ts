import { compare } from '../../record/decimal.ts'
import { ZERO } from '../money.ts'
import { ALL_STANDARDS, EXPECTED, REFUSED, SINCE_130, broken } from '../rule.ts'
import { thenRow } from '../follow-up.ts'
import { WITHOUT_PRICE } from './prices.ts'
import { recordRule } from './rule.ts'

const SERVICE =
  /^(?:\d{2}\.(?:\d{4}|\d{3}[a-z])\.\d{4}(?:_(?:GT|TB|TT|BS)|\.K\.\d{2}[0-9A-Z]\d{2}|\.SC2)*|\d{2}\.(?:189\d|1900|\d{2})|K\d{2}\.(?:19\d{2}|NO[1-3]|NG[1-4])|VC\.\d{2}[0-9A-Z]\d{2})$/
/**
 * Decision, package, group and year; behind them the package with the number of one of two winners, or who issued the decision. Only decision
 * and year of what the facility makes itself (the annex, table 2, TT_THAU).
 */
const BID = /^[^;]+;(?:G\d{1,2}(?:\.\d{2})?;N\d{1,2};\d{4}(?:;(?:G\d{1,2}\.\d{2}|\d{2}(?:[0-9A-Z]\d{2})?))?|\d{4})$/
/** As above; supplies whose tender was planned before the circular 14/2020/TT-BYT have no group (the annex, table 3, TT_THAU). */
const SUPPLY_BID = /^[^;]+;(?:G\d{1,2}(?:\.\d{2})?;(?:N\d{1,2};)?)?\d{4}(?:;[^;]+)?$/

/** COD: forms of codes and descriptors in the lines. */
export const lineCodeRules = [
  recordRule({
    name: 'code-of-a-known-kind',
    tables: ['XML3'],
    field: 'MA_DICH_VU',
    ...EXPECTED,
    source: { document: 'QĐ 7603/QĐ-BYT', place: 'PL01–PL04; QĐ 2010/QĐ-BYT, PL2, PL3', confidence: 'medium' },
    problem: {
      vi: 'MA_DICH_VU không có dạng của mã dịch vụ, tiền khám, tiền giường hoặc vận chuyển',
      en: 'MA_DICH_VU does not have the form of a service, an examination, a bed or a transport',
    },
    remedy: {
      vi: 'Ghi MA_DICH_VU dạng XX.YYYY.ZZZZ (dịch vụ), XX.YY (khám), Kxx.NOx (giường) hoặc VC.XXXXX (vận chuyển); phía sau chỉ được có _GT, _TB, _TT, .K.XXXXX',
      en: 'Write MA_DICH_VU as XX.YYYY.ZZZZ (service), XX.YY (examination), Kxx.NOx (bed) or VC.XXXXX (transport); only _GT, _TB, _TT or .K.XXXXX may follow',
    },
    catalogue: ['COD-18', 'COD-21'],
    standards: SINCE_130,
    evidence: { MA_DICH_VU: 'text' },
    holds: ({ MA_DICH_VU }) => SERVICE.test(MA_DICH_VU),
    valid: [
      { why: 'a service', record: { MA_DICH_VU: '23.0075.1494' } },
      { why: 'under local anaesthesia', record: { MA_DICH_VU: '10.0502.0491_GT' } },
      { why: 'done elsewhere', record: { MA_DICH_VU: '18.0001.0001.K.01901' } },
      { why: 'a bed', record: { MA_DICH_VU: 'K03.NO1' } },
      { why: 'a transport', record: { MA_DICH_VU: 'VC.01901' } },
    ],
    invalid: [
      { why: 'a code of its own', record: { MA_DICH_VU: 'XN-01' } },
      { why: 'a transport to nowhere', record: { MA_DICH_VU: 'VC.1901' } },
    ],
  }),
  recordRule({
    name: 'nothing-for-services-without-price',
    tables: ['XML3'],
    field: 'DON_GIA_BH',
    ...EXPECTED,
    problem: {
      vi: 'MA_DICH_VU {code} chưa có mức giá hoặc không thực hiện được, nhưng DON_GIA_BH lớn hơn 0',
      en: 'MA_DICH_VU {code} has no price or was broken off, but DON_GIA_BH is above 0',
    },
    remedy: thenRow({
      vi: 'Sửa MA_DICH_VU, hoặc ghi DON_GIA_BH 0',
      en: 'Correct MA_DICH_VU, or write 0 into DON_GIA_BH',
    }),
    catalogue: ['COD-19', 'COD-20'],
    standards: SINCE_130,
    when: [{ allAbsent: ['MA_VAT_TU'] }],
    evidence: { MA_DICH_VU: 'text', DON_GIA_BH: 'decimal' },
    holds: ({ MA_DICH_VU, DON_GIA_BH }) =>
      !WITHOUT_PRICE.test(MA_DICH_VU) || compare(DON_GIA_BH, ZERO) === 0 || broken({ code: MA_DICH_VU }),
    valid: [
      { why: 'nothing', record: { MA_DICH_VU: '10.0502.0000', DON_GIA_BH: '0' } },
      { why: 'a price', record: { MA_DICH_VU: '10.0502.0491', DON_GIA_BH: '100' } },
    ],
    invalid: [
      { why: 'no price number', record: { MA_DICH_VU: '10.0502.0000', DON_GIA_BH: '100' } },
      { why: 'not carried through', record: { MA_DICH_VU: '10.0502.0491_TB', DON_GIA_BH: '100' } },
    ],
  }),
  recordRule({
    name: 'required-with-transport',
    tables: ['XML3'],
    field: 'MA_XANG_DAU',
    ...EXPECTED,
    problem: {
      vi: 'MA_DICH_VU là vận chuyển (VC.) nhưng MA_XANG_DAU để trống',
      en: 'MA_DICH_VU is a transport (VC.), but MA_XANG_DAU is empty',
    },
    remedy: { vi: 'Ghi mã xăng, dầu hoặc điện vào MA_XANG_DAU', en: 'Write the code of the fuel into MA_XANG_DAU' },
    catalogue: ['COD-21'],
    standards: SINCE_130,
    evidence: { MA_DICH_VU: 'text' },
    also: { MA_XANG_DAU: 'text' },
    holds: ({ MA_DICH_VU, MA_XANG_DAU }) => MA_XANG_DAU !== '' || !MA_DICH_VU.startsWith('VC.'),
    valid: [{ why: 'with fuel', record: { MA_DICH_VU: 'VC.01901', MA_XANG_DAU: 'R953V1' } }],
    invalid: [{ why: 'without', record: { MA_DICH_VU: 'VC.01901' } }],
  }),
  recordRule({
    name: 'four-parts',
    tables: ['XML2'],
    field: 'TT_THAU',
    ...REFUSED,
    problem: {
      vi: 'TT_THAU không có dạng số quyết định;gói thầu;nhóm thầu;năm',
      en: 'TT_THAU does not have the form decision;package;group;year',
    },
    remedy: {
      vi: 'Ghi TT_THAU theo dạng này, ví dụ 123/QĐ-SYT;G1;N1;2026; thuốc tự bào chế ghi số văn bản;năm',
      en: 'Write TT_THAU in this form, for example 123/QĐ-SYT;G1;N1;2026; of what the facility prepares write letter;year',
    },
    catalogue: ['COD-26'],
    standards: SINCE_130,
    when: [{ field: 'MA_NHOM', notIn: ['7', '17'] }],
    evidence: { TT_THAU: 'text' },
    holds: ({ TT_THAU }) => BID.test(TT_THAU),
    valid: [
      { why: 'the four', record: { MA_NHOM: '4', TT_THAU: '00/QĐ-THU;G1;N1;2026' } },
      { why: 'with the year of the package', record: { MA_NHOM: '4', TT_THAU: '00/QĐ-THU;G1.25;N2;2025' } },
      { why: 'the second of two winners', record: { MA_NHOM: '4', TT_THAU: '00/QĐ-THU;G1;N1;2022;G2.02' } },
      { why: 'by the decision of a province', record: { MA_NHOM: '4', TT_THAU: '00/QĐ-THU;G2;N3;2021;31' } },
      { why: 'by the decision of a facility', record: { MA_NHOM: '4', TT_THAU: '00/QĐ-THU;G1;N3;2021;79048' } },
      { why: 'prepared by the facility', record: { MA_NHOM: '4', TT_THAU: '00/THU-BH;2023' } },
    ],
    invalid: [
      { why: 'three', record: { MA_NHOM: '4', TT_THAU: '00/QĐ-THU;G1;2026' } },
      { why: 'in another order', record: { MA_NHOM: '4', TT_THAU: '2026;G1;N1;00/QĐ-THU' } },
    ],
  }),
  recordRule({
    name: 'two-to-four-parts',
    tables: ['XML3'],
    field: 'TT_THAU',
    ...REFUSED,
    problem: {
      vi: 'TT_THAU của vật tư không có dạng số quyết định;gói thầu;nhóm thầu;năm',
      en: 'TT_THAU of a supply does not have the form decision;package;group;year',
    },
    remedy: {
      vi: 'Ghi TT_THAU theo dạng này, ví dụ 123.01;G1;N0;2026; vật tư tự sản xuất ghi số văn bản;năm',
      en: 'Write TT_THAU in this form, for example 123.01;G1;N0;2026; of what the facility makes write letter;year',
    },
    catalogue: ['COD-26'],
    standards: SINCE_130,
    when: [{ field: 'MA_NHOM', in: ['10', '11'] }],
    evidence: { TT_THAU: 'text' },
    holds: ({ TT_THAU }) => SUPPLY_BID.test(TT_THAU),
    valid: [
      { why: 'the four', record: { MA_NHOM: '10', TT_THAU: '132.01901;G1;N2;2021' } },
      { why: 'without a group', record: { MA_NHOM: '10', TT_THAU: '20.00;G1;2019' } },
      { why: 'made by the facility', record: { MA_NHOM: '11', TT_THAU: '00/THU-BH;2023' } },
    ],
    invalid: [{ why: 'a decision alone', record: { MA_NHOM: '10', TT_THAU: '132.01901' } }],
  }),
  recordRule({
    name: 'without-digits',
    tables: ['XML2'],
    field: 'DON_VI_TINH',
    ...EXPECTED,
    problem: { vi: 'DON_VI_TINH có chữ số', en: 'DON_VI_TINH has digits' },
    remedy: {
      vi: 'Chỉ ghi đơn vị vào DON_VI_TINH, ví dụ Viên, Lọ, Ống',
      en: 'Write only the unit into DON_VI_TINH, for example Viên, Lọ, Ống',
    },
    catalogue: ['COD-28'],
    standards: ALL_STANDARDS,
    evidence: { DON_VI_TINH: 'text' },
    holds: ({ DON_VI_TINH }) => !/\d/.test(DON_VI_TINH),
    valid: [{ why: 'a unit', record: { DON_VI_TINH: 'Viên' } }],
    invalid: [{ why: 'a size', record: { DON_VI_TINH: 'Lọ 5ml' } }],
  }),
  recordRule({
    name: 'required-for-surgery',
    tables: ['XML3'],
    field: 'MA_PTTT_QT',
    ...EXPECTED,
    problem: {
      vi: 'Dòng phẫu thuật, thủ thuật (MA_NHOM {group}) có MA_PTTT_QT để trống',
      en: 'The row of a surgery or procedure (MA_NHOM {group}) has an empty MA_PTTT_QT',
    },
    remedy: {
      vi: 'Ghi mã ICD-9-CM của phẫu thuật, thủ thuật vào MA_PTTT_QT',
      en: 'Write the ICD-9-CM code of the surgery or procedure into MA_PTTT_QT',
    },
    catalogue: ['COD-33'],
    standards: SINCE_130,
    when: [{ field: 'MA_NHOM', in: ['8', '18'] }],
    evidence: { MA_NHOM: 'code' },
    also: { MA_PTTT_QT: 'text' },
    holds: ({ MA_NHOM, MA_PTTT_QT }) => MA_PTTT_QT !== '' || broken({ group: MA_NHOM }),
    valid: [{ why: 'with the code', record: { MA_NHOM: '8', MA_PTTT_QT: '47.09' } }],
    invalid: [{ why: 'without', record: { MA_NHOM: '18' } }],
  }),
]
