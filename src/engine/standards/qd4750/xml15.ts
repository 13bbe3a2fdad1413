import { day, digit, dossierKey, facility, gateway, reserve } from '../common.ts'
import { defineTable } from '../field.ts'
import { tuberculosisTreatments } from '../lists.ts'

const histories = {
  1: 'Lao mới',
  2: 'Tái phát',
  3: 'Thất bại',
  4: 'Điều trị lại sau bỏ trị',
  5: 'Điều trị lại khác',
  6: 'Không rõ tiền sử điều trị',
} as const

const hivStates = { 1: 'Lao/HIV (+)', 2: 'Lao/HIV (-)', 3: 'Lao không rõ tình trạng HIV' } as const

const evidences = { 1: 'Lao có bằng chứng vi khuẩn học', 2: 'Lao không có bằng chứng vi khuẩn học' } as const

const resistances = {
  1: 'Lao kháng đơn thuốc',
  2: 'Lao kháng nhiều thuốc',
  3: 'Lao đa kháng thuốc',
  4: 'Lao kháng Rifampicin',
  5: 'Lao tiền siêu kháng',
  6: 'Lao siêu kháng thuốc',
} as const

const tuberculosisRegimens = {
  1: 'A1: 2HRZE/4RHE',
  2: 'A2: 2HRZE/4RH',
  3: 'A1a: 2HPMZ/2HPM',
  4: 'A2a: 2HRZE/2RH',
  5: 'B1: 2HRZE/10RHE',
  6: 'B2: 2HRZE/10RH',
  7: 'B2a: 6HRZEto',
  8: 'Phác đồ cá thể',
  9: 'C1a: 4 Bdq[6]-Lfx(Mfx)-Pto-E-Z-Hh-Cfz / 5 Lfx-Cfz-Z-E',
  10: 'C1b: 4-6Bdq[6]-Lfx-Pto-E[2]-Z-Hh-Cfz / 5 Lfx-Cfz-Z',
  11: 'C2a: 4-6 Bdq[6]-Lfx-Lzd[2]-E-Z-Hh-Cfz / 5 Lfx/Mfx-Cfz-Z-E',
  12: 'C2b: 4-6Bdq[6]-Lfx-Lzd[2]-E[2]-Z-Hh-Cfz / 5 Lfx-Cfz-Z',
  13: 'C3: 9-11 Bdq[6]-Lfx-Lzd-Cfz-(Z)',
  14: 'BPaL-M: 6 Bdq Pa Lzd Mfx',
  15: 'BPaL: 6-9 Bdq Pa Lzd',
  16: 'D1: 20 Bdq[6] Lfx Lzd Cfz + 1 thuốc nhóm C',
  17: 'D2: 20 Lfx Lzd Cfz Cs + 1 thuốc nhóm C',
  18: 'E: Bdq Lzd Cfz Cs + 1 thuốc nhóm C hoặc thành phần được xác định bởi hội đồng Lâm sàng',
  19: 'Phác đồ cá thể khác',
  20: '6H/9H',
  21: '3RH',
  22: '3HP',
  23: '1HP',
  24: '4R',
  25: '6L',
} as const

const treatmentOutcomes = {
  1: 'Khỏi',
  2: 'Hoàn thành điều trị',
  3: 'Thất bại',
  4: 'Chết',
  5: 'Không theo dõi được (bỏ)',
  6: 'Không đánh giá',
} as const

export const xml15 = defineTable({
  id: 'XML15',
  vi: 'Quản lý điều trị bệnh lao',
  en: 'Tuberculosis treatment',
  root: 'CHI_TIEU_DIEUTRI_BENHLAO',
  list: 'DSACH_CHITIET_DIEUTRI_BENHLAO',
  row: 'CHITIET_DIEUTRI_BENHLAO',
  place: 'Bảng 15',
  document: 'QĐ 4750/QĐ-BYT',
  fields: {
    MA_LK: { ...dossierKey, gatewayLength: 200 },
    STT: { vi: 'Số thứ tự trong lần gửi', type: 'number', length: 10, decimals: 0 },
    MA_BN: { vi: 'Mã người bệnh', type: 'text', length: 100, gatewayLength: 200, required: gateway, identifies: true },
    HO_TEN: { vi: 'Họ và tên người bệnh', type: 'text', length: 255, identifies: true },
    // The annex says number, the gateway takes text: a passport number has a letter.
    SO_CCCD: { vi: 'Số CCCD, CMND hoặc hộ chiếu', type: 'text', length: 15, identifies: true },
    PHANLOAI_LAO_VITRI: {
      vi: 'Phân loại lao theo vị trí',
      ...digit,
      required: gateway,
      allowed: { 1: 'Lao phổi', 2: 'Lao ngoài phổi' },
    },
    PHANLOAI_LAO_TS: { vi: 'Phân loại lao theo tiền sử', ...digit, required: gateway, allowed: histories },
    PHANLOAI_LAO_HIV: { vi: 'Phân loại lao theo HIV', ...digit, required: gateway, allowed: hivStates },
    PHANLOAI_LAO_VK: { vi: 'Phân loại lao theo vi khuẩn học', ...digit, required: gateway, allowed: evidences },
    PHANLOAI_LAO_KT: { vi: 'Phân loại lao theo kháng thuốc', ...digit, required: gateway, allowed: resistances },
    LOAI_DTRI_LAO: { vi: 'Loại điều trị lao', ...digit, required: gateway, allowed: tuberculosisTreatments },
    NGAYBD_DTRI_LAO: { vi: 'Ngày bắt đầu điều trị lao', ...day, required: gateway },
    PHACDO_DTRI_LAO: {
      vi: 'Phác đồ điều trị lao',
      type: 'number',
      length: 2,
      required: gateway,
      allowed: tuberculosisRegimens,
    },
    NGAYKT_DTRI_LAO: { vi: 'Ngày kết thúc điều trị lao', ...day },
    KET_QUA_DTRI_LAO: { vi: 'Kết quả điều trị lao', ...digit, required: gateway, allowed: treatmentOutcomes },
    MA_CSKCB: { vi: 'Mã cơ sở KCB', type: 'text', length: 5, ...facility },
    NGAYKD_HIV: { vi: 'Ngày khẳng định HIV', ...day },
    BDDT_ARV: { vi: 'Ngày đầu tiên nhận ARV', ...day, required: gateway },
    NGAY_BAT_DAU_DT_CTX: { vi: 'Ngày bắt đầu Cotrimoxazol', ...day, required: gateway },
    DU_PHONG: reserve,
  },
})
