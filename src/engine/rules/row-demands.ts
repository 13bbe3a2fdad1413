import type { Demand, Source } from '../finding/finding.ts'
import type { Table } from '../standards/field.ts'

export type RowDemands = Readonly<
  Record<
    'empty' | 'duplicate' | 'unknown' | 'misspelt' | 'otherStandard' | 'nested' | 'misplaced' | 'strayText',
    Demand
  >
>

/** What is demanded of any row and any table by its form alone. */
export function rowDemandsOf(table: Pick<Table, 'id' | 'place' | 'document'>): RowDemands {
  const source: Source = { document: table.document, place: table.place, confidence: 'high' }
  return {
    empty: {
      id: `${table.id}.row.not-empty`,
      severity: 'error',
      problem: { vi: 'Dòng của bảng {table} không có giá trị nào', en: 'A row of {table} has no value at all' },
      remedy: {
        vi: 'Bỏ dòng này, hoặc bỏ FILEHOSO của bảng nếu bảng không có dữ liệu; nếu có dữ liệu thì điền các thẻ',
        en: 'Remove the row, or the FILEHOSO of the table if the table has no data; if there are data, fill in the elements',
      },
      source,
    },
    duplicate: {
      id: `${table.id}.element.once`,
      severity: 'error',
      problem: { vi: '{field} xuất hiện hơn một lần trong một dòng', en: '{field} appears more than once in a row' },
      remedy: { vi: 'Chỉ giữ một thẻ {field}', en: 'Keep only one element {field}' },
      source,
    },
    unknown: {
      id: `${table.id}.element.known`,
      severity: 'warning',
      problem: { vi: 'Bảng {table} không có thẻ {field}', en: '{table} has no element {field}' },
      remedy: { vi: 'Bỏ thẻ {field}; giá trị của thẻ không được đọc', en: 'Remove {field}; its value is not read' },
      source,
    },
    misspelt: {
      id: `${table.id}.element.spelling`,
      severity: 'warning',
      problem: {
        vi: 'Bảng {table} không có thẻ {field}; có thể là {nearest}',
        en: '{table} has no element {field}; it may be {nearest}',
      },
      remedy: { vi: 'Sửa tên thẻ {field} thành {nearest}', en: 'Rename {field} to {nearest}' },
      source,
    },
    otherStandard: {
      id: `${table.id}.element.of-this-standard`,
      severity: 'warning',
      problem: {
        vi: 'Thẻ {field} của bảng {table} thuộc QĐ {others}, không thuộc QĐ {standard} của tệp này',
        en: '{field} of {table} belongs to QĐ {others}, not to QĐ {standard} of this file',
      },
      remedy: {
        vi: 'Xuất cả tệp theo một chuẩn; nếu tệp theo QĐ {others}, gửi kèm tham số standard',
        en: 'Write the whole file in one standard; if the file is in QĐ {others}, send the parameter standard with it',
      },
      source,
    },
    nested: {
      id: `${table.id}.value.no-elements`,
      severity: 'error',
      problem: { vi: 'Có thẻ {field} bên trong một giá trị', en: 'There is an element {field} inside a value' },
      remedy: {
        vi: 'Ký tự < trong văn bản phải viết là &lt; hoặc đặt trong CDATA',
        en: 'Write the character < in text as &lt;, or put the text into CDATA',
      },
      source,
    },
    misplaced: {
      id: `${table.id}.row.known`,
      severity: 'error',
      problem: {
        vi: 'Bảng {table} có thẻ {field} ở chỗ của một dòng; nội dung của thẻ này không được đọc',
        en: '{table} has the element {field} where its rows should be; its content is not read',
      },
      remedy: { vi: 'Mỗi dòng phải là một thẻ {expected}', en: 'Each row must be an element {expected}' },
      source,
    },
    strayText: {
      id: `${table.id}.row.no-text`,
      severity: 'warning',
      problem: { vi: 'Có văn bản nằm ngoài các thẻ của bảng {table}', en: '{table} has text outside its elements' },
      remedy: { vi: 'Xóa phần văn bản thừa', en: 'Remove the text outside the elements' },
      source,
    },
  }
}
