import { dossierKey, gateway, lineNumber, moment, reserve } from '../common.ts'
import { defineTable } from '../field.ts'

export const xml4 = defineTable({
  id: 'XML4',
  vi: 'Chi tiết dịch vụ cận lâm sàng',
  en: 'Results of paraclinical services',
  root: 'CHITIEU_CHITIET_DICHVUCANLAMSANG',
  list: 'DSACH_CHI_TIET_CLS',
  row: 'CHI_TIET_CLS',
  place: 'Bảng 4',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    STT: lineNumber,
    // The annexes print 15 characters up to QĐ 4750, yet the code of a test done elsewhere (XX.YYYY.ZZZZ.K.WWWWW) has 20.
    MA_DICH_VU: { vi: 'Mã dịch vụ cận lâm sàng', type: 'text', length: 50, required: gateway, codeList: ['services'] },
    MA_CHI_SO: { vi: 'Mã chỉ số', type: 'text', length: 50, required: gateway, codeList: ['test-indices'] },
    TEN_CHI_SO: { vi: 'Tên chỉ số', type: 'text', length: 255, required: gateway },
    GIA_TRI: { vi: 'Giá trị kết quả của chỉ số', type: 'text', length: 50 },
    DON_VI_DO: { vi: 'Đơn vị đo', type: 'text', length: 50 },
    MO_TA: { vi: 'Mô tả của người đọc kết quả', type: 'text' },
    // Asked for when the XML3 row is of MA_NHOM 2: for a dossier rule.
    KET_LUAN: { vi: 'Kết luận của người đọc kết quả', type: 'text' },
    NGAY_KQ: { vi: 'Thời điểm có kết quả', ...moment, required: { by: 'gateway', when: { present: 'GIA_TRI' } } },
    MA_BS_DOC_KQ: { vi: 'Mã người đọc/duyệt kết quả', type: 'text', length: 255, identifies: true },
    DU_PHONG: reserve,
  },
})
