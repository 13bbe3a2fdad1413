import type { Text } from '../../kernel/text.ts'
import type { Demand, Severity, Source } from '../finding/finding.ts'
import type { Table } from '../standards/field.ts'

export type RowDemands = Readonly<
  Record<
    'empty' | 'duplicate' | 'unknown' | 'misspelt' | 'otherStandard' | 'nested' | 'misplaced' | 'strayText',
    Demand
  >
>

type Words = { readonly id: string; readonly severity: Severity; readonly problem: Text; readonly remedy: Text }

/** What is demanded of any row and any table by its form alone; an id begins with the table. */
const WORDS = {
  empty: {
    id: 'row.not-empty',
    severity: 'error',
    problem: { vi: 'Dòng của bảng {table} không có giá trị nào', en: 'A row of {table} has no value at all' },
    remedy: {
      vi: 'Bỏ dòng này, hoặc bỏ FILEHOSO của bảng nếu bảng không có dữ liệu; nếu có dữ liệu thì điền các thẻ',
      en: 'Remove the row, or the FILEHOSO of the table if the table has no data; if there are data, fill in the elements',
    },
  },
  duplicate: {
    id: 'element.once',
    severity: 'error',
    problem: { vi: '{field} xuất hiện hơn một lần trong một dòng', en: '{field} appears more than once in a row' },
    remedy: { vi: 'Chỉ giữ một thẻ {field}', en: 'Keep only one element {field}' },
  },
  unknown: {
    id: 'element.known',
    severity: 'warning',
    problem: { vi: 'Bảng {table} không có thẻ {field}', en: '{table} has no element {field}' },
    remedy: { vi: 'Bỏ thẻ {field}; giá trị của thẻ không được đọc', en: 'Remove {field}; its value is not read' },
  },
  misspelt: {
    id: 'element.spelling',
    severity: 'warning',
    problem: {
      vi: 'Bảng {table} không có thẻ {field}; có thể là {nearest}',
      en: '{table} has no element {field}; it may be {nearest}',
    },
    remedy: { vi: 'Sửa tên thẻ {field} thành {nearest}', en: 'Rename {field} to {nearest}' },
  },
  otherStandard: {
    id: 'element.of-this-standard',
    severity: 'warning',
    problem: {
      vi: 'Thẻ {field} của bảng {table} thuộc QĐ {others}, không thuộc QĐ {standard} của tệp này',
      en: '{field} of {table} belongs to QĐ {others}, not to QĐ {standard} of this file',
    },
    remedy: {
      vi: 'Xuất cả tệp theo một chuẩn; nếu tệp theo QĐ {others}, gửi kèm tham số standard',
      en: 'Write the whole file in one standard; if the file is in QĐ {others}, send the parameter standard with it',
    },
  },
  nested: {
    id: 'value.no-elements',
    severity: 'error',
    problem: { vi: 'Có thẻ {field} bên trong một giá trị', en: 'There is an element {field} inside a value' },
    remedy: {
      vi: 'Ký tự < trong văn bản phải viết là &lt; hoặc đặt trong CDATA',
      en: 'Write the character < in text as &lt;, or put the text into CDATA',
    },
  },
  misplaced: {
    id: 'row.known',
    severity: 'error',
    problem: {
      vi: 'Bảng {table} có thẻ {field} ở chỗ của một dòng; nội dung của thẻ này không được đọc',
      en: '{table} has the element {field} where its rows should be; its content is not read',
    },
    remedy: { vi: 'Mỗi dòng phải là một thẻ {expected}', en: 'Each row must be an element {expected}' },
  },
  strayText: {
    id: 'row.no-text',
    severity: 'warning',
    problem: { vi: 'Có văn bản nằm ngoài các thẻ của bảng {table}', en: '{table} has text outside its elements' },
    remedy: { vi: 'Xóa phần văn bản thừa', en: 'Remove the text outside the elements' },
  },
} as const satisfies Record<keyof RowDemands, Words>

/** The demands of one table. */
export function rowDemandsOf(table: Pick<Table, 'id' | 'place' | 'document'>): RowDemands {
  const source: Source = { document: table.document, place: table.place, confidence: 'high' }
  const demand = (words: Words): Demand => ({ ...words, id: `${table.id}.${words.id}`, source })
  return {
    empty: demand(WORDS.empty),
    duplicate: demand(WORDS.duplicate),
    unknown: demand(WORDS.unknown),
    misspelt: demand(WORDS.misspelt),
    otherStandard: demand(WORDS.otherStandard),
    nested: demand(WORDS.nested),
    misplaced: demand(WORDS.misplaced),
    strayText: demand(WORDS.strayText),
  }
}
