import type { DimensionId } from './figures.ts'

/** How the values of each dimension are headed. */
export const headings: Readonly<Record<DimensionId, string>> = {
  total: 'Phạm vi',
  day: 'Ngày nhận',
  week: 'Tuần',
  facility: 'Mã CSKCB',
  'encounter-type': 'Mã loại hình KCB',
  chapter: 'Chương ICD-10',
  diagnosis: 'Mã bệnh chính',
  'cost-group': 'Mã nhóm chi phí',
  rule: 'Quy tắc',
  table: 'Bảng',
  field: 'Trường',
}
