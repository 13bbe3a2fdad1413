import { provinceRefusals } from '../province/refusals.ts'
import { refusalsOf, type Explanations } from '../kernel/refusal.ts'

/** Refusals of this wing: dossiers, outages, webhooks, manifests and cards. */
const own = {
  'card-checks-too-many': {
    status: 429,
    what: {
      vi: 'Cơ sở đã tra thẻ quá nhiều lần: hoặc thẻ này không khớp họ tên, ngày sinh nhiều lần trong ngày, hoặc quá nhiều thẻ trong một giờ.',
      en: 'The facility has checked too often: this card did not match name and birth several times today, or there were too many checks within an hour.',
    },
    remedy: {
      vi: 'Kiểm tra lại thẻ và giấy tờ của người bệnh; thử lại sau số giây ghi ở Retry-After. Mọi lần tra đều được ghi lại.',
      en: "Look at the patient's card and papers again; try again after the seconds in Retry-After. Every check is kept.",
    },
    retryAfterSeconds: 3600,
  },
  'receipt-unsigned': {
    status: 404,
    what: {
      vi: 'Tệp này được nhận trước khi hệ thống ký biên nhận.',
      en: 'This file was received before receipts were signed.',
    },
    remedy: {
      vi: 'Xem GET /v1/submissions/{id}; biên nhận cũ không có chữ ký.',
      en: 'GET /v1/submissions/{id} has the receipt, without a signature.',
    },
  },
  'proof-pending': {
    status: 503,
    what: {
      vi: 'Biên nhận chưa vào sổ, hoặc sổ chưa có mốc ký sau đó.',
      en: 'The receipt is not in the log yet, or no checkpoint was signed since.',
    },
    remedy: {
      vi: 'Hỏi lại sau một, hai phút: mốc được ký mỗi phút sau khi trung tâm xử lý tệp.',
      en: 'Ask again in a minute or two: checkpoints are signed every minute, behind the verification of the file.',
    },
    retryAfterSeconds: 60,
  },
  'checkpoint-unknown': {
    status: 404,
    what: {
      vi: 'Sổ biên nhận của tỉnh này chưa có mốc như vậy.',
      en: 'The log of receipts of this province has no such checkpoint.',
    },
    remedy: {
      vi: 'Lấy mốc mới nhất tại GET /v1/receipt-logs/{province}/checkpoint.',
      en: 'GET /v1/receipt-logs/{province}/checkpoint has the newest one.',
    },
  },
  'cosignature-wrong': {
    status: 422,
    what: {
      vi: 'Chữ ký của bên thứ hai không đúng: {reason}',
      en: 'The co-signature does not hold: {reason}',
    },
    remedy: {
      vi: 'Ký lại đúng log, size, root của mốc, bằng khoá đã đăng ký (RECEIPT_COSIGNER_KEYS), typ bhyt-cosignature+jwt.',
      en: 'Sign log, size and root of the checkpoint by a registered key (RECEIPT_COSIGNER_KEYS), typ bhyt-cosignature+jwt.',
    },
  },
  'dossier-unknown': {
    status: 404,
    what: {
      vi: 'Cơ sở này không có hồ sơ (hoặc phiên bản) như vậy được tiếp nhận.',
      en: 'No such dossier, or version of it, of this facility was accepted.',
    },
    remedy: {
      vi: 'Kiểm tra MA_LK, facility và purpose; hồ sơ vừa gửi có sau khi trung tâm giám định xong.',
      en: 'Check MA_LK, facility and purpose; what was just sent is there once the centre has verified it.',
    },
  },
  'agreement-state': {
    status: 409,
    what: {
      vi: 'Hồ sơ đang ở trạng thái {state}, không có đề nghị sửa nào chờ đồng ý.',
      en: 'The dossier is {state}; there is no correction that waits for an agreement.',
    },
    remedy: {
      vi: 'Xem các phiên bản tại GET /v1/dossiers/{MA_LK}/versions; chỉ phiên bản waiting mới cần quyết định.',
      en: 'GET /v1/dossiers/{MA_LK}/versions lists the versions; only one that is waiting can be decided on.',
    },
  },
  'agreement-given': {
    status: 409,
    what: {
      vi: 'Đề nghị sửa này đã có quyết định khác ({decision}).',
      en: 'This correction has been decided on otherwise ({decision}).',
    },
    remedy: {
      vi: 'Quyết định không thay đổi được; cơ sở có thể gửi lại đề nghị sửa mới.',
      en: 'A decision is final; the facility can send another correction.',
    },
  },
  'assessment-unmatched': {
    status: 422,
    what: {
      vi: 'Có {count} mục không khớp hồ sơ hoặc dòng nào đã tiếp nhận (xem places); chưa ghi mục nào.',
      en: '{count} items match no accepted dossier or line (see places); nothing was written.',
    },
    remedy: {
      vi: 'Kiểm tra facility, MA_LK, submission, bảng và STT của các mục đó rồi gửi lại tất cả.',
      en: 'Check facility, MA_LK, submission, table and STT of these items, then send all again.',
    },
  },
  'assessment-taken': {
    status: 409,
    what: {
      vi: 'Có {count} mục dùng lại id của kết quả giám định khác (xem places); chưa ghi mục nào.',
      en: '{count} items use the id of another assessment again (see places); nothing was written.',
    },
    remedy: {
      vi: 'Kết quả đã ghi không thay đổi; gửi kết quả mới với id mới.',
      en: 'What was recorded is not changed; send a new assessment under a new id.',
    },
  },
  'assessment-provinces': {
    status: 422,
    what: {
      vi: 'Các mục thuộc nhiều tỉnh; mỗi lần gửi chỉ của một tỉnh để cùng được ghi hoặc cùng không.',
      en: 'The items are of several provinces; a call is of one, so that all are written or none.',
    },
    remedy: {
      vi: 'Tách theo tỉnh (hai ký tự đầu của mã cơ sở) rồi gửi lại.',
      en: 'Part them by province (the first two characters of the facility), then send again.',
    },
  },
  'outage-window': {
    status: 422,
    what: {
      vi: 'Khoảng thời gian của sự cố không hợp lệ: {reason}.',
      en: 'The time of the outage cannot be: {reason}.',
    },
    remedy: {
      vi: 'Sửa from, to rồi gửi lại; sự cố chưa kết thúc thì bỏ to, khi khắc phục xong gọi POST /v1/outages/…/end.',
      en: 'Correct from and to and send it again; leave out to while it goes on, and POST /v1/outages/…/end when it is over.',
    },
  },
  'outage-unknown': {
    status: 404,
    what: {
      vi: 'Không có sự cố với mã này trong phạm vi của tài khoản.',
      en: 'This account has no outage with this id.',
    },
    remedy: { vi: 'Xem các sự cố tại GET /v1/outages.', en: 'GET /v1/outages lists the outages.' },
  },
  'outage-state': {
    status: 409,
    what: {
      vi: 'Sự cố đã được rút lại, hoặc đã kết thúc vào lúc khác.',
      en: 'The outage was withdrawn, or ended at another time.',
    },
    remedy: {
      vi: 'Xem sự cố tại GET /v1/outages; nếu khai sai thì rút lại (withdraw) và khai lại.',
      en: 'See it at GET /v1/outages; if it was declared wrongly, withdraw it and declare it anew.',
    },
  },
  'cursor-unknown': {
    status: 400,
    what: {
      vi: 'since không phải giá trị next của chính danh sách kết quả này.',
      en: 'since is no value of next that this list of results gave.',
    },
    remedy: {
      vi: 'Dùng nguyên giá trị next của lần hỏi trước, với cùng tài khoản và cùng phạm vi; hoặc bỏ since để đọc lại từ đầu.',
      en: 'Use next of the answer before as it was, for the same account and scope; or leave since out and read from the start.',
    },
  },
  'webhook-url': {
    status: 422,
    what: {
      vi: 'Địa chỉ webhook này không được dùng; cần: {expected}.',
      en: 'This address cannot be a webhook; it needs: {expected}.',
    },
    remedy: {
      vi: 'Dùng URL https với tên máy chủ công khai, cổng 443 hoặc 8443, không kèm tài khoản; không dùng địa chỉ IP.',
      en: 'Use an https URL with a public host name, port 443 or 8443, without credentials and not an IP address.',
    },
  },
  'webhook-unknown': {
    status: 404,
    what: { vi: 'Cơ sở không có webhook với mã này.', en: 'The facility has no webhook with this id.' },
    remedy: { vi: 'Xem các webhook tại GET /v1/webhooks.', en: 'GET /v1/webhooks lists the webhooks.' },
  },
  'webhook-limit': {
    status: 409,
    what: { vi: 'Cơ sở đã có {limit} webhook, không thêm được.', en: 'The facility has {limit} webhooks already.' },
    remedy: {
      vi: 'Xóa một webhook không dùng nữa (DELETE /v1/webhooks/…) rồi tạo lại.',
      en: 'Delete one that is no longer used (DELETE /v1/webhooks/…), then make the new one.',
    },
  },
  'webhook-disabled': {
    status: 409,
    what: {
      vi: 'Webhook đã bị ngừng vì máy nhận trả 410 hoặc không nhận được trong nhiều ngày.',
      en: 'The webhook is disabled, as its receiver answered 410 or took nothing for days.',
    },
    remedy: {
      vi: 'Sửa máy nhận, gọi POST /v1/webhooks/…/test cho tới khi thành công, rồi gửi lại yêu cầu này.',
      en: 'Mend the receiver, call POST /v1/webhooks/…/test until it succeeds, then ask again.',
    },
  },
  'manifest-unknown': {
    status: 404,
    what: {
      vi: 'Cơ sở chưa gửi bảng kê của ngày này cho mục đích này.',
      en: 'The facility has put no manifest for this day and purpose.',
    },
    remedy: {
      vi: 'Gửi bảng kê bằng PUT /v1/manifests/…?purpose=… rồi hỏi lại.',
      en: 'Put one with PUT /v1/manifests/…?purpose=…, then ask again.',
    },
  },
  'cards-header-wrong': {
    status: 422,
    what: {
      vi: 'Dòng đầu của tệp thẻ phải là tên các cột: {columns}.',
      en: 'The first line of a file of cards names its columns: {columns}.',
    },
    remedy: {
      vi: 'Sửa dòng đầu rồi gửi lại; chưa có gì thay đổi.',
      en: 'Correct the first line and send the file again; nothing was changed.',
    },
  },
  'webhook-secrets': {
    status: 409,
    what: {
      vi: 'Webhook đang ký bằng {limit} khóa cùng lúc, chưa thêm được khóa mới.',
      en: 'The webhook signs by {limit} secrets at once already; another cannot be added.',
    },
    remedy: {
      vi: 'Chờ tới previousSecretUntil, hoặc gọi lại với overlapHours=0 để mọi khóa cũ hết hiệu lực ngay.',
      en: 'Wait until previousSecretUntil, or ask with overlapHours=0, which ends all old secrets at once.',
    },
  },
  'resolver-unavailable': {
    status: 503,
    what: {
      vi: 'Chưa kiểm tra được tên máy chủ vì hệ thống phân giải tên (DNS) không trả lời.',
      en: 'The host name cannot be checked, as the resolver (DNS) does not answer.',
    },
    remedy: { vi: 'Gửi lại sau thời gian ghi ở Retry-After.', en: 'Send again after the time in Retry-After.' },
    retryAfterSeconds: 30,
  },
} as const satisfies Explanations

/** With those of the wings below. */
export const centreRefusals = {
  ...provinceRefusals,
  ...own,
}

/** Throws with a code of this wing or of one below. */
export const Refusal = refusalsOf(centreRefusals)
export type Refusal = InstanceType<typeof Refusal>
export { NEXT_OF_PAGE } from '../edge/refusals.ts'
