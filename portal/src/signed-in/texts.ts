export const TEXTS = {
  close: { vi: 'Đóng', en: 'Close' },
  signIn: { vi: 'Đăng nhập', en: 'Sign in' },
  signInText: {
    vi: 'Dùng tài khoản do Sở Y tế hoặc Bộ Y tế cấp cho cơ sở.',
    en: 'With the account that the provincial health department or the Ministry gave to the facility.',
  },
  account: { vi: 'Tài khoản', en: 'Account' },
  secret: { vi: 'Mật khẩu', en: 'Password' },
  wrong: { vi: 'Sai tài khoản hoặc mật khẩu', en: 'Wrong account or password' },
  wrongText: {
    vi: 'Gõ lại. Quên mật khẩu: xin cấp lại ở nơi đã cấp tài khoản.',
    en: 'Type them again. A forgotten password is renewed by whoever gave the account.',
  },
  withPerson: {
    vi: 'Gửi dữ liệu thanh toán: thêm người có thẩm quyền của cơ sở (Thông tư 48/2017/TT-BYT, Điều 7)',
    en: 'To send payment data: the authorised person of the facility (Circular 48/2017/TT-BYT, article 7)',
  },
  person: { vi: 'Mã người có thẩm quyền', en: 'Code of the person' },
  personSecret: { vi: 'Mật khẩu của người đó', en: 'Password of the person' },
  noLine: {
    vi: 'Máy chủ không trả lời. Kiểm tra mạng rồi thử lại.',
    en: 'The service does not answer. Check the line and try again.',
  },
  ended: {
    vi: 'Phiên làm việc đã hết hạn. Đăng nhập lại để làm tiếp; trang vẫn giữ nguyên.',
    en: 'The session has ended. Sign in again to go on; the page stays as it is.',
  },
  retry: { vi: 'Thử lại', en: 'Try again' },
  notFacility: {
    vi: 'Trang này dành cho cơ sở KCB. Tài khoản của cơ quan quản lý dùng API và báo cáo.',
    en: 'This page is for facilities. Accounts of authorities use the API and its reports.',
  },
  loading: { vi: 'Đang tải …', en: 'Loading …' },
  requestId: { vi: 'Mã yêu cầu', en: 'Request id' },
  secondFactor: { vi: 'Xác nhận bước hai', en: 'Second step' },
  secondFactorText: {
    vi: 'Mật khẩu đúng. Nhập mã 6 số đang hiện trong ứng dụng xác thực trên điện thoại.',
    en: 'The password is right. Type the 6 digits that the authenticator on your telephone shows.',
  },
  code: { vi: 'Mã 6 số', en: 'Six digits' },
  digit: { vi: 'Chữ số của mã', en: 'Digit of the code' },
  confirm: { vi: 'Xác nhận', en: 'Confirm' },
  recoveryCode: { vi: 'Mã khôi phục', en: 'Recovery code' },
  lost: { vi: 'Không có điện thoại: dùng mã khôi phục', en: 'No telephone: use a recovery code' },
  otherAccount: { vi: 'Đăng nhập lại từ đầu', en: 'Begin again' },
  firstPage: { vi: 'Về trang đầu', en: 'First page' },
  nextPage: { vi: 'Trang sau', en: 'Next page' },
  or: { vi: 'hoặc', en: 'or' },
  passkey: { vi: 'Dùng khoá truy cập (passkey)', en: 'Use a passkey' },
  outsideFailed: { vi: 'Chưa đăng nhập được', en: 'Not signed in' },
  outsideRefused: {
    vi: 'Nhà cung cấp bên ngoài từ chối, hoặc bước đăng nhập đã quá 5 phút. Đăng nhập lại từ đầu.',
    en: 'The outside provider refused, or the step took more than 5 minutes. Sign in again.',
  },
  outsideUnknown: {
    vi: 'Danh tính này chưa gắn với tài khoản nào. Đăng nhập bằng mật khẩu, rồi gắn ở trang Tài khoản.',
    en: 'This identity belongs to no account. Sign in with the password, then connect it on the page Account.',
  },
  outsideAway: {
    vi: 'Nhà cung cấp bên ngoài không trả lời. Thử lại sau, hoặc dùng mật khẩu.',
    en: 'The outside provider does not answer. Try again later, or use the password.',
  },
} as const
