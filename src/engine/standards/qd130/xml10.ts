import { day, dossierKey, gateway, headOfFacility } from '../common.ts'
import { defineTable } from '../field.ts'

export const xml10 = defineTable({
  id: 'XML10',
  vi: 'Giấy chứng nhận nghỉ dưỡng thai',
  en: 'Certificate of leave to protect a pregnancy',
  root: 'CHI_TIEU_DU_LIEU_GIAY_NGHI_DUONG_THAI',
  place: 'Bảng 10',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    SO_SERI: { vi: 'Số seri chứng từ', type: 'text', length: 200, required: gateway },
    SO_CT: { vi: 'Số chứng từ', type: 'text', length: 200, required: gateway },
    SO_NGAY: { vi: 'Số ngày nghỉ dưỡng thai', type: 'number', length: 3, decimals: 0, required: gateway },
    DON_VI: { vi: 'Đơn vị công tác của người hưởng', type: 'text', length: 1024, required: gateway, identifies: true },
    CHAN_DOAN_RV: { vi: 'Chẩn đoán lúc ra viện', type: 'text', required: gateway },
    TU_NGAY: { vi: 'Từ ngày', ...day, required: gateway },
    DEN_NGAY: { vi: 'Đến ngày', ...day, required: gateway },
    MA_TTDV: { ...headOfFacility, type: 'number', required: gateway },
    TEN_BS: { vi: 'Họ tên trưởng khoa hoặc người ký', type: 'text', length: 255, required: gateway, identifies: true },
    MA_BS: { vi: 'Mã trưởng khoa hoặc người ký', type: 'text', length: 200, required: gateway, identifies: true },
    NGAY_CT: { vi: 'Ngày cấp chứng từ', ...day, required: gateway },
  },
})
