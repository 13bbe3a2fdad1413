/** A way through the portal for each role: which page, and what one does there. */
type Pair = { readonly vi: string; readonly en: string }
export type Step = { readonly to: '/check' | '/desk' | '/entry' | '/help' | '/help/news'; readonly text: Pair }
export type Tour = { readonly title: Pair; readonly steps: readonly Step[] }

const CHECK: Step = {
  to: '/check',
  text: {
    vi: 'Kéo thả tệp XML vào đây để kiểm tra trước khi gửi. Tệp được đọc ngay trên máy, không có gì rời khỏi máy.',
    en: 'Drop XML files here to check them before sending. They are read on this computer, and nothing leaves it.',
  },
}
const NEWS: Step = {
  to: '/help/news',
  text: {
    vi: 'Tin của Bộ và lịch bảo trì nằm ở đây, kèm số điện thoại để hỏi.',
    en: 'News of the Ministry and planned outages are here, with the number to call.',
  },
}

export const TOURS = {
  clerk: {
    title: { vi: 'Nhân viên cơ sở có phần mềm HIS', en: 'Clerk of a facility with a HIS' },
    steps: [
      CHECK,
      {
        to: '/desk',
        text: {
          vi: 'Bàn làm việc: bấm “Gửi tệp”. Lần gửi còn hồ sơ bị từ chối nằm trên cùng, hạn gần nhất trước. Mở một lần gửi để xem từng phát hiện và gửi lại riêng hồ sơ đã sửa.',
          en: 'The desk: press “Send files”. Submissions with rejected dossiers come first, by their deadline. Open one to see each finding, and to send only what was mended.',
        },
      },
      NEWS,
    ],
  },
  station: {
    title: { vi: 'Trạm y tế không có phần mềm HIS', en: 'Station without a HIS' },
    steps: [
      {
        to: '/entry',
        text: {
          vi: 'Bấm “Đợt KCB mới”. Chỉ các trường phải có hiện trước; mã tìm được bằng tên, không cần dấu; số tiền tự tính. Ctrl-S để lưu. Mất mạng vẫn nhập được.',
          en: 'Press “New encounter”. Only the needed fields come first; codes are found by their names, accents optional; amounts are computed. Ctrl-S saves. It works without a line.',
        },
      },
      {
        to: '/desk',
        text: {
          vi: 'Hồ sơ đã gửi hiện ở bàn làm việc như mọi tệp khác.',
          en: 'What was sent is on the desk, as every other file.',
        },
      },
      NEWS,
    ],
  },
  engineer: {
    title: { vi: 'Kỹ sư phần mềm HIS', en: 'Engineer of a HIS' },
    steps: [
      CHECK,
      {
        to: '/help',
        text: {
          vi: 'Hướng dẫn kết nối nằm ở mục “his”; danh sách API ở /openapi.json.',
          en: 'Guides to integrate are in the part “his”; the API is described at /openapi.json.',
        },
      },
      NEWS,
    ],
  },
  authority: {
    title: { vi: 'Cán bộ Sở Y tế, Bộ Y tế, BHXH', en: 'Officer of a Sở Y tế, the Ministry or BHXH' },
    steps: [
      {
        to: '/help',
        text: {
          vi: 'Hướng dẫn cho Sở ở mục “province”, cho Bộ và BHXH ở mục “ministry”.',
          en: 'Guides for a Sở are in the part “province”, for Ministry and BHXH in “ministry”.',
        },
      },
      NEWS,
    ],
  },
} as const satisfies Readonly<Record<string, Tour>>

export type TourName = keyof typeof TOURS
export const TOUR_NAMES = Object.keys(TOURS).filter((name): name is TourName => Object.hasOwn(TOURS, name))

/** `clerk.2` → its tour and its step, from 1; null where there is none. */
export function placeInTour(text: string): { name: TourName; at: number; tour: Tour } | null {
  const [word = '', number = '1'] = text.split('.')
  const name = TOUR_NAMES.find((each) => each === word)
  if (name === undefined) return null
  const tour: Tour = TOURS[name]
  const at = Number(number)
  return Number.isInteger(at) && at >= 1 && at <= tour.steps.length ? { name, at, tour } : null
}
