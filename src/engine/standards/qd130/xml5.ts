import { dossierKey, gateway, lineNumber, moment, reserve, staff } from '../common.ts'
import { defineTable } from '../field.ts'

export const xml5 = defineTable({
  id: 'XML5',
  vi: 'Diễn biến lâm sàng',
  en: 'Clinical course',
  root: 'CHITIEU_CHITIET_DIENBIENLAMSANG',
  list: 'DSACH_CHI_TIET_DIEN_BIEN_BENH',
  row: 'CHI_TIET_DIEN_BIEN_BENH',
  place: 'Bảng 5',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    STT: lineNumber,
    DIEN_BIEN_LS: { vi: 'Diễn biến lâm sàng', type: 'text', required: gateway },
    GIAI_DOAN_BENH: { vi: 'Giai đoạn bệnh', type: 'text' },
    HOI_CHAN: { vi: 'Kết quả hội chẩn', type: 'text' },
    PHAU_THUAT: { vi: 'Tường trình phẫu thuật/thủ thuật', type: 'text' },
    THOI_DIEM_DBLS: { vi: 'Thời điểm ghi nhận diễn biến', ...moment, required: gateway },
    NGUOI_THUC_HIEN: { vi: 'Mã người ghi diễn biến', ...staff, required: gateway },
    DU_PHONG: reserve,
  },
})
