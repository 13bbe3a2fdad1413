export const TEXTS = {
  title: { vi: 'Tài khoản và quyền', en: 'Accounts and permissions' },
  about: {
    vi: 'Tài khoản thấy dữ liệu của nhiều cơ sở cần người vận hành thứ hai đồng ý. Ai, lúc nào, vì sao được lưu.',
    en: 'An account that sees more than one facility needs a second operator. Who, when and why are kept.',
  },
  account: { vi: 'Mã tài khoản', en: 'Account id' },
  holder: { vi: 'Dùng cho', en: 'Held by' },
  side: { vi: 'Thuộc', en: 'With' },
  all: { vi: 'Tất cả', en: 'All' },
  duties: { vi: 'Nhiệm vụ', en: 'Duties' },
  scope: { vi: 'Phạm vi', en: 'Scope' },
  everything: { vi: 'toàn quốc', en: 'the nation' },
  what: { vi: 'Đơn vị, hệ thống (không ghi tên người)', en: 'Office or system (no name of a person)' },
  state: { vi: 'Trạng thái', en: 'State' },
  steps: { vi: 'Thao tác', en: 'Steps' },
  pending: { vi: 'chờ người thứ hai, {by} đề nghị', en: 'waits for a second operator, asked by {by}' },
  disabledAt: { vi: 'khoá từ {time}', en: 'disabled since {time}' },
  make: { vi: 'Lập tài khoản', en: 'Make an account' },
  secretOf: {
    vi: 'Mật khẩu của {id}, chỉ hiện một lần:',
    en: 'Secret of {id}, shown this once:',
  },
  reason: { vi: 'Lý do (từ 10 ký tự)', en: 'Why (10 characters or more)' },
  none: { vi: 'Không có tài khoản nào', en: 'No account' },
  noneText: { vi: 'Chọn nơi khác.', en: 'Choose another side.' },
  ofFacility: { vi: 'Mã cơ sở', en: 'Code of the facility' },
  ofProvinces: { vi: 'Các mã tỉnh cũ, cách nhau bằng dấu phẩy', en: 'Old codes of provinces, by commas' },
  ofDepartment: { vi: 'Đơn vị chủ quản (trống: mọi danh mục)', en: 'Department (empty: all catalogues)' },
} as const

export const SIDES = {
  facility: { vi: 'cơ sở', en: 'facility' },
  province: { vi: 'Sở Y tế', en: 'health department' },
  ministry: { vi: 'trung ương', en: 'nation' },
} as const
export const HOLDERS = {
  person: { vi: 'một người (đăng nhập cổng)', en: 'a person (signs in at the portal)' },
  software: { vi: 'phần mềm (lấy token)', en: 'software (gets tokens)' },
} as const
export const DUTIES = {
  sender: { vi: 'gửi hồ sơ', en: 'sender' },
  person: { vi: 'người có thẩm quyền', en: 'authorised person' },
  supervisor: { vi: 'quản lý vùng', en: 'supervisor' },
  curator: { vi: 'quản lý danh mục', en: 'curator' },
  analyst: { vi: 'phân tích', en: 'analyst' },
  assessor: { vi: 'giám định', en: 'assessor' },
  operator: { vi: 'vận hành', en: 'operator' },
  auditor: { vi: 'kiểm soát', en: 'auditor' },
} as const
export const ACCOUNT_STEPS = {
  approve: { vi: 'Đồng ý', en: 'Approve' },
  secret: { vi: 'Mật khẩu mới', en: 'New secret' },
  disable: { vi: 'Khoá', en: 'Disable' },
  enable: { vi: 'Mở lại', en: 'Enable' },
} as const
