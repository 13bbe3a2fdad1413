export const TEXTS = {
  name: { vi: 'Cổng dữ liệu KCB BHYT', en: 'Health insurance data portal' },
  check: { vi: 'Kiểm tra trước khi gửi', en: 'Check before sending' },
  skip: { vi: 'Tới nội dung', en: 'Skip to content' },
  language: { vi: 'Ngôn ngữ', en: 'Language' },
  dark: { vi: 'Nền tối', en: 'Dark background' },
  light: { vi: 'Nền sáng', en: 'Light background' },
  nav: { vi: 'Các trang', en: 'Pages' },
  missingTitle: { vi: 'Không có trang này', en: 'There is no such page' },
  missingText: {
    vi: 'Địa chỉ có thể bị gõ sai, hoặc trang đã được bỏ.',
    en: 'The address may be mistyped, or the page was taken away.',
  },
  home: { vi: 'Về trang đầu', en: 'Go to the first page' },
  faultTitle: { vi: 'Trang gặp lỗi', en: 'The page has a fault' },
  faultText: {
    vi: 'Lỗi của hệ thống, không phải của tệp. Tải lại trang; nếu còn lỗi, báo cho đơn vị vận hành.',
    en: 'A fault of this system, not of your file. Load the page again; if it persists, report it to the operator.',
  },
  reload: { vi: 'Tải lại trang', en: 'Load again' },
  newVersion: { vi: 'Có bản mới của trang này.', en: 'There is a new version of this page.' },
  update: { vi: 'Dùng bản mới', en: 'Use it' },
  later: { vi: 'Để sau', en: 'Later' },
} as const
