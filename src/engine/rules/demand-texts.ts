import type { Text } from '../../kernel/text.ts'

type Words = { readonly problem: Text; readonly remedy: Text }

/** What is said when a demand that follows from a field's entry in the decision is not met. */
export const FIELD_DEMANDS = {
  required: {
    problem: { vi: '{field} ({label}) để trống{when}', en: '{field} is empty{when}' },
    remedy: {
      vi: 'Điền {field} trong bảng {table} rồi gửi lại hồ sơ',
      en: 'Fill in {field} of {table} and send the dossier again',
    },
  },
  number: {
    problem: { vi: '{field} ({label}) không phải là số', en: '{field} is not a number' },
    remedy: {
      vi: 'Chỉ dùng chữ số và dấu chấm thập phân, không có dấu phân cách hàng nghìn, ví dụ 12500.50',
      en: 'Use digits and a decimal point only, no thousands separator, as in 12500.50',
    },
  },
  'decimal-comma': {
    problem: { vi: '{field} ({label}) dùng dấu phẩy thập phân', en: '{field} has a decimal comma' },
    remedy: {
      vi: 'Viết dấu chấm thay dấu phẩy, ví dụ 12500.50',
      en: 'Write a point instead of the comma, as in 12500.50',
    },
  },
  decimals: {
    problem: {
      vi: '{field} ({label}) có hơn {limit} chữ số thập phân',
      en: '{field} has more than {limit} digits after the point',
    },
    remedy: { vi: 'Làm tròn đến {limit} chữ số thập phân', en: 'Round to {limit} digits after the point' },
  },
  date: {
    problem: {
      vi: '{field} ({label}) không phải ngày có thật dạng {form}',
      en: '{field} is not a real date in the form {form}',
    },
    remedy: { vi: 'Viết đủ chữ số theo dạng {form}', en: 'Write all digits in the form {form}' },
  },
  'max-length': {
    problem: { vi: '{field} ({label}) dài hơn {limit} ký tự', en: '{field} is longer than {limit} characters' },
    remedy: { vi: 'Rút còn tối đa {limit} ký tự', en: 'Shorten it to at most {limit} characters' },
  },
  'annex-length': {
    problem: {
      vi: '{field} ({label}) dài hơn {limit} ký tự của phụ lục',
      en: '{field} is longer than the {limit} characters of the annex',
    },
    remedy: {
      vi: 'Rút còn tối đa {limit} ký tự; cổng tiếp nhận hiện vẫn nhận dài hơn',
      en: 'Shorten it to at most {limit} characters; the gateway still takes more',
    },
  },
  'portal-length': {
    problem: {
      vi: '{field} ({label}) dài hơn {limit} ký tự mà cổng tiếp nhận thường nhận',
      en: '{field} is longer than the {limit} characters that gateways usually take',
    },
    remedy: { vi: 'Cân nhắc rút gọn', en: 'Consider shortening it' },
  },
  'allowed-values': {
    problem: { vi: '{field} ({label}) có giá trị ngoài danh sách', en: '{field} has a value outside its list' },
    remedy: { vi: 'Dùng một trong các giá trị: {list}', en: 'Use one of: {list}' },
  },
  form: {
    problem: { vi: '{field} ({label}) phải là {form}', en: '{field} must be {form}' },
    remedy: { vi: 'Sửa lại theo đúng dạng', en: 'Write it in that form' },
  },
  separator: {
    problem: {
      vi: '{field} ({label}) có phần tử rỗng hoặc dấu phân cách sai',
      en: '{field} has an empty item or a wrong separator',
    },
    remedy: {
      vi: 'Ngăn cách các giá trị bằng "{separator}", không thừa dấu ở đầu, cuối',
      en: 'Separate the values by "{separator}", with none at the start or the end',
    },
  },
  'max-items': {
    problem: { vi: '{field} ({label}) có hơn {limit} giá trị', en: '{field} has more than {limit} values' },
    remedy: { vi: 'Giữ tối đa {limit} giá trị', en: 'Keep at most {limit} values' },
  },
} as const satisfies Record<string, Words>

export type FieldDemandName = keyof typeof FIELD_DEMANDS
