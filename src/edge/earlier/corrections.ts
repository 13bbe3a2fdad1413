import type { Text } from '../../kernel/text.ts'

/**
 * Why a dossier that was accepted is sent again with other content. Circular 48/2017/TT-BYT, article 13, asks for a reason and has no list
 * of them; these codes are ours, public and never reused.
 */
export const corrections = {
  'wrong-data': { vi: 'Dữ liệu đã gửi bị sai', en: 'What was sent is wrong' },
  'missing-data': { vi: 'Dữ liệu đã gửi còn thiếu', en: 'What was sent is incomplete' },
  'bhxh-request': { vi: 'Theo yêu cầu của cơ quan BHXH', en: 'Social Security asked for it' },
  other: { vi: 'Lý do khác', en: 'Another reason' },
} as const satisfies Record<string, Text>

export type CorrectionCode = keyof typeof corrections

// The keys of a constant object are those of its type.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const correctionCodes = Object.keys(corrections) as [CorrectionCode, ...CorrectionCode[]]
