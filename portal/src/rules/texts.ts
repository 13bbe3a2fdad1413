export const TEXTS = {
  title: { vi: 'Quy tắc: hay bị vi phạm, cảnh báo, thử, tắt', en: 'Rules: hit rates, alarms, on trial, off' },
  about: {
    vi: 'Cảnh báo: quy tắc bị vi phạm ở hơn một phần năm số hồ sơ (từ 50 hồ sơ) của một tỉnh. Không quy tắc nào tự tắt.',
    en: 'Alarm: more than a fifth of a province’s dossiers (50 or more). No rule is switched off by itself.',
  },
  notYou: {
    vi: 'Trang này dành cho Sở Y tế, Bộ Y tế và đơn vị vận hành.',
    en: 'This page is for health departments, the Ministry and operators.',
  },
  show: { vi: 'Hiện', en: 'Show' },
  all: { vi: 'Tất cả', en: 'All' },
  alarms: { vi: 'Có cảnh báo', en: 'With an alarm' },
  notActive: { vi: 'Thử hoặc tắt', en: 'On trial or off' },
  rule: { vi: 'Quy tắc', en: 'Rule' },
  severity: { vi: 'Mức', en: 'Severity' },
  state: { vi: 'Trạng thái', en: 'State' },
  dossiers: { vi: 'Số hồ sơ', en: 'Dossiers' },
  share: { vi: 'Tỷ lệ', en: 'Share' },
  alarm: { vi: 'Cảnh báo ở', en: 'Alarm in' },
  reason: { vi: 'Lý do của nơi vận hành', en: 'Why, by the operator' },
  none: { vi: 'Không có quy tắc nào', en: 'No rule' },
  noneText: { vi: 'Trong kỳ này không quy tắc nào như vậy bị vi phạm.', en: 'No such rule was broken in this period.' },
  unanswered: { vi: 'Chưa trả lời: {codes}', en: 'No answer from: {codes}' },
  problem: { vi: 'Sai khi', en: 'Problem' },
  remedy: { vi: 'Cách sửa', en: 'How to mend' },
  source: { vi: 'Căn cứ', en: 'Source' },
  standards: { vi: 'Chuẩn', en: 'Standards' },
} as const

export const STATES = {
  active: { vi: 'đang dùng', en: 'in use' },
  shadow: { vi: 'đang thử', en: 'on trial' },
  off: { vi: 'đã tắt', en: 'off' },
  retired: { vi: 'đã bỏ', en: 'retired' },
} as const
