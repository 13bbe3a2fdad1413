import type { LakeColumn, LakeRowOf } from './column.ts'

/**
 * The tables of the lake: an allow-list. Whatever is not named here does not leave the warehouse. One shape over all standards; the fields
 * of older ones that say the same are named in `from`. Changing a column is a new `SCHEMA_VERSION`; files of older ones stay readable, as
 * every file names its own columns.
 */
export const SCHEMA_VERSION = 1

const SCOPE = [
  {
    name: 'province',
    type: 'text',
    class: 'place',
    title: { vi: 'Mã tỉnh trong mã cơ sở KCB', en: 'Province in the code of the facility' },
    reason: 'The partition; the code in use before 01/07/2025, as in codes of facilities.',
  },
  {
    name: 'month',
    type: 'text',
    class: 'time',
    title: { vi: 'Tháng ra viện (yyyy-mm)', en: 'Month of discharge (yyyy-mm)' },
    from: ['XML1.NGAY_RA'],
    reason: 'The partition; of a dossier without a readable discharge the month in which it was received.',
  },
  {
    name: 'facility',
    type: 'text',
    class: 'place',
    title: { vi: 'Mã cơ sở KCB', en: 'Facility' },
    from: ['XML1.MA_CSKCB'],
    reason: 'Who is asked about; facilities are no persons.',
  },
  {
    name: 'purpose',
    type: 'text',
    class: 'fact',
    title: { vi: 'Mục đích gửi: management, payment', en: 'Purpose: management or payment' },
    reason: 'The same encounter is sent for both; a question counts one of them.',
  },
  {
    name: 'encounter',
    type: 'text',
    class: 'pseudonym',
    title: { vi: 'Mã thay thế của đợt KCB', en: 'The encounter' },
    from: ['XML1.MA_LK', 'XML2.MA_LK', 'XML3.MA_LK'],
    reason: 'Keyed hash of facility and MA_LK; joins the tables, and management with payment data.',
  },
] as const satisfies readonly LakeColumn[]

const money = <const Name extends string>(name: Name, vi: string, en: string, ...from: string[]) =>
  ({
    name,
    type: 'money',
    class: 'amount',
    title: { vi: `${vi} (đồng)`, en: `${en} (đồng)` },
    from,
    reason: 'What the question is about.',
  }) as const satisfies LakeColumn

const code = <const Name extends string>(name: Name, vi: string, en: string, ...from: string[]) =>
  ({
    name,
    type: 'text',
    class: 'code',
    title: { vi, en },
    from,
    reason: 'A code; anything that has not the form of one is left out.',
  }) as const satisfies LakeColumn

const count = <const Name extends string>(name: Name, vi: string, en: string, reason: string, ...from: string[]) =>
  ({ name, type: 'int', class: 'fact', title: { vi, en }, from, reason }) as const satisfies LakeColumn

const fact = <const Name extends string>(name: Name, vi: string, en: string, reason: string) =>
  ({ name, type: 'text', class: 'fact', title: { vi, en }, reason }) as const satisfies LakeColumn

/** Verified, current dossiers. */
const ENCOUNTERS = [
  ...SCOPE,
  {
    name: 'person',
    type: 'text',
    class: 'pseudonym',
    title: { vi: 'Mã thay thế của người bệnh', en: 'The person' },
    from: ['XML1.SO_CCCD', 'XML1.MA_THE_BHYT', 'XML1.MA_THE'],
    reason:
      'Keyed hash, another one for each purpose; empty where no number identifies the person, and after an erasure.',
  },
  fact('standard', 'Chuẩn dữ liệu của tệp', 'Standard of the file', 'Amounts of QĐ 4210 differ in meaning.'),
  count('version', 'Lần gửi của hồ sơ', 'Version of the dossier', 'More than 1: it was corrected.'),
  code('sex', 'Giới tính', 'Sex', 'XML1.GIOI_TINH'),
  {
    name: 'age_years',
    type: 'int',
    class: 'fact',
    title: { vi: 'Tuổi tròn năm lúc vào viện', en: 'Whole years of age on admission' },
    from: ['XML1.NGAY_SINH'],
    reason: 'Never the birthday; 90 stands for 90 and older.',
  },
  {
    name: 'residence_province',
    type: 'text',
    class: 'place',
    title: { vi: 'Tỉnh cư trú', en: 'Province of residence' },
    from: ['XML1.MATINH_CU_TRU'],
    reason: 'Empty where fewer than five persons of the facility and month share it.',
  },
  {
    name: 'residence_commune',
    type: 'text',
    class: 'place',
    title: { vi: 'Xã cư trú', en: 'Commune of residence' },
    from: ['XML1.MAXA_CU_TRU'],
    reason: 'Empty where fewer than five persons of the facility and month share it.',
  },
  code('card_group', 'Nhóm đối tượng trên thẻ', 'Group of the card', 'XML1.MA_THE_BHYT', 'XML1.MA_THE'),
  code('card_benefit', 'Mức hưởng trên thẻ', 'Benefit level of the card', 'XML1.MA_THE_BHYT', 'XML1.MA_THE'),
  code('encounter_type', 'Loại hình KCB', 'Type of encounter', 'XML1.MA_LOAI_KCB'),
  code(
    'patient_category',
    'Đối tượng đến KCB',
    'Category of the patient',
    'XML1.MA_DOITUONG_KCB',
    'XML1.MA_LYDO_VVIEN',
  ),
  code('department', 'Khoa', 'Department', 'XML1.MA_KHOA'),
  code('main_diagnosis', 'Mã bệnh chính', 'Main diagnosis', 'XML1.MA_BENH_CHINH', 'XML1.MA_BENH'),
  code('icd_chapter', 'Chương ICD-10', 'Chapter of ICD-10', 'XML1.MA_BENH_CHINH', 'XML1.MA_BENH'),
  code('accident', 'Tai nạn', 'Accident', 'XML1.MA_TAI_NAN'),
  code('treatment_result', 'Kết quả điều trị', 'Result of treatment', 'XML1.KET_QUA_DTRI'),
  code('discharge_kind', 'Loại ra viện', 'Kind of discharge', 'XML1.MA_LOAI_RV', 'XML1.TINH_TRANG_RV'),
  code('referred_from', 'Nơi chuyển đến', 'Referred from', 'XML1.MA_NOI_DI', 'XML1.MA_NOI_CHUYEN'),
  code('referred_to', 'Nơi chuyển đi', 'Referred to', 'XML1.MA_NOI_DEN'),
  {
    name: 'ended_on',
    type: 'day',
    class: 'time',
    title: { vi: 'Ngày ra viện', en: 'Day of discharge' },
    from: ['XML1.NGAY_RA'],
    reason:
      'The Monday of its week, or the first of its month, where fewer than five persons left the facility on that day or in that week.',
  },
  fact(
    'ended_precision',
    'Độ chính xác: day, week, month',
    'Precision: day, week or month',
    'How far the day is coarsened.',
  ),
  count(
    'stay_days',
    'Số ngày từ vào viện đến ra viện',
    'Days from admission to discharge',
    'The length of a stay without its dates.',
    'XML1.NGAY_VAO',
    'XML1.NGAY_RA',
  ),
  count('treatment_days', 'Số ngày điều trị', 'Days of treatment', 'As the dossier counts them.', 'XML1.SO_NGAY_DTRI'),
  money('drugs', 'Tiền thuốc', 'Drugs', 'XML1.T_THUOC'),
  money('supplies', 'Tiền vật tư y tế', 'Medical supplies', 'XML1.T_VTYT'),
  money('total', 'Tổng chi phí', 'Total cost', 'XML1.T_TONGCHI_BV', 'XML1.T_TONGCHI'),
  money('total_covered', 'Tổng chi phí trong phạm vi BHYT', 'Cost within the scope of insurance', 'XML1.T_TONGCHI_BH'),
  money('fund', 'BHYT thanh toán', 'Paid by the fund', 'XML1.T_BHTT'),
  money('co_payment', 'Người bệnh cùng chi trả', 'Co-payment', 'XML1.T_BNCCT'),
  money('self_paid', 'Người bệnh tự trả', 'Paid by the patient', 'XML1.T_BNTT'),
  money('other_sources', 'Nguồn khác', 'Other sources', 'XML1.T_NGUONKHAC'),
  fact('timeliness', 'Đúng hạn: at-once, in-time, before-5th, excused, late', 'Timeliness', 'Whether it came in time.'),
  fact(
    'assessment',
    'Kết quả giám định của BHXH',
    'Assessment of BHXH',
    'accepted, reduced or refused; empty: none is known.',
  ),
] as const satisfies readonly LakeColumn[]

/** Drugs, services, beds and supplies of those dossiers. */
const LINES = [
  ...SCOPE,
  fact(
    'kind',
    'Loại: drug, service, bed, supply',
    'Kind: drug, service, bed or supply',
    'Drugs are XML2; of XML3 a line with MA_VAT_TU is a supply, one of the groups 14 to 16 a bed.',
  ),
  count('line', 'Số thứ tự trong hồ sơ', 'Place in the dossier', 'Lines of one encounter have different places.'),
  code(
    'code',
    'Mã thuốc, dịch vụ, vật tư',
    'Code of drug, service or supply',
    'XML2.MA_THUOC',
    'XML3.MA_DICH_VU',
    'XML3.MA_VAT_TU',
  ),
  code('registration', 'Số đăng ký', 'Registration number', 'XML2.SO_DANG_KY'),
  code('cost_group', 'Nhóm chi phí', 'Cost group', 'XML2.MA_NHOM', 'XML3.MA_NHOM'),
  code('coverage', 'Phạm vi hưởng', 'Scope of coverage', 'XML2.PHAM_VI', 'XML3.PHAM_VI'),
  code('line_department', 'Khoa chỉ định', 'Department', 'XML2.MA_KHOA', 'XML3.MA_KHOA'),
  count(
    'day_of_stay',
    'Ngày thứ mấy của đợt KCB',
    'Day of the stay',
    'Days from admission to the order; never the date.',
    'XML2.NGAY_YL',
    'XML3.NGAY_YL',
  ),
  {
    name: 'quantity',
    type: 'quantity',
    class: 'amount',
    title: { vi: 'Số lượng', en: 'Quantity' },
    from: ['XML2.SO_LUONG', 'XML3.SO_LUONG'],
    reason: 'What the question is about.',
  },
  {
    name: 'unit_price',
    type: 'quantity',
    class: 'amount',
    title: { vi: 'Đơn giá (đồng)', en: 'Unit price (đồng)' },
    from: ['XML2.DON_GIA', 'XML3.DON_GIA', 'XML3.DON_GIA_BV', 'XML3.DON_GIA_BH'],
    reason: 'Of services the price of the facility; prices have three decimals.',
  },
  money(
    'line_total',
    'Thành tiền',
    'Amount',
    'XML2.THANH_TIEN',
    'XML2.THANH_TIEN_BV',
    'XML3.THANH_TIEN',
    'XML3.THANH_TIEN_BV',
  ),
  money(
    'line_covered',
    'Thành tiền trong phạm vi BHYT',
    'Amount within the scope',
    'XML2.THANH_TIEN_BH',
    'XML3.THANH_TIEN_BH',
  ),
  money('line_fund', 'BHYT thanh toán', 'Paid by the fund', 'XML2.T_BHTT', 'XML3.T_BHTT'),
  money('line_co_payment', 'Người bệnh cùng chi trả', 'Co-payment', 'XML2.T_BNCCT', 'XML3.T_BNCCT'),
  money('line_self_paid', 'Người bệnh tự trả', 'Paid by the patient', 'XML2.T_BNTT', 'XML3.T_BNTT'),
  money('line_other_sources', 'Nguồn khác', 'Other sources', 'XML2.T_NGUONKHAC', 'XML3.T_NGUONKHAC'),
] as const satisfies readonly LakeColumn[]

/** Every diagnosis of those dossiers: the main one has position 0. */
const DIAGNOSES = [
  ...SCOPE,
  count(
    'position',
    'Thứ tự: 0 là bệnh chính',
    'Position: 0 is the main one',
    'Main and accompanying diagnoses in one table.',
  ),
  fact('system', 'Bộ mã: icd10, traditional', 'Code system', 'ICD-10, or diseases of traditional medicine.'),
  code(
    'diagnosis',
    'Mã bệnh',
    'Diagnosis',
    'XML1.MA_BENH_CHINH',
    'XML1.MA_BENH_KT',
    'XML1.MA_BENH_YHCT',
    'XML1.MA_BENH',
    'XML1.MA_BENHKHAC',
  ),
] as const satisfies readonly LakeColumn[]

/** Findings of every dossier that was sent, rejected ones too: without values. */
const FINDINGS = [
  ...SCOPE,
  fact('rule', 'Quy tắc', 'Rule', 'The rule catalogue names it.'),
  fact('severity', 'Mức độ: error, warning, info', 'Severity', 'As it was reported.'),
  fact('table_id', 'Bảng', 'Table', 'Where it was found.'),
  fact('field', 'Trường', 'Field', 'Where it was found; never the value.'),
] as const satisfies readonly LakeColumn[]

/** What BHXH decided, of whole dossiers and of lines. */
const ASSESSMENTS = [
  ...SCOPE,
  fact('scope', 'Phạm vi: dossier, line', 'Scope: dossier or line', 'Amounts of both are not added.'),
  fact('table_id', 'Bảng của dòng', 'Table of the line', 'Empty of a whole dossier.'),
  fact('decision', 'Quyết định: accepted, reduced, refused', 'Decision', 'What was decided.'),
  code('reason_code', 'Mã lý do', 'Code of the reason', 'assessment.reasonCode'),
  money('amount', 'Số tiền BHXH chấp nhận', 'Amount accepted', 'assessment.amount'),
] as const satisfies readonly LakeColumn[]

/** What became of every dossier that was sent, whatever its version. */
const EVENTS = [
  ...SCOPE,
  fact(
    'received_month',
    'Tháng nhận (yyyy-mm)',
    'Month received (yyyy-mm)',
    'The day would give the day of discharge away.',
  ),
  count(
    'delay_days',
    'Số ngày từ ra viện đến khi nhận',
    'Days from discharge to receipt',
    '60 stands for 60 and more.',
  ),
  fact('standard', 'Chuẩn dữ liệu của tệp', 'Standard of the file', 'Which standard fails where.'),
  fact(
    'outcome',
    'Kết quả: accepted, accepted-with-warnings, rejected',
    'Outcome',
    'What the acknowledgement said in the end.',
  ),
  fact(
    'state',
    'Trạng thái phiên bản',
    'State of the version',
    'As the warehouse names it (docs/his/answers.md); empty of a rejected one.',
  ),
  count('version', 'Lần gửi của hồ sơ', 'Version of the dossier', 'How often it was sent.'),
  count('errors', 'Số lỗi', 'Errors', 'Counted for the dossier.'),
  count('warnings', 'Số cảnh báo', 'Warnings', 'Counted for the dossier.'),
  fact('timeliness', 'Đúng hạn', 'Timeliness', 'Whether it came in time.'),
] as const satisfies readonly LakeColumn[]

export const TABLES = {
  encounters: ENCOUNTERS,
  lines: LINES,
  diagnoses: DIAGNOSES,
  findings: FINDINGS,
  assessments: ASSESSMENTS,
  events: EVENTS,
} as const

export type TableName = keyof typeof TABLES
export type LakeRow<Name extends TableName> = LakeRowOf<(typeof TABLES)[Name]>
/** Rows of one or more dossiers by table. */
export type LakeRows = { readonly [Name in TableName]: LakeRow<Name>[] }

// `Object.keys` forgets that the names are those of the table.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[]
