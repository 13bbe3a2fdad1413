import { edgeRefusals } from '../edge/refusals.ts'
import { refusalsOf, type Explanations } from '../kernel/refusal.ts'

/** Refusals of this wing: code lists, their releases, proposals and mappings, and spreadsheets. */
const own = {
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
  'fhir-parameter-unknown': {
    status: 400,
    what: {
      vi: 'Máy chủ không hỗ trợ tham số {parameter} cho câu hỏi này.',
      en: 'The parameter {parameter} is not supported for this question.',
    },
    remedy: {
      vi: 'Được hỗ trợ: {expected}. Muốn bỏ qua tham số lạ, gửi Prefer: handling=lenient.',
      en: 'Supported: {expected}. To have others left out, send Prefer: handling=lenient.',
    },
  },
  'fhir-operation-unknown': {
    status: 404,
    what: { vi: 'Máy chủ không có thao tác FHIR này.', en: 'This server does not have this FHIR operation.' },
    remedy: { vi: 'Xem các thao tác tại GET /fhir/metadata.', en: 'GET /fhir/metadata lists the operations.' },
  },
  'fhir-not-acceptable': {
    status: 406,
    what: { vi: 'FHIR ở đây chỉ trả lời bằng JSON của R4.', en: 'FHIR is answered in JSON of R4 only here.' },
    remedy: {
      vi: 'Gửi Accept: application/fhir+json, hoặc _format=json.',
      en: 'Send Accept: application/fhir+json, or _format=json.',
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
  'packed-list-unknown': {
    status: 404,
    what: { vi: 'Không có danh mục đóng gói với mã băm này.', en: 'There is no packed list with this hash.' },
    remedy: {
      vi: 'Lấy hash của từng danh mục tại GET /v1/dmdc rồi gọi lại.',
      en: 'GET /v1/dmdc names the hash of each catalogue.',
    },
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
  'draft-own': {
    status: 403,
    what: {
      vi: 'Người lập bản dự thảo không được tự phê duyệt hoặc tự phát hành.',
      en: 'Whoever made a draft may neither approve nor publish it.',
    },
    remedy: {
      vi: 'Nhờ một tài khoản khác của Bộ Y tế phê duyệt và phát hành.',
      en: 'Ask another account of the Ministry to approve and to publish it.',
    },
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
} as const satisfies Explanations

/** With those of the wings below. */
export const codesRefusals = {
  ...edgeRefusals,
  ...own,
}

/** Throws with a code of this wing or of one below. */
export const Refusal = refusalsOf(codesRefusals)
export type Refusal = InstanceType<typeof Refusal>
export { NEXT_OF_PAGE } from '../edge/refusals.ts'
