/** The chapters of ICD-10 as QĐ 4469/QĐ-BYT (28/10/2020) prints them: number, first and last category, title. */
export const icdChapters: readonly { id: string; from: string; to: string; vi: string; en: string }[] = [
  { id: 'I', from: 'A00', to: 'B99', vi: 'Bệnh nhiễm trùng và ký sinh trùng', en: 'Infectious and parasitic diseases' },
  { id: 'II', from: 'C00', to: 'D48', vi: 'U tân sinh', en: 'Neoplasms' },
  {
    id: 'III',
    from: 'D50',
    to: 'D89',
    vi: 'Bệnh máu, cơ quan tạo máu và các rối loạn liên quan đến cơ chế miễn dịch',
    en: 'Blood, blood-forming organs and immune disorders',
  },
  { id: 'IV', from: 'E00', to: 'E90', vi: 'Bệnh nội tiết, dinh dưỡng và chuyển hóa', en: 'Endocrine and metabolic' },
  { id: 'V', from: 'F00', to: 'F99', vi: 'Rối loạn tâm thần và hành vi', en: 'Mental and behavioural disorders' },
  { id: 'VI', from: 'G00', to: 'G99', vi: 'Bệnh hệ thần kinh', en: 'Nervous system' },
  { id: 'VII', from: 'H00', to: 'H59', vi: 'Bệnh mắt và phần phụ', en: 'Eye and adnexa' },
  { id: 'VIII', from: 'H60', to: 'H95', vi: 'Bệnh của tai và xương chũm', en: 'Ear and mastoid' },
  { id: 'IX', from: 'I00', to: 'I99', vi: 'Bệnh hệ tuần hoàn', en: 'Circulatory system' },
  { id: 'X', from: 'J00', to: 'J99', vi: 'Bệnh hệ hô hấp', en: 'Respiratory system' },
  { id: 'XI', from: 'K00', to: 'K93', vi: 'Bệnh hệ tiêu hóa', en: 'Digestive system' },
  { id: 'XII', from: 'L00', to: 'L99', vi: 'Bệnh của da và tổ chức dưới da', en: 'Skin and subcutaneous tissue' },
  { id: 'XIII', from: 'M00', to: 'M99', vi: 'Bệnh hệ cơ, xương khớp và mô liên kết', en: 'Musculoskeletal system' },
  { id: 'XIV', from: 'N00', to: 'N99', vi: 'Bệnh hệ sinh dục, tiết niệu', en: 'Genitourinary system' },
  { id: 'XV', from: 'O00', to: 'O99', vi: 'Thai nghén, sinh đẻ và hậu sản', en: 'Pregnancy and childbirth' },
  {
    id: 'XVI',
    from: 'P00',
    to: 'P96',
    vi: 'Một số bệnh lý khởi phát trong thời kỳ chu sinh',
    en: 'Conditions of the perinatal period',
  },
  {
    id: 'XVII',
    from: 'Q00',
    to: 'Q99',
    vi: 'Dị tật bẩm sinh, biến dạng và bất thường về nhiễm sắc thể',
    en: 'Congenital malformations',
  },
  {
    id: 'XVIII',
    from: 'R00',
    to: 'R99',
    vi: 'Các triệu chứng, dấu hiệu và những bất thường lâm sàng, cận lâm sàng chưa được phân loại ở nơi khác',
    en: 'Symptoms and abnormal findings',
  },
  {
    id: 'XIX',
    from: 'S00',
    to: 'T98',
    vi: 'Vết thương, ngộ độc và hậu quả của một số nguyên nhân từ bên ngoài',
    en: 'Injury and poisoning',
  },
  {
    id: 'XX',
    from: 'V01',
    to: 'Y98',
    vi: 'Các nguyên nhân từ bên ngoài của bệnh tật và tử vong',
    en: 'External causes',
  },
  {
    id: 'XXI',
    from: 'Z00',
    to: 'Z99',
    vi: 'Các yếu tố liên quan đến tình trạng sức khỏe và tìm kiếm dịch vụ y tế',
    en: 'Factors influencing health status',
  },
  { id: 'XXII', from: 'U00', to: 'U99', vi: 'Mã phục vụ những mục đích đặc biệt', en: 'Codes for special purposes' },
]

/** The chapter of a code (`I10`, `A00.0†`); null where its first three characters lie in none. */
export function icdChapterOf(code: string): string | null {
  const category = code.slice(0, 3)
  if (category.length < 3) return null
  return icdChapters.find(({ from, to }) => from <= category && category <= to)?.id ?? null
}
