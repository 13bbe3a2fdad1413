import { edgeRefusals } from '../edge/refusals.ts'
import { refusalsOf, type Explanations } from '../kernel/refusal.ts'

/** Refusals of this wing: lists that show persons, and provinces. */
const own = {
  'reason-needed': {
    status: 403,
    what: {
      vi: 'Nội dung này cho thấy hoặc cho phép suy ra người bệnh cụ thể (cả hồ sơ, bỏ che, dưới 5 người, hoặc số liệu về người bệnh của một cơ sở hay của kỳ không phải tháng trọn vẹn đã hết), nên phải nêu lý do.',
      en: 'This shows persons or lets them be worked out (a whole dossier, unmasked, fewer than 5 of them, or a figure about people of one facility or of anything but whole months that are over), so a reason must be stated.',
    },
    remedy: {
      vi: 'Gửi lại với reason=… (từ 10 ký tự); tài khoản, thời điểm và lý do được lưu.',
      en: 'Ask again with reason=… (10 characters or more); account, time and reason are kept.',
    },
  },
  'province-unknown': {
    status: 404,
    what: {
      vi: 'Không có tỉnh, thành phố nào mang mã cũ {province}.',
      en: 'No province has had the old code {province}.',
    },
    remedy: {
      vi: 'Dùng hai ký tự đầu của mã cơ sở KCB, ví dụ 01 (Hà Nội); danh mục ở /v1/dmdc/provinces.',
      en: 'Use the first two characters of facility codes, such as 01 (Hà Nội); the list is at /v1/dmdc/provinces.',
    },
  },
} as const satisfies Explanations

/** With those of the wings below. */
export const provinceRefusals = {
  ...edgeRefusals,
  ...own,
}

/** Throws with a code of this wing or of one below. */
export const Refusal = refusalsOf(provinceRefusals)
export type Refusal = InstanceType<typeof Refusal>
export { NEXT_OF_PAGE } from '../edge/refusals.ts'
