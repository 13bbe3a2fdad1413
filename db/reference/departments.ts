/**
 * Who owns a catalogue: the departments that decide over its codes. The ids are in `catalogues.owner`, `accounts.department` and the
 * seed's manifest; they are public and never reused, whatever a department is called or joined to next.
 */
export const departments = {
  bhyt: { vi: 'Vụ Bảo hiểm y tế', en: 'Department of Health Insurance, Ministry of Health' },
  kcb: { vi: 'Cục Quản lý Khám, chữa bệnh', en: 'Medical Services Administration, Ministry of Health' },
  duoc: { vi: 'Cục Quản lý Dược', en: 'Drug Administration, Ministry of Health' },
  yhct: { vi: 'Cục Quản lý Y, Dược cổ truyền', en: 'Traditional Medicine Administration, Ministry of Health' },
  httb: {
    vi: 'Cục Hạ tầng và Thiết bị y tế',
    en: 'Medical Infrastructure and Equipment Administration, Ministry of Health',
  },
  'thong-ke': { vi: 'Cục Thống kê', en: 'National Statistics Office' },
  'bo-cong-an': { vi: 'Bộ Công an', en: 'Ministry of Public Security' },
  bhxh: { vi: 'Bảo hiểm xã hội Việt Nam', en: 'Vietnam Social Security' },
} as const

export type DepartmentId = keyof typeof departments

/** Is this text the id of a department? */
export const isDepartmentId = (text: string): text is DepartmentId => Object.hasOwn(departments, text)
