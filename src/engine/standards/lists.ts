/** Closed lists that several tables share: value → meaning, as the annex words it, shortened. */

export const sexes = { 1: 'Nam', 2: 'Nữ', 3: 'Chưa xác định' } as const

export const yesNo = { 0: 'Không', 1: 'Có' } as const

/** A mark that is either set or left empty. */
export const mark = { 1: 'Có' } as const

export const coverages = {
  1: 'Trong phạm vi hưởng BHYT',
  2: 'Ngoài phạm vi hưởng BHYT',
  3: 'Ngoài danh mục BHYT nhưng được quỹ chi trả cho quân đội, công an, cơ yếu',
} as const

export const paymentMethods = { 1: 'Phí dịch vụ', 2: 'Định suất', 3: 'Trường hợp bệnh (DRG)' } as const

/** QĐ 130; QĐ 4750 adds 8. */
export const treatmentResults = {
  1: 'Khỏi',
  2: 'Đỡ',
  3: 'Không thay đổi',
  4: 'Nặng hơn',
  5: 'Tử vong',
  6: 'Tiên lượng nặng xin về',
  7: 'Chưa xác định',
} as const

export const dischargeKinds = {
  1: 'Ra viện',
  2: 'Chuyển tuyến theo yêu cầu chuyên môn',
  3: 'Trốn viện',
  4: 'Xin ra viện',
  5: 'Chuyển tuyến theo yêu cầu người bệnh',
} as const

export const livingAreas = {
  K1: 'Vùng dân tộc thiểu số có điều kiện kinh tế - xã hội khó khăn',
  K2: 'Vùng có điều kiện kinh tế - xã hội đặc biệt khó khăn',
  K3: 'Xã đảo, huyện đảo',
} as const

export const hivRegimenLines = { 1: 'Phác đồ bậc 1', 2: 'Phác đồ bậc 2', 3: 'Phác đồ bậc 3' } as const

export const tuberculosisTreatments = {
  0: 'Không điều trị lao',
  1: 'Điều trị lao tiềm ẩn',
  2: 'Điều trị lao nhạy cảm thuốc',
  3: 'Điều trị lao kháng thuốc',
} as const
