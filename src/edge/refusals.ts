import { engineRefusals, RESEND_XML } from '../engine/index.ts'
import { refusalsOf, type Explanations } from '../kernel/refusal.ts'
import type { Text } from '../kernel/text.ts'
import { RETRY_SAME, storeRefusals } from '../store/refusals.ts'

/** What a cursor is, wherever a list is read page by page. */
export const NEXT_OF_PAGE: Text = {
  vi: 'nguyên giá trị next của trang trước',
  en: 'the value of next of the page before, as it was',
}

const NEW_TOKEN: Text = {
  vi: 'Lấy token mới tại POST /oauth/token rồi gửi lại với tiêu đề Authorization: Bearer.',
  en: 'Get a new token from POST /oauth/token and send again with the header Authorization: Bearer.',
}

/** Refusals of this wing: who calls, what is asked for, and a file on its way in. */
const own = {
  'parameter-invalid': {
    status: 400,
    what: { vi: 'Tham số {parameter} thiếu hoặc sai.', en: 'The parameter {parameter} is missing or wrong.' },
    remedy: { vi: 'Giá trị hợp lệ: {expected}.', en: 'Accepted: {expected}.' },
  },
  'row-invalid': {
    status: 422,
    what: {
      vi: 'Dòng {row}: {field} không hợp lệ; chưa ghi dòng nào.',
      en: 'Row {row}: {field} is not valid; no row was written.',
    },
    remedy: { vi: 'Giá trị được chấp nhận: {expected}.', en: 'Accepted: {expected}.' },
  },
  'changed-meanwhile': {
    status: 409,
    what: {
      vi: 'Có người khác đã thay đổi sau lần xem gần nhất.',
      en: 'Somebody else changed it after it was last seen.',
    },
    remedy: { vi: 'Xem lại rồi quyết định lại.', en: 'Look at it again, then decide anew.' },
  },
  'role-not-allowed': {
    status: 403,
    what: {
      vi: 'Tài khoản này không được thực hiện thao tác này.',
      en: 'This account may not carry out this operation.',
    },
    remedy: {
      vi: 'Dùng tài khoản có nhiệm vụ tương ứng (docs/reference/permissions.md); hồ sơ do tài khoản của cơ sở KCB gửi.',
      en: 'Use an account with a duty that may (docs/reference/permissions.md); dossiers are sent by the account of a facility.',
    },
  },
  'not-yours': {
    status: 403,
    what: {
      vi: 'Dữ liệu này thuộc cơ sở hoặc tỉnh khác.',
      en: 'This data belongs to another facility or province.',
    },
    remedy: {
      vi: 'Chỉ cơ sở đó, Sở Y tế của tỉnh đó và Bộ Y tế được xem.',
      en: 'Only that facility, the health department of its province and the ministry may read it.',
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
  'session-missing': {
    status: 401,
    what: { vi: 'Chưa đăng nhập.', en: 'Nobody has signed in.' },
    remedy: { vi: 'Đăng nhập tại cổng.', en: 'Sign in at the portal.' },
  },
  'session-ended': {
    status: 401,
    what: { vi: 'Phiên làm việc đã hết hạn.', en: 'The session has ended.' },
    remedy: { vi: 'Đăng nhập lại; việc đang làm được giữ.', en: 'Sign in again; nothing is lost.' },
  },
  'session-unknown': {
    status: 404,
    what: { vi: 'Tài khoản này không có phiên với mã đó.', en: 'This account has no session with that id.' },
    remedy: { vi: 'Xem GET /v1/sessions.', en: 'GET /v1/sessions lists them.' },
  },
  'sign-in-again': {
    status: 403,
    what: {
      vi: 'Chỉ đổi được cách đăng nhập trong vòng 15 phút sau khi đăng nhập.',
      en: 'How somebody signs in is changed within 15 minutes of signing in only.',
    },
    remedy: { vi: 'Đăng nhập lại, rồi làm lại việc này.', en: 'Sign in again, then do it again.' },
  },
  'own-account-needed': {
    status: 403,
    what: {
      vi: 'Tài khoản này dành cho phần mềm; quyền của nó ở cổng phải có yếu tố xác thực thứ hai.',
      en: 'This account is for software; at the portal its duties need a second factor.',
    },
    remedy: {
      vi: 'Đăng nhập bằng tài khoản của người dùng; nếu chưa có, xin đơn vị vận hành cấp.',
      en: "Sign in with a person's account; the operator makes one.",
    },
  },
  'account-of-person': {
    status: 400,
    what: {
      vi: 'Tài khoản này là của người dùng; không lấy được token bằng mật khẩu.',
      en: "This is a person's account; it gets no token with a password.",
    },
    remedy: {
      vi: 'Người dùng đăng nhập tại cổng; phần mềm dùng tài khoản của phần mềm.',
      en: 'People sign in at the portal; software has an account of its own.',
    },
  },
  'challenge-ended': {
    status: 401,
    what: {
      vi: 'Bước đăng nhập này đã quá 5 phút hoặc đã dùng.',
      en: 'This step of signing in is older than 5 minutes, or was used already.',
    },
    remedy: { vi: 'Đăng nhập lại từ đầu.', en: 'Sign in again from the beginning.' },
  },
  'code-wrong': {
    status: 401,
    what: { vi: 'Mã không đúng, hoặc đã dùng.', en: 'The code is wrong, or was used already.' },
    remedy: {
      vi: 'Đợi mã mới trong ứng dụng rồi gõ mã đó; kiểm tra giờ của điện thoại. Mất điện thoại: dùng mã khôi phục.',
      en: 'Wait for the next code and type it; check the clock of the telephone. Without the telephone: use a recovery code.',
    },
  },
  'passkey-wrong': {
    status: 401,
    what: {
      vi: 'Khoá truy cập (passkey) không hợp lệ ở đây.',
      en: 'This passkey is not valid here.',
    },
    remedy: {
      vi: 'Dùng khoá đã đăng ký cho tài khoản tại đúng địa chỉ này, hoặc đăng nhập bằng mật khẩu.',
      en: 'Use the passkey that was registered for the account at this address, or sign in with the password.',
    },
  },
  'factor-state': {
    status: 409,
    what: {
      vi: 'Cách xác thực này đã có, chưa được bắt đầu, hoặc đã đủ số lượng.',
      en: 'This way of signing in is there already, was not begun, or there are as many as may be.',
    },
    remedy: { vi: 'Xem GET /v1/sign-in.', en: 'GET /v1/sign-in shows what there is.' },
  },
  'factor-unknown': {
    status: 404,
    what: { vi: 'Tài khoản không có cách xác thực này.', en: 'The account has no such way of signing in.' },
    remedy: { vi: 'Xem GET /v1/sign-in.', en: 'GET /v1/sign-in shows what there is.' },
  },
  'second-factor-needed': {
    status: 409,
    what: {
      vi: 'Nhiệm vụ của tài khoản bắt buộc có yếu tố xác thực thứ hai.',
      en: 'The duties of this account need a second factor.',
    },
    remedy: {
      vi: 'Đăng ký cách khác trước, rồi mới bỏ cách này.',
      en: 'Set up another one before this one is taken away.',
    },
  },
  'password-weak': {
    status: 400,
    what: {
      vi: 'Mật khẩu mới phải có từ 12 ký tự, không chứa tên tài khoản, khác mật khẩu cũ.',
      en: 'The new password needs 12 characters or more, without the name of the account, and is not the old one.',
    },
    remedy: { vi: 'Chọn mật khẩu khác, ví dụ bốn từ bất kỳ.', en: 'Choose another one, such as four words.' },
  },
  'outside-refused': {
    status: 401,
    what: {
      vi: 'Nhà cung cấp đăng nhập bên ngoài từ chối, hoặc trả lời sai.',
      en: 'The outside provider refused, or its answer is not right.',
    },
    remedy: { vi: 'Đăng nhập lại từ đầu.', en: 'Sign in again from the beginning.' },
  },
  'outside-unknown': {
    status: 401,
    what: {
      vi: 'Danh tính bên ngoài này chưa được gắn với tài khoản nào.',
      en: 'This outside identity belongs to no account.',
    },
    remedy: {
      vi: 'Đăng nhập bằng mật khẩu, rồi gắn danh tính ở trang Tài khoản.',
      en: 'Sign in with the password, then connect the identity on the page Account.',
    },
  },
  'outside-taken': {
    status: 409,
    what: {
      vi: 'Danh tính bên ngoài này đã gắn với một tài khoản.',
      en: 'This outside identity belongs to an account already.',
    },
    remedy: { vi: 'Bỏ gắn ở tài khoản kia trước.', en: 'Disconnect it there first.' },
  },
  'outside-unavailable': {
    status: 503,
    what: {
      vi: 'Không liên lạc được với nhà cung cấp đăng nhập bên ngoài.',
      en: 'The outside provider does not answer.',
    },
    remedy: {
      vi: 'Thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.',
      en: 'Try again in a few minutes, or sign in with the password.',
    },
    retryAfterSeconds: 30,
  },
  'credentials-invalid': {
    status: 401,
    what: {
      vi: 'Sai tài khoản hoặc mật khẩu (client_id, client_secret).',
      en: 'Unknown client_id or wrong client_secret.',
    },
    remedy: { vi: 'Kiểm tra thông tin đăng nhập do cơ quan quản lý cấp.', en: 'Check the credentials issued to you.' },
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
  'authority-ended': {
    status: 401,
    what: {
      vi: 'Tài khoản, hoặc người ký của cơ sở, đã bị khoá, đã thôi hoặc đã đổi quyền sau khi cấp token này.',
      en: 'The account, or the person of the facility, was disabled, ended or given other duties after this token was issued.',
    },
    remedy: {
      vi: 'Lấy token mới; nếu không được, liên hệ đơn vị vận hành.',
      en: 'Get a new token; if you get none, ask the operator.',
    },
  },
  'too-many-guesses': {
    status: 429,
    what: {
      vi: 'Quá nhiều lần đăng nhập sai; lần này chưa được kiểm tra.',
      en: 'Too many failed sign-ins; this one was not looked at.',
    },
    remedy: {
      vi: 'Đợi {seconds} giây (Retry-After) rồi thử lại với mật khẩu đúng.',
      en: 'Wait {seconds} seconds (Retry-After), then try again with the right secret.',
    },
    retryAfterSeconds: 60,
  },
  'uploads-too-many': {
    status: 429,
    what: {
      vi: 'Cơ sở đang gửi đồng thời {limit} tệp, là mức tối đa.',
      en: 'The facility has {limit} uploads open, which is the most at once.',
    },
    remedy: {
      vi: 'Đợi một tệp gửi xong rồi gửi tiếp; chưa lưu gì của tệp này.',
      en: 'Wait until one of them has ended, then send again; nothing of this file was stored.',
    },
    retryAfterSeconds: 5,
  },
  'upload-idle': {
    status: 408,
    what: {
      vi: 'Không nhận thêm dữ liệu nào của tệp trong {seconds} giây.',
      en: 'No more bytes of the file came for {seconds} seconds.',
    },
    remedy: {
      vi: 'Kiểm tra đường truyền rồi gửi lại đúng tệp này; chưa lưu gì của lần gửi dở dang.',
      en: 'Check the line, then send the same file again; nothing of the broken attempt was stored.',
    },
  },
  'purpose-not-allowed': {
    status: 403,
    what: {
      vi: 'Tài khoản này không được gửi dữ liệu cho mục đích đó; được phép: {purposes}.',
      en: 'This account may not send data for that purpose; it may: {purposes}.',
    },
    remedy: { vi: 'Dùng tài khoản được cấp cho mục đích đó.', en: 'Use an account that was given for that purpose.' },
  },
  'account-taken': {
    status: 409,
    what: { vi: 'Đã có tài khoản mang mã này.', en: 'There is an account with this id already.' },
    remedy: {
      vi: 'Chọn mã khác; mã của tài khoản đã khoá cũng không dùng lại.',
      en: 'Choose another id; that of a disabled account is not used again either.',
    },
  },
  'account-unknown': {
    status: 404,
    what: { vi: 'Không có tài khoản mang mã này.', en: 'There is no account with this id.' },
    remedy: { vi: 'Xem GET /v1/accounts.', en: 'GET /v1/accounts lists them.' },
  },
  'account-own': {
    status: 403,
    what: {
      vi: 'Người tạo hoặc thay đổi tài khoản không được tự duyệt.',
      en: 'Whoever made or changed an account may not approve it.',
    },
    remedy: { vi: 'Nhờ một người vận hành khác duyệt.', en: 'Have another operator approve it.' },
  },
  'erasure-unknown': {
    status: 404,
    what: { vi: 'Không có yêu cầu xoá với mã này.', en: 'There is no request for an erasure with this id.' },
    remedy: { vi: 'Xem GET /v1/operations/erasures.', en: 'GET /v1/operations/erasures lists them.' },
  },
  'erasure-own': {
    status: 403,
    what: {
      vi: 'Người yêu cầu xoá không được tự duyệt.',
      en: 'Whoever asked for an erasure may not approve it.',
    },
    remedy: { vi: 'Nhờ một người vận hành khác duyệt.', en: 'Have another operator approve it.' },
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
  'submission-unknown': {
    status: 404,
    what: { vi: 'Không có lần gửi với mã này.', en: 'There is no submission with this id.' },
    remedy: {
      vi: 'Dùng mã id trong thông báo tiếp nhận; nếu chưa nhận được thông báo, gửi lại tệp.',
      en: 'Use the id of the acknowledgement; if you never got one, send the file again.',
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
  'storage-full': {
    status: 503,
    what: {
      vi: 'Kho lưu trữ sắp đầy; tệp CHƯA được tiếp nhận.',
      en: 'The store is nearly full; the file was NOT received.',
    },
    remedy: RETRY_SAME,
    retryAfterSeconds: 120,
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
  'wrapper-broken': {
    status: 400,
    what: {
      vi: 'Không đọc được thân yêu cầu: {reason}.',
      en: 'The body of the request cannot be read: {reason}.',
    },
    remedy: {
      vi: 'Gửi biểu mẫu (form), JSON hoặc multipart, tệp XML mã hoá base64 trong một tham số; gửi lại toàn bộ, hệ thống chưa lưu gì.',
      en: 'Send a form, JSON or multipart with the XML file as base64 in one parameter; send all of it again, nothing was stored.',
    },
  },
  'wrapper-file-missing': {
    status: 400,
    what: { vi: 'Yêu cầu không có nội dung tệp.', en: 'The request holds no file.' },
    remedy: {
      vi: 'Gửi tệp XML mã hoá base64 trong tham số fileHSBase64 (hoặc fileHS, FileHoSoJson).',
      en: 'Send the XML file as base64 in the parameter fileHSBase64 (or fileHS, FileHoSoJson).',
    },
  },
  'base64-broken': {
    status: 400,
    what: {
      vi: 'Nội dung tệp không phải base64 hợp lệ, hoặc bị cắt.',
      en: 'The content of the file is not valid base64, or is cut short.',
    },
    remedy: {
      vi: 'Mã hoá base64 toàn bộ tệp XML theo bảng chữ chuẩn (A–Z, a–z, 0–9, +, /) rồi gửi lại; hệ thống chưa lưu gì.',
      en: 'Encode the whole XML file as standard base64 (A–Z, a–z, 0–9, +, /) and send it again; nothing was stored.',
    },
  },
  'dossier-kind-wrong': {
    status: 400,
    what: {
      vi: 'loaiHoSo không phải loại mà địa chỉ này nhận.',
      en: 'loaiHoSo is not a kind that this address takes.',
    },
    remedy: { vi: 'Giá trị hợp lệ tại địa chỉ này: {expected}.', en: 'Accepted at this address: {expected}.' },
  },
  'legacy-account-missing': {
    status: 404,
    what: { vi: 'Cơ sở chưa có tài khoản đang dùng.', en: 'The facility has no account in use.' },
    remedy: {
      vi: 'Đề nghị Bộ Y tế cấp tài khoản cho cơ sở trước.',
      en: 'Ask the ministry for an account of the facility first.',
    },
  },
  'legacy-user-taken': {
    status: 409,
    what: {
      vi: 'Đã có người dùng của dịch vụ web cũ mang tên này.',
      en: 'There is a user of the old web services with this name already.',
    },
    remedy: {
      vi: 'Chọn tên khác; tên đã khoá cũng không dùng lại.',
      en: 'Choose another name; that of a disabled user is not used again either.',
    },
  },
  'legacy-user-unknown': {
    status: 404,
    what: {
      vi: 'Cơ sở không có người dùng dịch vụ web cũ mang tên này.',
      en: 'The facility has no user of the old web services with this name.',
    },
    remedy: {
      vi: 'Xem GET /v1/facilities/…/legacy-users.',
      en: 'GET /v1/facilities/…/legacy-users lists them.',
    },
  },
  'sender-mismatch': {
    status: 403,
    what: {
      vi: 'Tham số maCSKCB hoặc maTinh không phải của cơ sở đứng tên token.',
      en: 'The parameter maCSKCB or maTinh is not that of the facility of the token.',
    },
    remedy: {
      vi: 'Dùng tài khoản của chính cơ sở đó để lấy token, hoặc sửa maCSKCB, maTinh.',
      en: 'Take the token with the account of that facility, or mend maCSKCB and maTinh.',
    },
  },
  'legacy-forward-unavailable': {
    status: 409,
    what: {
      vi: 'Chưa chuyển tiếp được tới cổng của BHXH: trục tích hợp chưa hoạt động.',
      en: 'Calls cannot be forwarded to the gateway of Social Security yet: the bus is not in operation.',
    },
    remedy: {
      vi: 'Đặt mode là answer; đặt forward hoặc both sau khi trục tích hợp hoạt động.',
      en: 'Set mode to answer; set forward or both once the bus is in operation.',
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
} as const satisfies Explanations

/** With those of the wings below. */
export const edgeRefusals = {
  ...engineRefusals,
  ...storeRefusals,
  ...own,
}

/** Throws with a code of this wing or of one below. */
export const Refusal = refusalsOf(edgeRefusals)
export type Refusal = InstanceType<typeof Refusal>
