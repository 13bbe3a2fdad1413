/**
 * Why a request as a whole is turned away: a closed list of codes, each with its HTTP status and with what is wrong and
 * how to mend it in Vietnamese and English. Codes are public: retired, never reused. Nothing of the sender's data enters
 * a text; `params` carries only figures, names of elements the standards know, and names of parameters.
 */

import { fillText, type Text, type TextParams } from './text.ts'

type Explanation = {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 421 | 422 | 429 | 503
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
  'centre-only': {
    status: 421,
    what: {
      vi: 'Máy chủ tại biên không ghi những dữ liệu này; yêu cầu này phải gửi tới máy chủ trung tâm.',
      en: 'An edge does not write what this request changes; it belongs to the centre.',
    },
    remedy: { vi: 'Gửi lại tới địa chỉ của trung tâm.', en: 'Send it to the address of the centre.' },
  },
  'dossier-changed': {
    status: 409,
    what: {
      vi: 'Có {count} hồ sơ đã được tiếp nhận trước đây (xem earlier) mà lần này có nội dung khác, không nêu lý do; chưa lưu gì của tệp này.',
      en: '{count} dossiers were accepted before (see earlier) and now say something else, without a reason; nothing of this file was stored.',
    },
    remedy: {
      vi: 'Nếu là sửa dữ liệu, gửi lại đúng tệp này kèm correction=… và reason=… (không ghi thông tin người bệnh); nếu không, bỏ các hồ sơ đó khỏi tệp.',
      en: 'To correct them, send the same file with correction=… and reason=… (which must not name patients); else leave those dossiers out.',
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
      en: 'A decision stands; the facility can send another correction.',
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
      en: 'What was recorded stands; send a new assessment under a new id.',
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
  'reason-needed': {
    status: 403,
    what: {
      vi: 'Danh sách này cho thấy người bệnh cụ thể (bỏ che, hoặc dưới 5 người), nên phải nêu lý do.',
      en: 'This list shows persons (unmasked, or fewer than 5 of them), so a reason must be stated.',
    },
    remedy: {
      vi: 'Gửi lại với reason=… (từ 10 ký tự); tài khoản, thời điểm và lý do được lưu.',
      en: 'Ask again with reason=… (10 characters or more); account, time and reason are kept.',
    },
  },
  'dead-letter-unknown': {
    status: 404,
    what: { vi: 'Không có thông điệp lỗi với mã này.', en: 'There is no dead letter with this id.' },
    remedy: {
      vi: 'Xem danh sách tại GET /v1/operations/dead-letters.',
      en: 'GET /v1/operations/dead-letters lists them.',
    },
  },
  'dead-letter-state': {
    status: 409,
    what: {
      vi: 'Thông điệp lỗi đang ở trạng thái {state}, không thực hiện được bước này.',
      en: 'The dead letter is in state {state}, which does not allow this step.',
    },
    remedy: {
      vi: 'open: chạy lại (rerun) hoặc bỏ qua (dismiss); rerunning: chờ kết quả; mended: đã xử lý xong. Thông điệp không đọc được thì không chạy lại được: lần gửi của nó vẫn đang chờ và tự được xử lý.',
      en: 'open: rerun or dismiss; rerunning: wait for its end; mended: done. A message that cannot be read is not run again: its submission still waits and is taken up by itself.',
    },
  },
  'person-needed': {
    status: 403,
    what: {
      vi: 'Việc này phải do người có thẩm quyền của cơ sở xác thực (TT 48/2017/TT-BYT, Điều 7); token không ghi người nào.',
      en: 'An authorised person of the facility has to authenticate this (Circular 48/2017/TT-BYT, article 7); the token names none.',
    },
    remedy: {
      vi: 'Lấy token tại POST /oauth/token với thêm person và person_secret; cơ sở chưa có người nào thì đề nghị Sở Y tế đăng ký người đầu tiên.',
      en: 'Get a token from POST /oauth/token with person and person_secret as well; the first person of a facility is registered by its Sở Y tế.',
    },
  },
  'person-taken': {
    status: 409,
    what: { vi: 'Cơ sở đã có người mang mã này.', en: 'The facility has a person with this code already.' },
    remedy: {
      vi: 'Chọn mã khác; mã của người đã thôi cũng không dùng lại.',
      en: 'Choose another code; that of somebody who left is not used again either.',
    },
  },
  'person-unknown': {
    status: 404,
    what: { vi: 'Cơ sở không có người mang mã này.', en: 'The facility has no person with this code.' },
    remedy: { vi: 'Xem GET /v1/facilities/…/persons.', en: 'GET /v1/facilities/…/persons lists them.' },
  },
  'person-state': {
    status: 409,
    what: {
      vi: 'Người này đã thôi sớm hơn ngày được nêu.',
      en: 'This person was ended sooner than the day stated.',
    },
    remedy: {
      vi: 'Ngày cuối không dời về sau; cần thì đăng ký người mới.',
      en: 'A last day is not put off; register a new person if one is needed.',
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
  'rule-unknown': {
    status: 404,
    what: { vi: 'Không có quy tắc với mã này.', en: 'There is no rule with this id.' },
    remedy: { vi: 'Xem các quy tắc tại GET /v1/rules.', en: 'GET /v1/rules lists the rules.' },
  },
  'catalogue-unknown': {
    status: 404,
    what: { vi: 'Không có danh mục {catalogue}.', en: 'There is no catalogue {catalogue}.' },
    remedy: { vi: 'Xem các danh mục tại GET /v1/dmdc.', en: 'GET /v1/dmdc lists the catalogues.' },
  },
  'code-unknown': {
    status: 404,
    what: { vi: 'Danh mục không có mã này.', en: 'The catalogue has no such code.' },
    remedy: { vi: 'Tìm mã tại GET /v1/dmdc/…?q=…', en: 'Search with GET /v1/dmdc/…?q=…' },
  },
  'lists-unavailable': {
    status: 503,
    what: { vi: 'Danh mục tạm thời không đọc được.', en: 'The code lists cannot be read at the moment.' },
    remedy: { vi: 'Hỏi lại sau ít phút.', en: 'Ask again in a few minutes.' },
    retryAfterSeconds: 15,
  },
  'fhir-url-unknown': {
    status: 404,
    what: {
      vi: 'Không có CodeSystem, ValueSet hay ConceptMap với URL này.',
      en: 'There is no CodeSystem, ValueSet or ConceptMap with this URL.',
    },
    remedy: {
      vi: 'Dạng URL: urn:bhyt-edge:dmdc:<danh mục>, thêm :all cho ValueSet; xem GET /fhir/CodeSystem.',
      en: 'The form is urn:bhyt-edge:dmdc:<catalogue>, with :all for a ValueSet; see GET /fhir/CodeSystem.',
    },
  },
  'fhir-media-type': {
    status: 415,
    what: { vi: 'FHIR ở đây chỉ dùng JSON.', en: 'FHIR is spoken in JSON here.' },
    remedy: {
      vi: 'Gửi tài nguyên Parameters với Content-Type application/fhir+json, hoặc dùng GET.',
      en: 'Send a Parameters resource as application/fhir+json, or use GET.',
    },
  },
  'release-unknown': {
    status: 404,
    what: { vi: 'Không có bản phát hành này.', en: 'There is no such release.' },
    remedy: { vi: 'Xem các bản phát hành tại GET /v1/dmdc.', en: 'GET /v1/dmdc lists the releases.' },
  },
  'release-conflict': {
    status: 409,
    what: {
      vi: 'Danh mục đã thay đổi kể từ khi soạn (danh mục {catalogue}, mã {code}).',
      en: 'The lists changed since this was prepared (catalogue {catalogue}, code {code}).',
    },
    remedy: {
      vi: 'Nhập lại tệp (hoặc soạn lại thay đổi) trên bản phát hành hiện hành rồi phát hành lại.',
      en: 'Import the file (or prepare the change) again on the release in force, then publish again.',
    },
  },
  'release-too-early': {
    status: 409,
    what: {
      vi: 'Ngày hiệu lực sớm hơn ngày hiệu lực của bản {release} đã phát hành trước đó.',
      en: 'It is to take effect before release {release}, which it follows.',
    },
    remedy: {
      vi: 'Chọn ngày hiệu lực không sớm hơn bản đó, hoặc khôi phục bản trước rồi phát hành lại.',
      en: 'Choose a day not before that release, or roll that release back first.',
    },
  },
  'draft-unknown': {
    status: 404,
    what: { vi: 'Không có bản dự thảo này.', en: 'There is no such draft.' },
    remedy: { vi: 'Xem các bản dự thảo tại GET /v1/dmdc/drafts.', en: 'GET /v1/dmdc/drafts lists the drafts.' },
  },
  'draft-state': {
    status: 409,
    what: {
      vi: 'Bản dự thảo đang ở trạng thái {state}, không thực hiện được bước này.',
      en: 'The draft is in state {state}, which does not allow this step.',
    },
    remedy: {
      vi: 'Các bước theo thứ tự: soạn (draft) → rà soát (review) → phát hành (published).',
      en: 'The order is draft → review → published.',
    },
  },
  'draft-empty': {
    status: 409,
    what: { vi: 'Bản dự thảo không có thay đổi nào.', en: 'The draft changes nothing.' },
    remedy: { vi: 'Nhập danh mục hoặc thêm đề xuất trước.', en: 'Import a list or add proposals first.' },
  },
  'draft-unapproved': {
    status: 409,
    what: {
      vi: 'Chưa đủ phê duyệt của các đơn vị chủ quản: {departments}.',
      en: 'The owner departments have not all approved: {departments}.',
    },
    remedy: {
      vi: 'Tài khoản của từng đơn vị gọi POST /v1/dmdc/drafts/{id}/approve, rồi phát hành.',
      en: 'An account of each department calls POST /v1/dmdc/drafts/{id}/approve, then publish.',
    },
  },
  'draft-missing': {
    status: 409,
    what: { vi: 'Không có bản dự thảo nào đang soạn.', en: 'There is no draft that can be changed.' },
    remedy: {
      vi: 'Tạo bản dự thảo tại POST /v1/dmdc/drafts rồi thực hiện lại.',
      en: 'Create one with POST /v1/dmdc/drafts, then do this again.',
    },
  },
  'draft-conflict': {
    status: 409,
    what: {
      vi: 'Bản dự thảo đã có thay đổi khác cho cùng mã và cùng ngày bắt đầu.',
      en: 'The draft has another change of the same code and first day already.',
    },
    remedy: {
      vi: 'Chọn mã, ngày bắt đầu hoặc bản dự thảo khác.',
      en: 'Choose another code, first day or draft.',
    },
  },
  'proposal-unknown': {
    status: 404,
    what: { vi: 'Không có đề xuất này.', en: 'There is no such proposal.' },
    remedy: { vi: 'Xem các đề xuất tại GET /v1/dmdc/proposals.', en: 'GET /v1/dmdc/proposals lists the proposals.' },
  },
  'proposal-state': {
    status: 409,
    what: {
      vi: 'Đề xuất đang ở trạng thái {state}, không thực hiện được bước này.',
      en: 'The proposal is in state {state}, which does not allow this step.',
    },
    remedy: {
      vi: 'Các bước theo thứ tự: cơ sở đề xuất (open) → Sở Y tế chuyển (forwarded) → đơn vị chủ quản quyết định; Sở trả lại (returned) thì cơ sở sửa.',
      en: 'The order is: the facility proposes (open) → the province forwards (forwarded) → the department decides; what is returned the facility revises.',
    },
  },
  'changed-meanwhile': {
    status: 409,
    what: {
      vi: 'Có người khác đã thay đổi sau lần xem gần nhất.',
      en: 'Somebody else changed it after it was last seen.',
    },
    remedy: { vi: 'Xem lại rồi quyết định lại.', en: 'Look at it again, then decide anew.' },
  },
  'code-taken': {
    status: 409,
    what: {
      vi: 'Mã này đã có trong danh mục vào thời gian đó.',
      en: 'The list has this code in that time already.',
    },
    remedy: {
      vi: 'Đề xuất thay đổi (change) thay cho mã mới, hoặc chọn mã khác.',
      en: 'Propose a change instead of a new code, or choose another code.',
    },
  },
  'mapping-unknown': {
    status: 404,
    what: { vi: 'Cơ sở chưa khai mã nội bộ này.', en: 'The facility has not listed this local code.' },
    remedy: {
      vi: 'Khai mã nội bộ tại PUT /v1/dmdc/mappings/….',
      en: 'List local codes with PUT /v1/dmdc/mappings/….',
    },
  },
  'mapping-state': {
    status: 409,
    what: {
      vi: 'Ánh xạ đang ở trạng thái {state}, không thực hiện được bước này.',
      en: 'The mapping is in state {state}, which does not allow this step.',
    },
    remedy: {
      vi: 'Cơ sở đề xuất (proposed), sau đó Sở Y tế phê duyệt (approved) hoặc từ chối (rejected).',
      en: 'The facility proposes (proposed), then the province approves (approved) or rejects (rejected).',
    },
  },
  'row-invalid': {
    status: 422,
    what: {
      vi: 'Dòng {row}: {field} không hợp lệ; chưa ghi dòng nào.',
      en: 'Row {row}: {field} is not valid; no row was written.',
    },
    remedy: { vi: 'Giá trị được chấp nhận: {expected}.', en: 'Accepted: {expected}.' },
  },
  'view-unknown': {
    status: 404,
    what: {
      vi: 'Chưa có bản danh mục {catalogue} của bên kia.',
      en: 'There is no copy of the other side for catalogue {catalogue}.',
    },
    remedy: {
      vi: 'Nạp bản của họ tại POST /v1/dmdc/foreign/….',
      en: 'Bring theirs in with POST /v1/dmdc/foreign/….',
    },
  },
  'department-not-allowed': {
    status: 403,
    what: {
      vi: 'Chỉ đơn vị chủ quản danh mục ({departments}) được thực hiện bước này.',
      en: 'Only the department that owns the list ({departments}) may do this.',
    },
    remedy: { vi: 'Dùng tài khoản của đơn vị đó.', en: 'Use an account of that department.' },
  },
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
      vi: 'Gửi theo Content-Type mà /openapi.json ghi cho đường dẫn này; tệp XML: application/xml, text/xml hoặc application/octet-stream.',
      en: 'Send what /openapi.json names for this path; an XML file as application/xml, text/xml or application/octet-stream.',
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
  'spreadsheet-unreadable': {
    status: 400,
    what: { vi: 'Không đọc được bảng tính: {reason}.', en: 'The spreadsheet cannot be read: {reason}.' },
    remedy: {
      vi: 'Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx hoặc CSV UTF-8 rồi gửi lại; chưa có gì thay đổi.',
      en: 'Open the file in Excel or LibreOffice, save it as .xlsx or CSV UTF-8 and send it again; nothing was changed.',
    },
  },
  'spreadsheet-encrypted': {
    status: 415,
    what: {
      vi: 'Bảng tính ở định dạng .xls cũ hoặc có mật khẩu.',
      en: 'The spreadsheet is in the old .xls format or protected by a password.',
    },
    remedy: {
      vi: 'Bỏ mật khẩu, lưu lại dạng .xlsx rồi gửi lại; chưa có gì thay đổi.',
      en: 'Remove the password, save it as .xlsx and send it again; nothing was changed.',
    },
  },
  'spreadsheet-too-large': {
    status: 413,
    what: {
      vi: 'Bảng tính vượt giới hạn: {what} tối đa {limit}.',
      en: 'The spreadsheet exceeds a limit: {what}, at most {limit}.',
    },
    remedy: {
      vi: 'Bỏ trang tính, định dạng và hình thừa, hoặc chia danh mục thành nhiều tệp; chưa có gì thay đổi.',
      en: 'Remove sheets, formats and pictures that are not needed, or split the list; nothing was changed.',
    },
  },
} as const satisfies Record<string, Explanation>

export type RefusalCode = keyof typeof explanations
// The keys of a constant object are those of its type.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const refusalCodes = Object.keys(explanations) as readonly RefusalCode[]

/** Where in the file as sent (or, with `table`, in the decoded XML of that table) the reason was seen; 1-based. */
export type Place = { readonly line: number; readonly column: number; readonly table?: string }

/** A dossier that was accepted before, as a problem names it. */
export type EarlierDossier = {
  readonly MA_LK: string
  readonly submission: string
  readonly dossier: number
  /** Time of Việt Nam. */
  readonly receivedAt: string
  readonly version: number
  readonly state: string
}

/** Further members of a problem: what was there before, or which items of the body are meant (`assessments[2].lines[0]`). */
export type ProblemMembers = { readonly earlier?: readonly EarlierDossier[]; readonly places?: readonly string[] }

/** A request that is turned away. Thrown anywhere left of the queue, answered in one place as problem+json. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly params: TextParams
  readonly place: Place | undefined
  readonly members: ProblemMembers

  constructor(
    code: RefusalCode,
    params: TextParams = {},
    place?: Place,
    { members = {}, ...options }: ErrorOptions & { members?: ProblemMembers } = {},
  ) {
    super(code, options)
    this.members = members
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

/** RFC 9457 problem details, with our members `code`, `message`, `remedy`, `line`, `column`, `table`, `requestId`, `earlier`, `places`. */
export type Problem = ProblemMembers & {
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
    ...refusal.members,
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
