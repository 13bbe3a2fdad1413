/** What a try to send meets, in words for the person at the station. */
import type { Text } from '../../src/kernel/text.ts'
import type { EntryProblem } from '../outbox/entry.ts'

export const BODY_DAMAGED: EntryProblem = {
  code: 'body-damaged',
  message: {
    vi: 'Bản lưu của tệp trong hàng đợi bị hỏng hoặc bị mất, không mở được.',
    en: 'The copy of the file in the outbox is damaged or gone and does not open.',
  },
  remedy: {
    vi: 'Đưa lại tệp gốc (trong thư mục taken) vào thư mục nhận; kiểm tra ổ đĩa.',
    en: 'Put the original (in the folder taken) into the folder again; check the disk.',
  },
}
const WAIT: Text = {
  vi: 'Không cần làm gì: cổng tự gửi lại. Nếu kéo dài, kiểm tra đường truyền.',
  en: 'Nothing has to be done: the gateway sends again. If it lasts, check the line.',
}
export const LINE_CUT: EntryProblem = {
  code: 'line-cut',
  message: {
    vi: 'Không kết nối được, hoặc đường truyền bị đứt giữa chừng.',
    en: 'There is no connection, or the line was cut.',
  },
  remedy: WAIT,
}
export const NO_RECEIPT: EntryProblem = {
  code: 'no-receipt',
  message: {
    vi: 'Bên trả lời không phải hệ thống tiếp nhận, hoặc biên nhận không phải của tệp này.',
    en: 'Whoever answered is not the service, or the receipt is not of this file.',
  },
  remedy: {
    vi: 'Kiểm tra mạng (trang đăng nhập Wi-Fi, proxy) và địa chỉ service trong cấu hình.',
    en: 'Check the network (sign-in page of a Wi-Fi, proxy) and the address service in the configuration.',
  },
}
export const statusProblem = (status: number): EntryProblem => ({
  code: `status-${status}`,
  message: { vi: `Hệ thống tiếp nhận trả lời ${status}.`, en: `The service answered ${status}.` },
  remedy: WAIT,
})
export const NOT_LET_IN: EntryProblem = {
  code: 'credentials-invalid',
  message: {
    vi: 'Hệ thống tiếp nhận không nhận tài khoản, người xác thực hoặc bí mật.',
    en: 'The service does not accept the account, the person or a secret.',
  },
  remedy: {
    vi: 'Đặt lại bí mật: bhyt-edge gateway secret. Hồ sơ vẫn nằm trong hàng đợi.',
    en: 'Set the secret again: bhyt-edge gateway secret. The dossiers stay in the outbox.',
  },
}
export const SECRET_MISSING: EntryProblem = {
  code: 'secret-missing',
  message: {
    vi: 'Cổng chưa có bí mật của tài khoản hoặc của người xác thực.',
    en: 'The gateway has no secret of the account or of the person.',
  },
  remedy: { vi: 'Chạy: bhyt-edge gateway secret', en: 'Run: bhyt-edge gateway secret' },
}
