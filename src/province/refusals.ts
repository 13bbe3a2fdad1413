import { edgeRefusals } from '../edge/refusals.ts'
import { refusalsOf, type Explanations } from '../kernel/refusal.ts'

/** Refusals of this wing: lists that show persons. */
const own = {
  'reason-needed': {
    status: 403,
    what: {
      vi: 'Nội dung này cho thấy người bệnh cụ thể (cả hồ sơ, bỏ che, hoặc dưới 5 người), nên phải nêu lý do.',
      en: 'This shows persons (a whole dossier, unmasked, or fewer than 5 of them), so a reason must be stated.',
    },
    remedy: {
      vi: 'Gửi lại với reason=… (từ 10 ký tự); tài khoản, thời điểm và lý do được lưu.',
      en: 'Ask again with reason=… (10 characters or more); account, time and reason are kept.',
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
