/** The one configuration file: every setting with its default and the reason for it. `gateway init` writes these words into the file. */
import { z } from 'zod'
import { facilityCode } from '../../src/engine/index.ts'
import type { Text } from '../../src/kernel/text.ts'

/** Why a setting is there and why its default is what it is. */
const because =
  (vi: string, en: string) =>
  <Schema extends z.ZodType>(schema: Schema): Schema =>
    schema.meta({ reason: { vi, en } })

/** The reason of a setting; null where it has none. */
export function reasonOf(schema: z.ZodType): Text | null {
  const reason = schema.meta()?.['reason']
  return isText(reason) ? reason : null
}

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'vi' in value && 'en' in value

const path = z.string().min(1)
const whole = (from: number, to: number): z.ZodInt => z.int().min(from).max(to)

const folder = z.strictObject({
  path: because(
    'Thư mục mà HIS ghi tệp XML vào; cổng tạo taken và refused bên trong',
    'The folder into which the HIS writes XML files; the gateway makes taken and refused in it',
  )(path),
  purpose: because(
    'management: dữ liệu quản lý (Điều 6); payment: dữ liệu đề nghị thanh toán (Điều 7, TT 48/2017/TT-BYT)',
    'management: management data (article 6); payment: payment data (article 7, Circular 48/2017/TT-BYT)',
  )(z.enum(['management', 'payment'])),
})

const facility = z.strictObject({
  code: because('Mã cơ sở KCB', 'Code of the facility')(z.string().regex(new RegExp(facilityCode.regex))),
  account: because(
    'Tài khoản gửi; bí mật của tài khoản lưu niêm phong, không ghi ở đây (gateway secret)',
    'The account that sends; its secret is kept sealed and not written here (gateway secret)',
  )(path.max(100)),
  person: because(
    'Người có trách nhiệm xác thực dữ liệu thanh toán khi payment là at-once; bỏ trống thì phải duyệt từng tệp',
    'Who authenticates payment data where payment is at-once; left out, each file has to be released',
  )(path.max(100)).optional(),
  send: because(
    'all: gửi hết, kể cả hồ sơ có lỗi; without-errors: giữ lại tệp có lỗi để sửa trước. Mặc định giữ lại: sửa trước khi gửi thì nhanh hơn gửi hai lần',
    'all: send everything, also dossiers with errors; without-errors: keep back a file with an error. Kept back by default: mending first is faster than sending twice',
  )(z.enum(['all', 'without-errors']).default('without-errors')),
  payment: because(
    'after-release: dữ liệu thanh toán đợi người có trách nhiệm duyệt (Điều 7); at-once: gửi ngay, nhân danh person',
    'after-release: payment data waits until a responsible person releases it (article 7); at-once: send at once, in the name of person',
  )(z.enum(['after-release', 'at-once']).default('after-release')),
  folders: z.array(folder).min(1).max(20),
  answers: because(
    'Thư mục cổng ghi trả lời vào: biên nhận, phát hiện, kết quả (JSON và Excel)',
    'The folder for answers: receipts, findings, results (JSON and Excel)',
  )(path),
})

const watch = z.strictObject({
  everySeconds: because(
    'Bao lâu xem thư mục một lần. Xem theo lịch vì ổ mạng không báo khi có tệp mới',
    'How often folders are looked at. By the clock, as network drives do not report new files',
  )(whole(1, 3600).default(5)),
  settledAfterSeconds: because(
    'Tệp phải không đổi bấy lâu mới được đọc, để không đọc tệp HIS đang ghi dở',
    'A file must not change for so long before it is read, so that nothing half-written is taken',
  )(whole(0, 3600).default(5)),
  growingAlarmMinutes: because(
    'Tệp còn thay đổi lâu hơn thế thì cảnh báo',
    'A file that changes for longer than this is reported',
  )(whole(1, 1440).default(30)),
})

const retry = z.strictObject({
  firstSeconds: because(
    'Đợi trước lần thử lại đầu tiên; sau đó gấp đôi mỗi lần, cộng phần ngẫu nhiên để các cơ sở không cùng gửi một lúc',
    'Wait before the first retry; doubled each time, with a random part so that facilities do not all come back at once',
  )(whole(1, 600).default(5)),
  longestMinutes: because(
    'Đợi lâu nhất giữa hai lần thử: có mạng lại thì chậm nhất sau bấy lâu hồ sơ được gửi',
    'The longest wait between two tries: after the line is back, dossiers go out within this time',
  )(whole(1, 240).default(10)),
  silenceSeconds: because(
    'Đường truyền không chuyển byte nào trong bấy lâu thì coi là đứt',
    'A line on which not one byte moves for so long is taken as cut',
  )(whole(5, 600).default(60)),
})

const sending = z.strictObject({
  atOnce: because(
    'Số tệp gửi cùng lúc của một cơ sở; hệ thống nhận giới hạn số tệp đồng thời, và đường truyền yếu gửi từng tệp tốt hơn',
    'Files of a facility under way at once; the service limits them, and a weak line does better with few',
  )(whole(1, 8).default(2)),
})

const codeLists = z.strictObject({
  renewEveryMinutes: because(
    'Bao lâu lấy danh mục mới một lần; chỉ phần thay đổi được tải',
    'How often code lists are renewed; only changes are fetched',
  )(whole(1, 1440).default(30)),
  staleAfterHours: because(
    'Danh mục chưa được xác nhận lại quá bấy lâu thì phát hiện về mã chỉ còn là cảnh báo, như ở hệ thống nhận',
    'Lists that were not confirmed for so long make findings about codes warnings only, as at the service',
  )(whole(1, 720).default(24)),
})

const answers = z.strictObject({
  askEverySeconds: because(
    'Bao lâu hỏi kết quả một lần, khi có tệp đang chờ kết quả',
    'How often results are asked for, while some file waits for one',
  )(whole(5, 3600).default(30)),
})

export const configurationSchema = z.strictObject({
  version: z.literal(1),
  data: because(
    'Nơi giữ hàng đợi và danh mục. Đặt trên ổ đĩa của chính máy này, không trên ổ mạng',
    'Where outbox and code lists are kept. On a disk of this machine, not on a network drive',
  )(path.default('data')),
  keyFile: because(
    'Khóa niêm phong hàng đợi. Đặt biến BHYT_GATEWAY_PASSPHRASE thì dùng cụm mật khẩu thay cho tệp này',
    'The key that seals the outbox. With BHYT_GATEWAY_PASSPHRASE set, the passphrase is used in its place',
  )(path.default('data/key')),
  service: because(
    'Địa chỉ của hệ thống tiếp nhận',
    'Address of the receiving service',
  )(z.url({ protocol: /^https?$/ })),
  facilities: z.array(facility).min(1).max(500),
  watch: watch.prefault({}),
  sending: sending.prefault({}),
  retry: retry.prefault({}),
  codeLists: codeLists.prefault({}),
  answers: answers.prefault({}),
})

export type Configuration = z.infer<typeof configurationSchema>
export type FacilityConfiguration = Configuration['facilities'][number]
export type Purpose = FacilityConfiguration['folders'][number]['purpose']
