import { day, digit, dossierKey, gateway, headOfFacility, moment } from '../common.ts'
import { defineTable } from '../field.ts'
import type { Requirement } from '../field.ts'
import { cardNumber } from '../forms.ts'
import { yesNo } from '../lists.ts'

const ofEndedPregnancies = {
  by: 'gateway',
  when: { field: 'MA_DINH_CHI_THAI', in: ['1'] },
} as const satisfies Requirement

export const xml7 = defineTable({
  id: 'XML7',
  vi: 'Giấy ra viện',
  en: 'Discharge paper',
  root: 'CHI_TIEU_DU_LIEU_GIAY_RA_VIEN',
  place: 'Bảng 7',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    SO_LUU_TRU: { vi: 'Số lưu trữ hồ sơ bệnh án', type: 'text', length: 200, required: gateway, identifies: true },
    MA_YTE: { vi: 'Mã y tế (mã người bệnh)', type: 'text', length: 200, required: gateway, identifies: true },
    MA_KHOA_RV: {
      vi: 'Mã khoa tổng kết bệnh án',
      type: 'text',
      length: 200,
      required: gateway,
      codeList: ['departments'],
    },
    NGAY_VAO: { vi: 'Thời điểm đến KCB', ...moment, required: gateway },
    NGAY_RA: { vi: 'Thời điểm kết thúc đợt KCB', ...moment, required: gateway },
    MA_DINH_CHI_THAI: { vi: 'Đình chỉ thai nghén', ...digit, allowed: yesNo },
    NGUYENNHAN_DINHCHI: { vi: 'Nguyên nhân đình chỉ thai', type: 'text', required: ofEndedPregnancies },
    THOIGIAN_DINHCHI: { vi: 'Thời điểm đình chỉ thai', ...moment, required: ofEndedPregnancies },
    TUOI_THAI: { vi: 'Tuổi thai (tuần)', type: 'number', length: 2, decimals: 0, required: ofEndedPregnancies },
    CHAN_DOAN_RV: { vi: 'Chẩn đoán lúc ra viện', type: 'text', length: 1500, required: gateway },
    PP_DIEUTRI: { vi: 'Phương pháp điều trị', type: 'text', length: 1500, required: gateway },
    GHI_CHU: { vi: 'Lời dặn, ghi chú', type: 'text', length: 1500 },
    MA_TTDV: { ...headOfFacility, required: gateway },
    MA_BS: { vi: 'Mã trưởng khoa hoặc người ký', type: 'text', length: 200, required: gateway, identifies: true },
    TEN_BS: { vi: 'Họ tên trưởng khoa hoặc người ký', type: 'text', length: 255, required: gateway, identifies: true },
    NGAY_CT: { vi: 'Ngày cấp chứng từ', ...day, required: gateway },
    MA_CHA: { vi: 'Mã số BHXH của cha', type: 'text', length: 10, identifies: true },
    MA_ME: { vi: 'Mã số BHXH của mẹ', type: 'text', length: 10, identifies: true },
    MA_THE_TAM: { vi: 'Mã thẻ BHYT tạm', type: 'text', length: 15, form: cardNumber, card: true, identifies: true },
    HO_TEN_CHA: { vi: 'Họ tên cha', type: 'text', length: 255, identifies: true },
    HO_TEN_ME: { vi: 'Họ tên mẹ', type: 'text', length: 255, identifies: true },
    // All three of the days off or none: each asks for the next.
    SO_NGAY_NGHI: {
      vi: 'Số ngày nghỉ',
      type: 'number',
      length: 2,
      decimals: 0,
      required: { by: 'annex', when: { present: 'NGOAITRU_TUNGAY' } },
    },
    NGOAITRU_TUNGAY: {
      vi: 'Ngày bắt đầu nghỉ ngoại trú',
      ...day,
      required: { by: 'annex', when: { present: 'NGOAITRU_DENNGAY' } },
    },
    NGOAITRU_DENNGAY: {
      vi: 'Ngày kết thúc nghỉ ngoại trú',
      ...day,
      required: { by: 'annex', when: { present: 'SO_NGAY_NGHI' } },
    },
  },
})
