import type { Text } from '../../kernel/text.ts'
import type { ImportProblem } from './imported-row.ts'

export type ProblemText = {
  readonly severity: ImportProblem['severity']
  readonly message: Text
  readonly remedy: Text
}

const AS_TEXT: Text = {
  vi: 'Định dạng cột mã là Văn bản (Text), gõ lại mã đầy đủ theo văn bản gốc, ví dụ {example}.',
  en: 'Format the column of codes as Text and type the whole code again after the decision, e.g. {example}.',
}
const AS_VALUE: Text = {
  vi: 'Thay ô này bằng giá trị (Copy, Paste Special, Values) rồi kiểm tra lại.',
  en: 'Replace the cell by its value (Copy, Paste Special, Values) and check it.',
}

/** What can be wrong in a file, by a name that is never reused. */
export const explanations = {
  'heading-missing': {
    severity: 'error',
    message: {
      vi: 'Không nhận ra tiêu đề cột. Tìm thấy: {found}. Còn thiếu: {missing}.',
      en: 'The headings are not recognised. Found: {found}. Missing: {missing}.',
    },
    remedy: {
      vi: 'Đặt tên cột như trong phụ lục của Bộ Y tế, trong 7 dòng đầu; hoặc dùng các cột code, name, valid_from, valid_to.',
      en: 'Name the columns as in the annex of the Ministry, within the first 7 rows; or use code, name, valid_from, valid_to.',
    },
  },
  'heading-incomplete': {
    severity: 'warning',
    message: {
      vi: 'Thiếu một số cột thường có: {missing}; các cột khác vẫn được đọc.',
      en: 'Some usual columns are missing: {missing}; the others were read.',
    },
    remedy: { vi: 'Kiểm tra xem tệp có đủ cột không.', en: 'Check that the file has all its columns.' },
  },
  'sheet-not-read': {
    severity: 'warning',
    message: {
      vi: 'Trang tính "{sheet}" không được đọc: không có tiêu đề của danh mục này.',
      en: 'The sheet "{sheet}" was not read: it has no headings of this list.',
    },
    remedy: {
      vi: 'Nếu trang tính thuộc danh mục, sửa tiêu đề; nếu không, có thể bỏ qua.',
      en: 'If it belongs to the list, correct its headings; otherwise nothing need be done.',
    },
  },
  'sheet-hidden': {
    severity: 'warning',
    message: {
      vi: 'Trang tính "{sheet}" bị ẩn nên không được đọc.',
      en: 'The sheet "{sheet}" is hidden and was not read.',
    },
    remedy: {
      vi: 'Bỏ ẩn nếu cần đọc, hoặc xoá trang tính.',
      en: 'Unhide it if it should be read, or delete it.',
    },
  },
  'rows-hidden': {
    severity: 'warning',
    message: {
      vi: '{count} dòng bị ẩn trong Excel (ẩn tay, lọc hoặc gộp nhóm) vẫn được đọc: dòng {rows}.',
      en: '{count} rows that Excel hides (by hand, a filter or a group) were read all the same: rows {rows}.',
    },
    remedy: {
      vi: 'Bỏ ẩn, xem lại các dòng này; xoá dòng không thuộc danh mục.',
      en: 'Unhide them and look at them; delete those that do not belong to the list.',
    },
  },
  'columns-hidden': {
    severity: 'warning',
    message: {
      vi: 'Cột bị ẩn trong Excel vẫn được đọc: {columns}.',
      en: 'Columns that Excel hides were read all the same: {columns}.',
    },
    remedy: { vi: 'Bỏ ẩn và xem lại các cột này.', en: 'Unhide these columns and look at them.' },
  },
  'no-rows': {
    severity: 'error',
    message: { vi: 'Không có dòng mã nào dưới tiêu đề.', en: 'There is not one row of codes below the headings.' },
    remedy: { vi: 'Kiểm tra lại tệp.', en: 'Check the file.' },
  },
  'code-number': {
    severity: 'error',
    message: {
      vi: 'Ô mã là số {value}: Excel có thể đã làm mất số 0 (2.10 thành 2.1, 01 thành 1).',
      en: 'The code is a number cell, {value}: Excel may have dropped zeros (2.10 becomes 2.1, 01 becomes 1).',
    },
    remedy: {
      vi: `${AS_TEXT.vi} Nếu mọi mã của cột đều là số: có thể cho đọc theo giả định, --assume numeric-codes,trailing-zeros (API: assume=).`,
      en: `${AS_TEXT.en} If all codes of the column are numbers they can be read by assumption: --assume numeric-codes,trailing-zeros (API: assume=).`,
    },
  },
  'code-assumed-form': {
    severity: 'warning',
    message: {
      vi: 'Ô mã là số {value}; cấu trúc mã chỉ cho một cách đọc: {code}.',
      en: 'The code is a number cell, {value}; the form of the codes allows one reading only: {code}.',
    },
    remedy: { vi: 'Giả định numeric-codes. Kiểm tra lại mã.', en: 'Assumption numeric-codes. Check the code.' },
  },
  'code-assumed-codes-below': {
    severity: 'warning',
    message: {
      vi: 'Ô mã là số {value}; cột có mã chi tiết hơn bắt đầu như vậy nên đọc là {code}.',
      en: 'The code is a number cell, {value}; the column has more detailed codes that begin so, thus it was read as {code}.',
    },
    remedy: { vi: 'Giả định trailing-zeros. Kiểm tra lại mã.', en: 'Assumption trailing-zeros. Check the code.' },
  },
  'code-assumed-as-shown': {
    severity: 'warning',
    message: {
      vi: 'Ô mã là số {value}; cột không có mã chi tiết hơn nên đọc là {code}.',
      en: 'The code is a number cell, {value}; the column has no more detailed code, thus it was read as {code}.',
    },
    remedy: { vi: 'Giả định trailing-zeros. Kiểm tra lại mã.', en: 'Assumption trailing-zeros. Check the code.' },
  },
  'name-assumed-first': {
    severity: 'warning',
    message: {
      vi: 'Mã {value} có tên khác ở {first}; tên ở {first} được giữ.',
      en: 'The code {value} has another name in {first}; the name in {first} was kept.',
    },
    remedy: { vi: 'Giả định first-name. Kiểm tra lại tên.', en: 'Assumption first-name. Check the name.' },
  },
  'row-left-out': {
    severity: 'warning',
    message: {
      vi: 'Tên của mã là lỗi hoặc công thức Excel ({value}); dòng bị bỏ qua.',
      en: 'The name of the code is an Excel error or formula ({value}); the row was left out.',
    },
    remedy: {
      vi: 'Giả định leave-out. Thêm mã này bằng một tệp khác, --mode amend.',
      en: 'Assumption leave-out. Add the code by another file, --mode amend.',
    },
  },
  'code-number-whole': {
    severity: 'warning',
    message: {
      vi: 'Ô mã là số {value}; đủ độ dài của mã nên được đọc như văn bản.',
      en: 'The code is a number cell, {value}; it has the full length of a code and was read as text.',
    },
    remedy: AS_TEXT,
  },
  'code-date': {
    severity: 'error',
    message: {
      vi: 'Ô mã là ngày hoặc đúng/sai ({value}): Excel đã đổi mã.',
      en: 'The code is a date or a truth value ({value}): Excel has turned it into that.',
    },
    remedy: AS_TEXT,
  },
  'code-malformed': {
    severity: 'error',
    message: {
      vi: 'Mã {value} sai cấu trúc (ví dụ đúng: {example}).',
      en: 'The code {value} is malformed (well-formed is e.g. {example}).',
    },
    remedy: { vi: 'Sửa mã theo văn bản gốc.', en: 'Correct the code after the decision.' },
  },
  'code-lookalike': {
    severity: 'error',
    message: {
      vi: 'Mã {value} có ký tự giống chữ hoặc số thường nhưng là ký tự khác: {characters}.',
      en: 'The code {value} has characters that only look like plain letters or digits: {characters}.',
    },
    remedy: { vi: 'Gõ lại mã bằng bàn phím tiếng Anh.', en: 'Type the code again with plain Latin letters.' },
  },
  'code-blank-inside': {
    severity: 'warning',
    message: {
      vi: 'Có khoảng trắng bên trong mã; được đọc là {value}.',
      en: 'There is a blank inside the code; it was read as {value}.',
    },
    remedy: { vi: 'Bỏ khoảng trắng trong mã.', en: 'Remove the blank.' },
  },
  'code-missing': {
    severity: 'error',
    message: { vi: 'Dòng có tên nhưng không có mã.', en: 'The row has a name but no code.' },
    remedy: { vi: 'Điền mã hoặc xoá dòng.', en: 'Fill in the code or delete the row.' },
  },
  'name-missing': {
    severity: 'error',
    message: { vi: 'Mã {value} không có tên.', en: 'The code {value} has no name.' },
    remedy: { vi: 'Điền tên hoặc xoá dòng.', en: 'Fill in the name or delete the row.' },
  },
  'cell-formula': {
    severity: 'error',
    message: {
      vi: 'Ô là công thức; kết quả lưu trong tệp là {value}.',
      en: 'The cell is a formula; the result stored in the file is {value}.',
    },
    remedy: AS_VALUE,
  },
  'cell-error': {
    severity: 'error',
    message: { vi: 'Ô chứa lỗi Excel {value}.', en: 'The cell holds the Excel error {value}.' },
    remedy: AS_VALUE,
  },
  'value-malformed': {
    severity: 'warning',
    message: {
      vi: 'Giá trị {value} của cột {heading} sai cấu trúc (ví dụ đúng: {example}); được giữ nguyên.',
      en: 'The value {value} of the column {heading} is malformed (well-formed is e.g. {example}); it was kept as it is.',
    },
    remedy: { vi: 'Kiểm tra lại giá trị.', en: 'Check the value.' },
  },
  'date-malformed': {
    severity: 'error',
    message: { vi: '{value} không phải là ngày.', en: '{value} is not a date.' },
    remedy: {
      vi: 'Ghi ngày dạng dd/mm/yyyy, yyyymmdd hoặc yyyy-mm-dd.',
      en: 'Write dates as dd/mm/yyyy, yyyymmdd or yyyy-mm-dd.',
    },
  },
  'period-reversed': {
    severity: 'error',
    message: {
      vi: 'Ngày hết hiệu lực trước ngày bắt đầu.',
      en: 'The last day of validity is earlier than the first.',
    },
    remedy: { vi: 'Sửa lại hai ngày.', en: 'Correct the two dates.' },
  },
  'duplicate-equal': {
    severity: 'warning',
    message: {
      vi: 'Mã {value} đã có ở {first} với cùng nội dung; hai dòng được gộp.',
      en: 'The code {value} is already in {first} with the same content; the two were merged.',
    },
    remedy: { vi: 'Xoá một trong hai dòng.', en: 'Delete one of the two rows.' },
  },
  'duplicate-different': {
    severity: 'error',
    message: {
      vi: 'Mã {value} đã có ở {first} với nội dung khác ({fields}).',
      en: 'The code {value} is already in {first} with other content ({fields}).',
    },
    remedy: {
      vi: 'Giữ lại dòng đúng, hoặc ghi ngày hiệu lực khác nhau.',
      en: 'Keep the row that is right, or give the two different dates of validity.',
    },
  },
  'rows-without-code': {
    severity: 'warning',
    message: {
      vi: '{count} dòng không có mã được hiểu là tiêu đề nhóm hoặc ghi chú: dòng {rows}.',
      en: '{count} rows without a code were taken for group headings or notes: rows {rows}.',
    },
    remedy: { vi: 'Kiểm tra các dòng này.', en: 'Check these rows.' },
  },
  'flag-code-unknown': {
    severity: 'warning',
    message: {
      vi: '{count} mã của trang tính này không có trong danh mục, ví dụ {value}; bỏ qua.',
      en: '{count} codes of this sheet are not in the list, e.g. {value}; they were left out.',
    },
    remedy: {
      vi: 'Không cần sửa nếu đúng như văn bản gốc.',
      en: 'Nothing need be done if the decision has it so.',
    },
  },
  'problems-cut': {
    severity: 'error',
    message: {
      vi: 'Còn vấn đề khác không được liệt kê (giới hạn {limit}).',
      en: 'There are more problems than are listed (limit {limit}).',
    },
    remedy: { vi: 'Sửa các vấn đề đã liệt kê rồi thử lại.', en: 'Mend those listed and try again.' },
  },
} as const satisfies Record<string, ProblemText>
