import type { Text } from '../../kernel/text.ts'

type Words = { readonly problem: Text; readonly remedy: Text }

/** What is said when a demand that follows from a field's entry in the decision is not met. */
export const FIELD_DEMANDS = {
  required: {
    problem: { vi: '{field} ({label}) để trống{when}', en: '{field} is empty{when}' },
    remedy: {
      vi: 'Điền {field} trong bảng {table} rồi gửi lại hồ sơ',
      en: 'Fill in {field} in {table} and send the dossier again',
    },
  },
  number: {
    problem: { vi: '{field} ({label}) không phải là số', en: '{field} is not a number' },
    remedy: {
      vi: 'Chỉ dùng chữ số và dấu chấm thập phân, không có dấu phân cách hàng nghìn, ví dụ {example}',
      en: 'Use digits and a decimal point only, no thousands separator, for example {example}',
    },
  },
  'decimal-comma': {
    problem: { vi: '{field} ({label}) dùng dấu phẩy thập phân', en: '{field} has a decimal comma' },
    remedy: {
      vi: 'Thay dấu phẩy bằng dấu chấm; phần lẻ, nếu trường có, viết sau dấu chấm, ví dụ {example}',
      en: 'Write a point instead of the comma; decimals, if the field has any, follow the point, for example {example}',
    },
  },
  decimals: {
    problem: {
      vi: '{field} ({label}) có hơn {limit} chữ số thập phân',
      en: '{field} has more than {limit} digits after the point',
    },
    remedy: {
      vi: 'Làm tròn {field} đến {limit} chữ số thập phân',
      en: 'Round {field} to {limit} digits after the point',
    },
  },
  date: {
    problem: {
      vi: '{field} ({label}) không phải ngày có thật dạng {form}',
      en: '{field} is not an existing date in the form {form}',
    },
    remedy: {
      vi: 'Ghi {field} đủ chữ số theo dạng {form}',
      en: 'Write {field} with all digits in the form {form}',
    },
  },
  'max-length': {
    problem: { vi: '{field} ({label}) dài hơn {limit} ký tự', en: '{field} is longer than {limit} characters' },
    remedy: {
      vi: 'Rút {field} còn tối đa {limit} ký tự{wholeCode}',
      en: 'Shorten {field} to at most {limit} characters{wholeCode}',
    },
  },
  'annex-length': {
    problem: {
      vi: '{field} ({label}) dài hơn {limit} ký tự của phụ lục',
      en: '{field} is longer than the {limit} characters of the annex',
    },
    remedy: {
      vi: 'Rút {field} còn tối đa {limit} ký tự{wholeCode}; cổng tiếp nhận hiện vẫn nhận giá trị dài hơn',
      en: 'Shorten {field} to at most {limit} characters{wholeCode}; the gateway still accepts longer values',
    },
  },
  'portal-length': {
    problem: {
      vi: '{field} ({label}) dài hơn {limit} ký tự mà cổng tiếp nhận thường nhận',
      en: '{field} is longer than the {limit} characters that gateways usually take',
    },
    remedy: { vi: 'Nên rút gọn {field}', en: 'Shorten {field} if you can' },
  },
  'allowed-values': {
    problem: { vi: '{field} ({label}) có giá trị ngoài danh sách', en: '{field} has a value outside its list' },
    remedy: {
      vi: 'Ghi {field} bằng một trong các giá trị: {list}',
      en: 'Write one of these values into {field}: {list}',
    },
  },
  form: {
    problem: { vi: '{field} ({label}) phải là {form}', en: '{field} must be {form}' },
    remedy: { vi: 'Ghi lại {field}: {form}', en: 'Write {field} as {form}' },
  },
  'card-group': {
    problem: {
      vi: '{field} ({label}): hai ký tự đầu của thẻ không phải mã nhóm đối tượng nào đã biết',
      en: '{field}: the first two characters of the card are not a known object group',
    },
    remedy: { vi: 'Tra cứu thẻ và ghi lại {field}', en: 'Look the card up and correct {field}' },
  },
  'card-benefit': {
    problem: {
      vi: '{field} ({label}): ký tự thứ ba (mức hưởng) của thẻ không phải mức hưởng của nhóm đối tượng ghi ở hai ký tự đầu',
      en: '{field}: the third character of the card (benefit) is not a benefit of the object group in its first two characters',
    },
    remedy: { vi: 'Tra cứu thẻ và ghi lại {field}', en: 'Look the card up and correct {field}' },
  },
  'card-province': {
    problem: {
      vi: '{field} ({label}): ký tự 4 và 5 của thẻ không phải mã tỉnh của thẻ BHYT (thẻ giữ mã tỉnh trước 01/07/2025; 97 quân đội, 98 công an)',
      en: '{field}: characters 4 and 5 of the card are not a province code of cards (cards keep the codes in use before 01/07/2025; 97 army, 98 police)',
    },
    remedy: { vi: 'Tra cứu thẻ và ghi lại {field}', en: 'Look the card up and correct {field}' },
  },
  separator: {
    problem: {
      vi: '{field} ({label}) có phần tử rỗng hoặc dấu phân cách sai',
      en: '{field} has an empty item or a wrong separator',
    },
    remedy: {
      vi: 'Ngăn cách các giá trị bằng "{separator}", không có dấu thừa ở đầu, ở cuối hoặc liền nhau',
      en: 'Separate the values by "{separator}", with none at the start, at the end or twice in a row',
    },
  },
  'max-items': {
    problem: { vi: '{field} ({label}) có hơn {limit} giá trị', en: '{field} has more than {limit} values' },
    remedy: { vi: 'Giữ tối đa {limit} giá trị trong {field}', en: 'Keep at most {limit} values in {field}' },
  },
} as const satisfies Record<string, Words>

export type FieldDemandName = keyof typeof FIELD_DEMANDS
