import { annex, dossierKey, lineNumber, moment } from '../common.ts'
import { defineTable } from '../field.ts'

export const xml4 = defineTable({
  id: 'XML4',
  vi: 'Chi tiết dịch vụ cận lâm sàng',
  en: 'Results of paraclinical services',
  root: 'DSACH_CHI_TIET_CLS',
  row: 'CHI_TIET_CLS',
  place: 'Bảng 4',
  document: 'QĐ 4210/QĐ-BYT',
  fields: {
    MA_LK: { ...dossierKey, required: annex, lengthConfidence: 'medium' },
    STT: { ...lineNumber, required: annex, lengthConfidence: 'medium' },
    MA_DICH_VU: {
      vi: 'Mã dịch vụ',
      type: 'text',
      // As in XML3: a test done elsewhere has 20 characters (XX.YYYY.ZZZZ.K.WWWWW).
      length: 20,
      required: annex,
      codeList: ['services'],
      lengthConfidence: 'medium',
    },
    MA_CHI_SO: { vi: 'Mã chỉ số', type: 'text', length: 50, codeList: ['test-indices'], lengthConfidence: 'medium' },
    TEN_CHI_SO: {
      vi: 'Tên chỉ số',
      type: 'text',
      length: 255,
      required: { by: 'annex', when: { present: 'MA_CHI_SO' } },
      lengthConfidence: 'medium',
    },
    GIA_TRI: { vi: 'Giá trị', type: 'text', length: 50, lengthConfidence: 'medium' },
    MA_MAY: { vi: 'Mã máy', type: 'text', length: 50, lengthConfidence: 'medium' },
    MO_TA: { vi: 'Mô tả', type: 'text' },
    KET_LUAN: { vi: 'Kết luận', type: 'text' },
    NGAY_KQ: { vi: 'Thời điểm có kết quả', ...moment, required: annex, lengthConfidence: 'medium' },
  },
})
