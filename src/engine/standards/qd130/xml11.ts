import { day, digit, dossierKey, gateway, headOfFacility } from '../common.ts'
import { defineTable } from '../field.ts'
import type { Requirement } from '../field.ts'
import { cardNumber } from '../forms.ts'
import { yesNo } from '../lists.ts'

const ofEndedPregnancies = {
  by: 'gateway',
  when: { field: 'MA_DINH_CHI_THAI', in: ['1'] },
} as const satisfies Requirement

export const xml11 = defineTable({
  id: 'XML11',
  vi: 'Giấy chứng nhận nghỉ việc hưởng bảo hiểm xã hội',
  en: 'Certificate of leave with social insurance',
  root: 'CHI_TIEU_DU_LIEU_GIAY_CHUNG_NHAN_NGHI_VIEC_HUONG_BAO_HIEM_XA_HOI',
  place: 'Bảng 11',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    SO_CT: { vi: 'Số chứng từ', type: 'text', length: 200, required: gateway },
    SO_SERI: { vi: 'Số seri chứng từ', type: 'text', length: 200, required: gateway },
    SO_KCB: { vi: 'Số quản lý nội bộ của cơ sở KCB', type: 'text', length: 200, required: gateway },
    DON_VI: { vi: 'Đơn vị công tác của người hưởng', type: 'text', length: 1024, required: gateway, identifies: true },
    MA_BHXH: { vi: 'Mã số BHXH', type: 'number', length: 10, required: gateway, identifies: true },
    MA_THE_BHYT: { vi: 'Mã thẻ BHYT', type: 'text', form: cardNumber, card: true, separator: ';', identifies: true },
    CHAN_DOAN_RV: { vi: 'Chẩn đoán lúc ra viện', type: 'text', required: gateway },
    PP_DIEUTRI: { vi: 'Phương pháp điều trị', type: 'text', required: gateway },
    MA_DINH_CHI_THAI: { vi: 'Đình chỉ thai nghén', ...digit, allowed: yesNo },
    NGUYENNHAN_DINHCHI: { vi: 'Nguyên nhân đình chỉ thai', type: 'text', required: ofEndedPregnancies },
    TUOI_THAI: { vi: 'Tuổi thai (tuần)', type: 'number', length: 2, decimals: 0, required: ofEndedPregnancies },
    SO_NGAY_NGHI: { vi: 'Số ngày nghỉ', type: 'number', length: 3, decimals: 0, required: gateway },
    TU_NGAY: { vi: 'Từ ngày', ...day, required: gateway },
    DEN_NGAY: { vi: 'Đến ngày', ...day, required: gateway },
    HO_TEN_CHA: { vi: 'Họ tên cha', type: 'text', length: 255, identifies: true },
    HO_TEN_ME: { vi: 'Họ tên mẹ', type: 'text', length: 255, identifies: true },
    MA_TTDV: { ...headOfFacility, type: 'number', required: gateway },
    MA_BS: { vi: 'Mã trưởng khoa hoặc người ký', type: 'text', length: 200, required: gateway, identifies: true },
    NGAY_CT: { vi: 'Ngày cấp chứng từ', ...day, required: gateway },
    MA_THE_TAM: { vi: 'Mã thẻ BHYT tạm', type: 'text', length: 15, form: cardNumber, card: true, identifies: true },
    MAU_SO: { vi: 'Mẫu số chứng từ', type: 'text', length: 5, allowed: { CT07: 'Giấy nghỉ hưởng BHXH' } },
  },
})
