import type { Text } from '../../kernel/text.ts'
import { MOST_REASON } from '../../kernel/reason.ts'
import { DECISION_WORDS, HEADINGS } from './sheet-columns.ts'

const { accepted, reduced, refused } = DECISION_WORDS
const AS_DOWNLOADED: Text = {
  vi: 'Chép nguyên từ tệp đã tải về.',
  en: 'Copy it as it is in the downloaded sheet.',
}
const HEADED = Object.values(HEADINGS).join(', ')

/** What can be wrong on a filled sheet, by a name that is never reused. */
export const sheetProblems = {
  headings: {
    message: {
      vi: `Không tìm thấy đủ tiêu đề cột trong 5 dòng đầu: ${HEADED}.`,
      en: `The first 5 rows lack headings: ${HEADED}.`,
    },
    remedy: {
      vi: 'Dùng tệp tải về từ danh sách việc, giữ nguyên dòng tiêu đề.',
      en: 'Use the sheet that the worklist hands out, and leave its headings as they are.',
    },
  },
  nothing: {
    message: { vi: 'Không dòng nào có quyết định.', en: 'No row has a decision.' },
    remedy: {
      vi: `Điền cột “${HEADINGS.decision}”.`,
      en: `Fill in the column “${HEADINGS.decision}” (decision).`,
    },
  },
  'too-many': {
    message: { vi: 'Tệp có hơn 500 hồ sơ được giám định.', en: 'The sheet assesses more than 500 dossiers.' },
    remedy: { vi: 'Chia thành nhiều tệp.', en: 'Split it.' },
  },
  facility: {
    message: { vi: 'Mã CSKCB phải có 5 ký tự.', en: 'The code of the facility has 5 characters.' },
    remedy: {
      vi: 'Định dạng cột là Văn bản (Text) rồi chép lại mã: Excel làm mất số 0 ở đầu.',
      en: 'Format the column as Text and copy the code again: Excel drops a leading 0.',
    },
  },
  MA_LK: {
    message: {
      vi: 'Thiếu MA_LK, hoặc MA_LK dài hơn 100 ký tự.',
      en: 'MA_LK is missing, or longer than 100 characters.',
    },
    remedy: AS_DOWNLOADED,
  },
  submission: {
    message: {
      vi: 'Mã lần gửi phải có 32 ký tự 0–9, a–f.',
      en: 'The id of the submission has 32 characters 0–9, a–f.',
    },
    remedy: AS_DOWNLOADED,
  },
  decision: {
    message: {
      vi: 'Dòng có nội dung nhưng quyết định trống hoặc không đọc được.',
      en: 'The row is filled in, but its decision is missing or unknown.',
    },
    remedy: {
      vi: `Ghi ${accepted}, ${reduced} hoặc ${refused}.`,
      en: `Write ${accepted} (accepted), ${reduced} (reduced) or ${refused} (refused).`,
    },
  },
  table: {
    message: { vi: 'Không có bảng chi phí nào như vậy.', en: 'There is no such table with lines.' },
    remedy: {
      vi: 'Ghi tên bảng, ví dụ XML2, XML3; để trống nếu là cả hồ sơ.',
      en: 'Write the table, e.g. XML2, XML3; leave it empty for the whole dossier.',
    },
  },
  STT: {
    message: {
      vi: 'Bảng và STT phải cùng có hoặc cùng trống; STT là số.',
      en: 'Table and STT go together; STT is a number.',
    },
    remedy: { vi: 'Ghi STT của dòng chi phí trong bảng đó.', en: 'Write the STT of the line in that table.' },
  },
  amount: {
    message: { vi: 'Số tiền không đọc được.', en: 'The amount is not readable.' },
    remedy: {
      vi: 'Ghi số, không dấu phân cách nghìn, không chữ “đồng”, tối đa hai số lẻ.',
      en: 'Write a number without separators of thousands, without “đồng”, with two decimals at most.',
    },
  },
  'amount-needed': {
    message: {
      vi: `Quyết định là ${reduced} nhưng chưa có số tiền chấp nhận.`,
      en: 'It is reduced, but the accepted amount is missing.',
    },
    remedy: { vi: 'Ghi số tiền quỹ chấp nhận trả.', en: 'Write what the fund pays of it.' },
  },
  'reason-needed': {
    message: {
      vi: `Khi ${reduced} hoặc ${refused} phải có cả mã lý do (tối đa 100 ký tự) và lý do (tối đa ${MOST_REASON} ký tự).`,
      en: 'What is reduced or refused has both a code of the reason (100 characters at most) and the reason itself.',
    },
    remedy: { vi: 'Ghi đủ hai cột.', en: 'Fill in both columns.' },
  },
  'no-dossier-row': {
    message: {
      vi: 'Có dòng chi phí được giám định, nhưng dòng của cả hồ sơ chưa có quyết định.',
      en: 'Lines are assessed, but the dossier as a whole is not.',
    },
    remedy: {
      vi: 'Điền quyết định ở dòng của hồ sơ (Bảng và STT để trống).',
      en: 'Fill in the row of the dossier (table and STT empty).',
    },
  },
  doubled: {
    message: {
      vi: 'Hồ sơ hoặc dòng này đã có ở một dòng trên.',
      en: 'This dossier, or line, is on a row above as well.',
    },
    remedy: { vi: 'Giữ lại một dòng.', en: 'Keep one of them.' },
  },
  'decision-of-lines': {
    message: {
      vi: `Hồ sơ được ${accepted} nhưng có dòng bị ${reduced} hoặc ${refused}.`,
      en: 'The dossier is accepted, but a line of it is reduced or refused.',
    },
    remedy: {
      vi: `Sửa quyết định của hồ sơ thành ${reduced} hoặc ${refused}.`,
      en: 'Reduce or refuse the dossier too.',
    },
  },
  unmatched: {
    message: {
      vi: 'Không có hồ sơ, lần gửi hoặc dòng chi phí nào như vậy được tiếp nhận.',
      en: 'No such dossier, submission or line was accepted.',
    },
    remedy: {
      vi: 'Kiểm tra Mã CSKCB, MA_LK, Mã lần gửi, Bảng và STT; phiên bản đã được thay thì tải lại danh sách.',
      en: 'Check facility, MA_LK, submission, table and STT; where a newer version took its place, download the list again.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly message: Text; readonly remedy: Text }>>

export type SheetProblemCode = keyof typeof sheetProblems
