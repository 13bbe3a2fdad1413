import { annex, dossierKey, lineNumber, moment } from '../common.ts'
import { defineTable } from '../field.ts'

export const xml5 = defineTable({
  id: 'XML5',
  vi: 'Diễn biến bệnh',
  en: 'Clinical course',
  root: 'DSACH_CHI_TIET_DIEN_BIEN_BENH',
  row: 'CHI_TIET_DIEN_BIEN_BENH',
  place: 'Bảng 5',
  document: 'QĐ 4210/QĐ-BYT',
  fields: {
    MA_LK: { ...dossierKey, required: annex, lengthConfidence: 'medium' },
    STT: { ...lineNumber, required: annex, lengthConfidence: 'medium' },
    DIEN_BIEN: { vi: 'Diễn biến bệnh', type: 'text', required: annex },
    HOI_CHAN: { vi: 'Hội chẩn', type: 'text' },
    PHAU_THUAT: { vi: 'Phẫu thuật', type: 'text' },
    NGAY_YL: { vi: 'Thời điểm ra y lệnh', ...moment, required: annex, lengthConfidence: 'medium' },
  },
})
