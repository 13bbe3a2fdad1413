import { day, digit, dossierKey, gateway, headOfFacility, moment, reserve } from '../common.ts'
import { defineTable } from '../field.ts'
import { cardNumber } from '../forms.ts'
import { treatmentResults } from '../lists.ts'

export const xml8 = defineTable({
  id: 'XML8',
  vi: 'Tóm tắt hồ sơ bệnh án',
  en: 'Summary of the medical record',
  root: 'CHI_TIEU_DU_LIEU_TOM_TAT_HO_SO_BENH_AN',
  place: 'Bảng 8',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    MA_LOAI_KCB: {
      vi: 'Mã hình thức KCB',
      type: 'number',
      length: 2,
      required: gateway,
      codeList: ['encounter-types'],
    },
    HO_TEN_CHA: { vi: 'Họ tên cha', type: 'text', length: 255, identifies: true },
    HO_TEN_ME: { vi: 'Họ tên mẹ', type: 'text', length: 255, identifies: true },
    NGUOI_GIAM_HO: { vi: 'Họ tên người giám hộ', type: 'text', length: 255, identifies: true },
    DON_VI: { vi: 'Đơn vị công tác của người hưởng', type: 'text', length: 1024, identifies: true },
    NGAY_VAO: { vi: 'Thời điểm đến KCB', ...moment, required: gateway },
    NGAY_RA: { vi: 'Thời điểm kết thúc đợt KCB', ...moment, required: gateway },
    CHAN_DOAN_VAO: { vi: 'Chẩn đoán lúc tiếp nhận', type: 'text', required: gateway },
    CHAN_DOAN_RV: { vi: 'Chẩn đoán lúc ra viện', type: 'text', required: gateway },
    QT_BENHLY: { vi: 'Quá trình bệnh lý, diễn biến', type: 'text', required: gateway },
    TOMTAT_KQ: { vi: 'Tóm tắt kết quả cận lâm sàng', type: 'text', required: gateway },
    PP_DIEUTRI: { vi: 'Phương pháp điều trị', type: 'text', required: gateway },
    NGAY_SINHCON: { vi: 'Ngày sinh của con', ...day, identifies: true },
    NGAY_CONCHET: { vi: 'Ngày con chết', ...day },
    SO_CONCHET: { vi: 'Số con chết', type: 'number', length: 2, decimals: 0 },
    KET_QUA_DTRI: { vi: 'Mã kết quả điều trị', ...digit, required: gateway, allowed: treatmentResults },
    GHI_CHU: { vi: 'Lời dặn, ghi chú', type: 'text', identifies: true },
    MA_TTDV: { ...headOfFacility, type: 'number', required: gateway },
    NGAY_CT: { vi: 'Ngày cấp chứng từ', ...day, required: gateway },
    MA_THE_TAM: { vi: 'Mã thẻ BHYT tạm', type: 'text', length: 15, form: cardNumber, card: true, identifies: true },
    DU_PHONG: reserve,
  },
})
