/**
 * Why a request as a whole is turned away: a closed list of codes, each with its HTTP status and with what is wrong and
 * how to mend it in Vietnamese and English. Codes are public: retired, never reused. Nothing of the sender's data enters
 * a text; `params` carries only figures, names of elements the standards know, and names of parameters.
 */

import { fillText, type Text, type TextParams } from './text.ts'

type Explanation = {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 422 | 503
  readonly what: Text
  readonly remedy: Text
  /** Seconds after which a retry is worth it; only where waiting helps. */
  readonly retryAfterSeconds?: number
}

const RESEND_XML: Text = {
  vi: 'Xuất lại tệp XML từ phần mềm HIS rồi gửi lại toàn bộ tệp; hệ thống chưa lưu gì của lần gửi này.',
  en: 'Export the XML file from the HIS again and send the whole file; nothing of this attempt was stored.',
}
const RETRY_SAME: Text = {
  vi: 'Gửi lại đúng tệp này sau thời gian ghi ở Retry-After; gửi lặp không tạo bản ghi thứ hai.',
  en: 'Send the same file again after the time in Retry-After; a repeated send makes no second record.',
}
const NEW_TOKEN: Text = {
  vi: 'Lấy token mới tại POST /oauth/token rồi gửi lại với tiêu đề Authorization: Bearer.',
  en: 'Get a new token from POST /oauth/token and send again with the header Authorization: Bearer.',
}
const UNUSUAL_XML: Text = {
  vi: 'Tệp có cấu trúc không hồ sơ BHYT nào cần tới; kiểm tra chương trình xuất XML.',
  en: 'No BHYT dossier needs such a structure; check the program that writes the XML.',
}

const explanations = {
  'credentials-invalid': {
    status: 401,
    what: {
      vi: 'Sai tài khoản hoặc mật khẩu (client_id, client_secret).',
      en: 'Unknown client_id or wrong client_secret.',
    },
    remedy: { vi: 'Kiểm tra thông tin đăng nhập do cơ quan quản lý cấp.', en: 'Check the credentials issued to you.' },
  },
  'grant-type-unsupported': {
    status: 400,
    what: { vi: 'Chỉ hỗ trợ grant_type=client_credentials.', en: 'Only grant_type=client_credentials is supported.' },
    remedy: {
      vi: 'Gửi biểu mẫu application/x-www-form-urlencoded với grant_type=client_credentials.',
      en: 'Send an application/x-www-form-urlencoded form with grant_type=client_credentials.',
    },
  },
  'token-missing': {
    status: 401,
    what: { vi: 'Thiếu token truy cập.', en: 'The access token is missing.' },
    remedy: NEW_TOKEN,
  },
  'token-invalid': {
    status: 401,
    what: { vi: 'Token truy cập không hợp lệ.', en: 'The access token is not valid.' },
    remedy: NEW_TOKEN,
  },
  'token-expired': {
    status: 401,
    what: { vi: 'Token truy cập đã hết hạn.', en: 'The access token has expired.' },
    remedy: NEW_TOKEN,
  },
  'role-not-allowed': {
    status: 403,
    what: {
      vi: 'Tài khoản này không được thực hiện thao tác này.',
      en: 'This account may not carry out this operation.',
    },
    remedy: {
      vi: 'Dùng tài khoản của cơ sở KCB để gửi hồ sơ.',
      en: 'Use the account of a facility to send dossiers.',
    },
  },
  'not-yours': {
    status: 403,
    what: {
      vi: 'Lần gửi này thuộc cơ sở hoặc tỉnh khác.',
      en: 'This submission belongs to another facility or province.',
    },
    remedy: {
      vi: 'Chỉ cơ sở đã gửi, Sở Y tế của tỉnh đó và Bộ Y tế được xem.',
      en: 'Only the sending facility, the health department of its province and the ministry may read it.',
    },
  },
  'facility-mismatch': {
    status: 403,
    what: {
      vi: 'MACSKCB trong tệp không phải là cơ sở của token.',
      en: 'MACSKCB in the file is not the facility of the token.',
    },
    remedy: {
      vi: 'Mỗi cơ sở chỉ gửi hồ sơ của chính mình: sửa MACSKCB hoặc dùng token của cơ sở đó.',
      en: 'A facility sends only its own dossiers: correct MACSKCB or use the token of that facility.',
    },
  },
  'route-unknown': {
    status: 404,
    what: { vi: 'Không có địa chỉ này.', en: 'There is no such address.' },
    remedy: { vi: 'Xem danh sách địa chỉ tại GET /openapi.json.', en: 'See GET /openapi.json for the addresses.' },
  },
  'submission-unknown': {
    status: 404,
    what: { vi: 'Không có lần gửi với mã này.', en: 'There is no submission with this id.' },
    remedy: {
      vi: 'Dùng mã id trong thông báo tiếp nhận; nếu chưa nhận được thông báo, gửi lại tệp.',
      en: 'Use the id of the acknowledgement; if you never got one, send the file again.',
    },
  },
  'method-not-allowed': {
    status: 405,
    what: { vi: 'Địa chỉ này không nhận phương thức đó.', en: 'This address does not take that method.' },
    remedy: { vi: 'Xem GET /openapi.json.', en: 'See GET /openapi.json.' },
  },
  'parameter-invalid': {
    status: 400,
    what: { vi: 'Tham số {parameter} thiếu hoặc sai.', en: 'The parameter {parameter} is missing or wrong.' },
    remedy: { vi: 'Giá trị hợp lệ: {expected}.', en: 'Accepted: {expected}.' },
  },
  'media-type-unsupported': {
    status: 415,
    what: { vi: 'Content-Type không được hỗ trợ.', en: 'The Content-Type is not supported.' },
    remedy: {
      vi: 'Gửi tệp XML với Content-Type application/xml, text/xml hoặc application/octet-stream.',
      en: 'Send the XML file as application/xml, text/xml or application/octet-stream.',
    },
  },
  'content-encoding-unsupported': {
    status: 415,
    what: { vi: 'Content-Encoding không được hỗ trợ.', en: 'The Content-Encoding is not supported.' },
    remedy: {
      vi: 'Gửi không nén hoặc với Content-Encoding: gzip.',
      en: 'Send without compression or with Content-Encoding: gzip.',
    },
  },
  'body-empty': {
    status: 400,
    what: { vi: 'Thân yêu cầu rỗng.', en: 'The body is empty.' },
    remedy: { vi: 'Gửi tệp XML làm thân của yêu cầu POST.', en: 'Send the XML file as the body of the POST.' },
  },
  'body-interrupted': {
    status: 400,
    what: {
      vi: 'Kết nối dứt trước khi nhận đủ tệp.',
      en: 'The connection ended before the whole file had arrived.',
    },
    remedy: {
      vi: 'Gửi lại đúng tệp này; hệ thống chưa lưu gì của lần gửi dở dang.',
      en: 'Send the same file again; nothing of the broken attempt was stored.',
    },
  },
  'file-too-large': {
    status: 413,
    what: { vi: 'Tệp lớn hơn giới hạn {limit} byte.', en: 'The file is larger than the limit of {limit} bytes.' },
    remedy: { vi: 'Chia hồ sơ thành nhiều tệp nhỏ hơn.', en: 'Split the dossiers over several files.' },
  },
  'gzip-broken': {
    status: 400,
    what: { vi: 'Dữ liệu gzip bị hỏng hoặc bị cắt.', en: 'The gzip data is broken or cut short.' },
    remedy: RESEND_XML,
  },
  'compression-ratio': {
    status: 413,
    what: {
      vi: 'Tệp nén nở ra quá {limit} lần: giống tệp nén tấn công.',
      en: 'The compressed file expands more than {limit} times: it looks like a decompression bomb.',
    },
    remedy: { vi: 'Gửi tệp không nén.', en: 'Send the file without compression.' },
  },
  'encoding-wrong': {
    status: 400,
    what: {
      vi: 'Tệp không dùng bảng mã UTF-8 (thấy {found}).',
      en: 'The file is not in UTF-8 (found {found}).',
    },
    remedy: {
      vi: 'Xuất tệp bằng UTF-8 và khai báo encoding="UTF-8" (Thông tư 48/2017/TT-BYT, Điều 4).',
      en: 'Write the file in UTF-8 and declare encoding="UTF-8" (Circular 48/2017/TT-BYT, article 4).',
    },
  },
  'utf8-invalid': {
    status: 400,
    what: { vi: 'Có byte không phải UTF-8.', en: 'There is a byte that is not UTF-8.' },
    remedy: {
      vi: 'Tìm chỗ ghi ở line, column: thường là văn bản TCVN3, VNI hoặc Windows-1258 chưa chuyển mã.',
      en: 'Look at line, column: it is usually text in TCVN3, VNI or Windows-1258 that was not converted.',
    },
  },
  'xml-missing': {
    status: 400,
    what: { vi: 'Nội dung không phải XML.', en: 'The content is not XML.' },
    remedy: {
      vi: 'Gửi chính tệp XML, không bọc trong JSON, biểu mẫu, base64 hay zip.',
      en: 'Send the XML file itself, not wrapped in JSON, a form, base64 or zip.',
    },
  },
  'xml-malformed': {
    status: 400,
    what: { vi: 'XML sai cú pháp: {reason}.', en: 'The XML is not well-formed: {reason}.' },
    remedy: {
      vi: 'Sửa tại line, column. Ký tự < và & trong văn bản phải viết là &lt; và &amp; hoặc đặt trong CDATA.',
      en: 'Mend it at line, column. The characters < and & in text must be written &lt; and &amp; or stand in CDATA.',
    },
  },
  'file-truncated': {
    status: 400,
    what: {
      vi: 'Tệp bị cắt: kết thúc khi thẻ chưa đóng.',
      en: 'The file is cut short: it ends inside an open element.',
    },
    remedy: RESEND_XML,
  },
  'doctype-forbidden': {
    status: 400,
    what: { vi: 'Tệp có khai báo DOCTYPE.', en: 'The file has a DOCTYPE declaration.' },
    remedy: {
      vi: 'Bỏ DOCTYPE: tệp BHYT không dùng DTD và hệ thống không đọc thực thể ngoài.',
      en: 'Remove the DOCTYPE: BHYT files have no DTD, and no external entity is ever read.',
    },
  },
  'entity-undefined': {
    status: 400,
    what: { vi: 'Có thực thể (&…;) chưa định nghĩa.', en: 'There is an entity (&…;) that is not defined.' },
    remedy: {
      vi: 'Chỉ dùng &lt; &gt; &amp; &quot; &apos; và tham chiếu số; ký tự & đơn phải viết &amp;.',
      en: 'Use only &lt; &gt; &amp; &quot; &apos; and numeric references; a plain & is written &amp;.',
    },
  },
  'nesting-too-deep': {
    status: 400,
    what: { vi: 'Thẻ lồng sâu quá {limit} mức.', en: 'Elements are nested deeper than {limit} levels.' },
    remedy: UNUSUAL_XML,
  },
  'attributes-too-many': {
    status: 400,
    what: { vi: 'Một thẻ có quá {limit} thuộc tính.', en: 'An element has more than {limit} attributes.' },
    remedy: UNUSUAL_XML,
  },
  'text-too-long': {
    status: 400,
    what: {
      vi: 'Một đoạn văn bản hoặc thẻ dài quá {limit} ký tự.',
      en: 'A piece of text or markup is longer than {limit} characters.',
    },
    remedy: UNUSUAL_XML,
  },
  'row-too-large': {
    status: 400,
    what: {
      vi: 'Một dòng của bảng có quá {limit} thẻ con.',
      en: 'A row of a table has more than {limit} elements.',
    },
    remedy: UNUSUAL_XML,
  },
  'dossiers-too-many': {
    status: 413,
    what: { vi: 'Tệp có quá {limit} hồ sơ.', en: 'The file holds more than {limit} dossiers.' },
    remedy: { vi: 'Chia hồ sơ thành nhiều tệp nhỏ hơn.', en: 'Split the dossiers over several files.' },
  },
  'root-unknown': {
    status: 422,
    what: {
      vi: 'Thẻ gốc không phải là GIAMDINHHS, CHI_TIEU_TRANG_THAI_KCB hay CHI_TIEU_GIAM_DINH_YKHOA.',
      en: 'The root element is not GIAMDINHHS, CHI_TIEU_TRANG_THAI_KCB or CHI_TIEU_GIAM_DINH_YKHOA.',
    },
    remedy: {
      vi: 'Gửi tệp tổng hợp GIAMDINHHS, tệp check-in hoặc tệp giám định y khoa (XML12).',
      en: 'Send a GIAMDINHHS file, a check-in file or a medical assessment file (XML12).',
    },
  },
  'facility-missing': {
    status: 422,
    what: { vi: 'Tệp không có MACSKCB.', en: 'The file has no MACSKCB.' },
    remedy: {
      vi: 'Điền mã cơ sở KCB vào THONGTINDONVI/MACSKCB.',
      en: 'Put the facility code into THONGTINDONVI/MACSKCB.',
    },
  },
  'dossiers-missing': {
    status: 422,
    what: { vi: 'Tệp không có hồ sơ nào.', en: 'The file holds no dossier.' },
    remedy: {
      vi: 'Mỗi hồ sơ là một thẻ HOSO trong DANHSACHHOSO (hoặc một dòng của bảng).',
      en: 'Each dossier is a HOSO element in DANHSACHHOSO (or a row of the table).',
    },
  },
  'dossiers-fewer-than-declared': {
    status: 422,
    what: {
      vi: 'SOLUONGHOSO khai {declared} hồ sơ nhưng tệp chỉ có {counted}.',
      en: 'SOLUONGHOSO declares {declared} dossiers, but the file holds only {counted}.',
    },
    remedy: {
      vi: 'Tệp có thể bị thiếu hồ sơ khi xuất: xuất lại, hoặc sửa SOLUONGHOSO.',
      en: 'Dossiers may have been lost while exporting: export again, or correct SOLUONGHOSO.',
    },
  },
  'standard-mismatch': {
    status: 422,
    what: {
      vi: 'Tệp khai chuẩn QĐ {stated} nhưng bảng {table} có cấu trúc của QĐ {found}.',
      en: 'The file was stated to be QĐ {stated}, but its table {table} has the structure of QĐ {found}.',
    },
    remedy: {
      vi: 'Sửa tham số standard hoặc bỏ tham số để hệ thống tự nhận biết.',
      en: 'Correct the parameter standard, or leave it out and the structure decides.',
    },
  },
  'storage-unavailable': {
    status: 503,
    what: {
      vi: 'Kho lưu trữ tạm thời không ghi được; tệp CHƯA được tiếp nhận.',
      en: 'The store cannot be written at the moment; the file was NOT received.',
    },
    remedy: RETRY_SAME,
    retryAfterSeconds: 30,
  },
  'queue-unavailable': {
    status: 503,
    what: {
      vi: 'Hàng đợi tạm thời không nhận; việc tiếp nhận tệp CHƯA được xác nhận.',
      en: 'The queue does not take messages at the moment; receipt of the file is NOT confirmed.',
    },
    remedy: RETRY_SAME,
    retryAfterSeconds: 30,
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
  'warehouse-unavailable': {
    status: 503,
    what: { vi: 'Kho dữ liệu tạm thời không đọc được.', en: 'The warehouse cannot be read at the moment.' },
    remedy: { vi: 'Hỏi lại sau ít phút.', en: 'Ask again in a few minutes.' },
    retryAfterSeconds: 15,
  },
} as const satisfies Record<string, Explanation>

export type RefusalCode = keyof typeof explanations
// The keys of a constant object are those of its type.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const refusalCodes = Object.keys(explanations) as readonly RefusalCode[]

/** Where in the file as sent (or, with `table`, in the decoded XML of that table) the reason was seen; 1-based. */
export type Place = { readonly line: number; readonly column: number; readonly table?: string }

/** A request that is turned away. Thrown anywhere left of the queue, answered in one place as problem+json. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly params: TextParams
  readonly place: Place | undefined

  constructor(code: RefusalCode, params: TextParams = {}, place?: Place, options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.params = params
    this.place = place
  }

  get status(): Explanation['status'] {
    return explanations[this.code].status
  }

  get retryAfterSeconds(): number | undefined {
    const explanation: Explanation = explanations[this.code]
    return explanation.retryAfterSeconds
  }
}

/** RFC 9457 problem details, with our members `code`, `message`, `remedy`, `line`, `column`, `table`, `requestId`. */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  code: RefusalCode | 'internal-fault'
  message: Text
  remedy: Text
  requestId: string
  line?: number
  column?: number
  table?: string
}

/** The refusal as the sender reads it. `requestId` leads the operator from the answer to the log line. */
export function problemOf(refusal: Refusal, requestId: string): Problem {
  const { what, remedy, status } = explanations[refusal.code]
  const message = fillText(what, refusal.params)
  return {
    ...problem(refusal.code, status, message, fillText(remedy, refusal.params), requestId),
    ...refusal.place,
  }
}

/** What a sender hears of a fault of ours: that it is ours, and the id under which we find it. */
export function problemOfFault(requestId: string): Problem {
  return problem(
    'internal-fault',
    500,
    { vi: 'Lỗi của hệ thống, không phải của tệp.', en: 'A fault of this system, not of your file.' },
    {
      vi: 'Gửi lại sau ít phút; nếu còn lỗi, báo cho đơn vị vận hành kèm requestId.',
      en: 'Send again in a few minutes; if it persists, tell the operator the requestId.',
    },
    requestId,
  )
}

function problem(code: Problem['code'], status: number, message: Text, remedy: Text, requestId: string): Problem {
  const type = `urn:bhyt-edge:problem:${code}`
  return { type, title: code, status, detail: `${message.en} ${remedy.en}`, code, message, remedy, requestId }
}
