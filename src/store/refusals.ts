import { refusalsOf, type Explanations } from '../kernel/refusal.ts'
import type { Text } from '../kernel/text.ts'

export const RETRY_SAME: Text = {
  vi: 'Gửi lại đúng tệp này sau thời gian ghi ở Retry-After; gửi lặp không tạo bản ghi thứ hai.',
  en: 'Send the same file again after the time in Retry-After; a repeated send makes no second record.',
}

/** Refusals of this wing: a database that does not answer. */
export const storeRefusals = {
  'lists-unavailable': {
    status: 503,
    what: { vi: 'Danh mục tạm thời không đọc được.', en: 'The code lists cannot be read at the moment.' },
    remedy: { vi: 'Hỏi lại sau ít phút.', en: 'Ask again in a few minutes.' },
    retryAfterSeconds: 15,
  },
  'reference-unavailable': {
    status: 503,
    what: {
      vi: 'Bản sao danh mục dùng chung (DMDC) chưa sẵn sàng; tệp CHƯA được tiếp nhận.',
      en: 'The copy of the shared code lists (DMDC) is not ready; the file was NOT received.',
    },
    remedy: RETRY_SAME,
    retryAfterSeconds: 15,
  },
  'database-unavailable': {
    status: 503,
    what: {
      vi: 'Cơ sở dữ liệu tạm thời không trả lời; việc vừa yêu cầu có thể đã hoặc chưa được ghi.',
      en: 'A database does not answer at the moment; what was asked for may or may not have been written.',
    },
    remedy: {
      vi: 'Sau ít phút, xem việc đó đã được ghi chưa; nếu chưa thì yêu cầu lại.',
      en: 'In a few minutes look whether it was written, and ask again if it was not.',
    },
    retryAfterSeconds: 15,
  },
  'warehouse-unavailable': {
    status: 503,
    what: { vi: 'Kho dữ liệu tạm thời không đọc được.', en: 'The warehouse cannot be read at the moment.' },
    remedy: { vi: 'Hỏi lại sau ít phút.', en: 'Ask again in a few minutes.' },
    retryAfterSeconds: 15,
  },
  'register-unavailable': {
    status: 503,
    what: {
      vi: 'Sổ đăng ký thẻ và lượt khám tạm thời không đọc, ghi được, hoặc chưa được cấu hình.',
      en: 'The register of cards and encounters cannot be read or written at the moment, or is not configured.',
    },
    remedy: {
      vi: 'Hỏi lại sau ít phút; gửi lặp không làm thay đổi thêm gì.',
      en: 'Ask again in a few minutes; sending the same again changes nothing more.',
    },
    retryAfterSeconds: 15,
  },
} as const satisfies Explanations

/** Throws with a code of this wing. */
export const Refusal = refusalsOf(storeRefusals)
export type Refusal = InstanceType<typeof Refusal>
