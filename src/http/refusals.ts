import { codesRefusals } from '../codes/refusals.ts'
import { centreRefusals } from '../centre/refusals.ts'
import { refusalsOf, type Explanations } from '../kernel/refusal.ts'

/** Refusals of this wing: addresses, methods and media types. */
const own = {
  'origin-wrong': {
    status: 403,
    what: {
      vi: 'Yêu cầu dùng phiên của trình duyệt nhưng không đến từ trang của máy chủ này.',
      en: 'The request uses the session of a browser and does not come from a page of this service.',
    },
    remedy: {
      vi: 'Mở cổng tại đúng địa chỉ của máy chủ; phần mềm thì gửi token trong Authorization.',
      en: 'Open the portal at the address of the service; a program sends a token in Authorization.',
    },
  },
  'second-factor-next': {
    status: 401,
    what: {
      vi: 'Nhà cung cấp bên ngoài đã xác nhận; còn phải nhập mã của yếu tố thứ hai.',
      en: 'The outside provider has confirmed; the code of the second factor comes next.',
    },
    remedy: {
      vi: 'Nhập mã trong vòng 5 phút (POST /v1/session/code).',
      en: 'Show the code within 5 minutes (POST /v1/session/code).',
    },
  },
  'centre-only': {
    status: 421,
    what: {
      vi: 'Máy chủ tại biên không ghi những dữ liệu này; yêu cầu này phải gửi tới máy chủ trung tâm.',
      en: 'An edge does not write what this request changes; it belongs to the centre.',
    },
    remedy: { vi: 'Gửi lại tới địa chỉ của trung tâm.', en: 'Send it to the address of the centre.' },
  },
  'centre-away': {
    status: 503,
    what: {
      vi: 'Máy chủ tại biên chưa liên lạc được với máy chủ trung tâm.',
      en: 'The edge does not reach the centre at the moment.',
    },
    remedy: { vi: 'Hỏi lại sau ít phút.', en: 'Ask again in a few minutes.' },
    retryAfterSeconds: 15,
  },
  'too-many-requests': {
    status: 429,
    what: {
      vi: 'Địa chỉ này đã gửi quá nhiều lượt kiểm thử trong một phút.',
      en: 'This address has asked for too many dry runs within a minute.',
    },
    remedy: {
      vi: 'Đợi số giây ghi ở Retry-After rồi gửi lại, hoặc kiểm tra tại chỗ bằng lệnh bhyt-edge check (không giới hạn).',
      en: 'Wait for the seconds in Retry-After and send again, or check on your own machine with bhyt-edge check, without a limit.',
    },
    retryAfterSeconds: 60,
  },
  'lake-file-unknown': {
    status: 404,
    what: { vi: 'Kho dữ liệu không có tệp này.', en: 'The lake has no such file.' },
    remedy: {
      vi: 'Đọc lại danh sách tại GET /v1/lake: tháng đó có thể đã được ghi lại bằng tệp khác.',
      en: 'Read GET /v1/lake again: the month may have been written anew, to other files.',
    },
  },
  'notice-unknown': {
    status: 404,
    what: { vi: 'Không có tin này, hoặc tin đã được rút.', en: 'There is no such notice, or it was taken back.' },
    remedy: { vi: 'Xem các tin tại GET /v1/notices.', en: 'GET /v1/notices lists them.' },
  },
  'rule-unknown': {
    status: 404,
    what: { vi: 'Không có quy tắc với mã này.', en: 'There is no rule with this id.' },
    remedy: { vi: 'Xem các quy tắc tại GET /v1/rules.', en: 'GET /v1/rules lists the rules.' },
  },
  'grant-type-unsupported': {
    status: 400,
    what: { vi: 'Chỉ hỗ trợ grant_type=client_credentials.', en: 'Only grant_type=client_credentials is supported.' },
    remedy: {
      vi: 'Gửi biểu mẫu application/x-www-form-urlencoded với grant_type=client_credentials.',
      en: 'Send an application/x-www-form-urlencoded form with grant_type=client_credentials.',
    },
  },
  'authentication-twice': {
    status: 400,
    what: {
      vi: 'Yêu cầu đăng nhập bằng hai cách cùng lúc: tiêu đề Authorization và biểu mẫu.',
      en: 'The request authenticates in two ways at once: by the header Authorization and by the form.',
    },
    remedy: {
      vi: 'Chỉ dùng một cách: Authorization: Basic, hoặc client_id và client_secret trong biểu mẫu.',
      en: 'Use one way: Authorization: Basic, or client_id and client_secret in the form.',
    },
  },
  'scope-unsupported': {
    status: 400,
    what: {
      vi: 'Ở đây không có scope; quyền theo tài khoản.',
      en: 'There are no scopes here: an account has its permissions.',
    },
    remedy: { vi: 'Gửi lại, bỏ tham số scope.', en: 'Send the request again without scope.' },
  },
  'route-unknown': {
    status: 404,
    what: { vi: 'Không có địa chỉ này.', en: 'There is no such address.' },
    remedy: { vi: 'Xem danh sách địa chỉ tại GET /openapi.json.', en: 'See GET /openapi.json for the addresses.' },
  },
  'method-not-allowed': {
    status: 405,
    what: { vi: 'Địa chỉ này không nhận phương thức đó.', en: 'This address does not take that method.' },
    remedy: { vi: 'Xem GET /openapi.json.', en: 'See GET /openapi.json.' },
  },
  'parameter-unknown': {
    status: 400,
    what: {
      vi: 'Địa chỉ này không có tham số truy vấn đó; tham số gần giống nhất: {nearest}.',
      en: 'This address has no such query parameter; the nearest known one is {nearest}.',
    },
    remedy: { vi: 'Tham số được nhận: {names}.', en: 'Accepted: {names}.' },
  },
  'query-not-taken': {
    status: 400,
    what: { vi: 'Địa chỉ này không nhận tham số truy vấn.', en: 'This address takes no query parameters.' },
    remedy: { vi: 'Bỏ phần sau dấu ? rồi gửi lại.', en: 'Leave out what follows the question mark.' },
  },
  'charset-unsupported': {
    status: 415,
    what: {
      vi: 'Content-Type khai charset khác UTF-8.',
      en: 'The Content-Type declares a charset other than UTF-8.',
    },
    remedy: {
      vi: 'Chuyển nội dung sang UTF-8, rồi gửi với charset=utf-8 hoặc bỏ charset.',
      en: 'Convert the body to UTF-8, then send it with charset=utf-8 or without a charset.',
    },
  },
  'media-type-unsupported': {
    status: 415,
    what: { vi: 'Content-Type không được hỗ trợ.', en: 'The Content-Type is not supported.' },
    remedy: {
      vi: 'Gửi theo Content-Type mà /openapi.json ghi cho đường dẫn này; tệp XML: application/xml, text/xml hoặc application/octet-stream.',
      en: 'Send what /openapi.json names for this path; an XML file as application/xml, text/xml or application/octet-stream.',
    },
  },
} as const satisfies Explanations

/** With those of the wings below. */
export const httpRefusals = {
  ...centreRefusals,
  ...codesRefusals,
  ...own,
}

/** Throws with a code of this wing or of one below. */
export const Refusal = refusalsOf(httpRefusals)
export type Refusal = InstanceType<typeof Refusal>

/** Every code that an answer may carry: a closed list. */
export type RefusalCode = keyof typeof httpRefusals
// The keys of a constant object are those of its type.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const refusalCodes = Object.keys(httpRefusals) as readonly RefusalCode[]
export { NEXT_OF_PAGE } from '../edge/refusals.ts'
