import {
  annex,
  day,
  digit,
  dossierKey,
  facility,
  gateway,
  icd10,
  icd9cm,
  lineNumber,
  moment,
  money,
} from '../common.ts'
import { defineTable } from '../field.ts'
import { month, wholeCardNumber, withoutLastDay, year } from '../forms.ts'
import { livingAreas, sexes } from '../lists.ts'

const admissionReasons = { 1: 'Đúng tuyến', 2: 'Cấp cứu', 3: 'Trái tuyến', 4: 'Thông tuyến' } as const

const accidentCauses = {
  0: 'Không',
  1: 'Giao thông',
  2: 'Lao động',
  3: 'Đuối nước',
  4: 'Bỏng',
  5: 'Bạo lực',
  6: 'Tự tử',
  7: 'Ngộ độc',
  8: 'Khác',
} as const

const results = { 1: 'Khỏi', 2: 'Đỡ', 3: 'Không thay đổi', 4: 'Nặng hơn', 5: 'Tử vong' } as const

const dischargeStates = { 1: 'Ra viện', 2: 'Chuyển viện', 3: 'Trốn viện', 4: 'Xin ra viện' } as const

const encounterTypes = {
  1: 'Khám bệnh',
  2: 'Điều trị ngoại trú',
  3: 'Điều trị nội trú',
  4: 'Điều trị ban ngày',
  5: 'Lưu tại trạm y tế, phòng khám đa khoa khu vực',
  6: 'Nhận thuốc theo hẹn',
  7: 'Mở rộng',
  9: 'Nội trú dưới 4 giờ',
} as const

export const xml1 = defineTable({
  id: 'XML1',
  vi: 'Tổng hợp khám bệnh, chữa bệnh',
  en: 'Summary of the encounter',
  root: 'TONG_HOP',
  place: 'Bảng 1',
  document: 'QĐ 4210/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    STT: { ...lineNumber, required: annex },
    MA_BN: { vi: 'Mã người bệnh', type: 'text', length: 100, required: gateway, identifies: true },
    HO_TEN: { vi: 'Họ và tên người bệnh', type: 'text', length: 255, required: gateway, identifies: true },
    // yyyymmdd, or yyyy when only the year is known.
    NGAY_SINH: {
      vi: 'Ngày, tháng, năm sinh',
      type: 'date-or-year',
      length: 8,
      required: annex,
      identifies: true,
      confidence: 'low',
    },
    GIOI_TINH: { vi: 'Giới tính', ...digit, required: gateway, allowed: sexes },
    DIA_CHI: {
      vi: 'Địa chỉ cư trú',
      type: 'text',
      length: 1024,
      required: annex,
      identifies: true,
      lengthConfidence: 'medium',
    },
    MA_THE: {
      vi: 'Mã thẻ BHYT',
      type: 'text',
      required: annex,
      form: wholeCardNumber,
      card: true,
      separator: ';',
      identifies: true,
    },
    MA_DKBD: { vi: 'Mã cơ sở đăng ký KCB ban đầu', type: 'text', required: annex, ...facility, separator: ';' },
    GT_THE_TU: { vi: 'Thẻ có giá trị từ ngày', type: 'date', required: annex, separator: ';' },
    GT_THE_DEN: {
      vi: 'Thẻ có giá trị đến ngày',
      type: 'date',
      required: { by: 'practice', when: { all: [{ present: 'MA_THE' }, { field: 'MA_THE', unlike: withoutLastDay }] } },
      separator: ';',
      parallelTo: 'MA_THE',
    },
    MIEN_CUNG_CT: { vi: 'Ngày bắt đầu miễn cùng chi trả', ...day, lengthConfidence: 'low' },
    TEN_BENH: { vi: 'Tên bệnh theo chẩn đoán', type: 'text', required: annex },
    MA_BENH: {
      vi: 'Mã bệnh chính ICD-10',
      type: 'text',
      length: 15,
      required: annex,
      ...icd10,
      lengthConfidence: 'low',
    },
    MA_BENHKHAC: {
      vi: 'Mã các bệnh khác ICD-10',
      type: 'text',
      length: 255,
      ...icd10,
      separator: ';',
      lengthConfidence: 'medium',
    },
    MA_LYDO_VVIEN: {
      vi: 'Lý do vào viện theo tuyến',
      ...digit,
      required: annex,
      allowed: admissionReasons,
      confidence: 'medium',
    },
    // Asked for of transferred patients: for a dossier rule.
    MA_NOI_CHUYEN: { vi: 'Mã cơ sở chuyển người bệnh đến', type: 'text', length: 5, ...facility },
    MA_TAI_NAN: { vi: 'Mã tai nạn thương tích', ...digit, allowed: accidentCauses, confidence: 'medium' },
    NGAY_VAO: { vi: 'Thời điểm đến KCB', ...moment, required: gateway },
    NGAY_RA: { vi: 'Thời điểm kết thúc đợt KCB', ...moment, required: gateway },
    SO_NGAY_DTRI: {
      vi: 'Số ngày điều trị',
      type: 'number',
      length: 3,
      decimals: 0,
      required: annex,
      lengthConfidence: 'medium',
    },
    KET_QUA_DTRI: { vi: 'Kết quả điều trị', ...digit, required: annex, allowed: results, confidence: 'medium' },
    TINH_TRANG_RV: {
      vi: 'Tình trạng ra viện',
      ...digit,
      required: annex,
      allowed: dischargeStates,
      confidence: 'medium',
    },
    NGAY_TTOAN: { vi: 'Thời điểm thanh toán', ...moment },
    T_THUOC: { vi: 'Tổng tiền thuốc', ...money },
    T_VTYT: { vi: 'Tổng tiền vật tư y tế', ...money },
    T_TONGCHI: { vi: 'Tổng chi phí đợt KCB', ...money },
    T_BNTT: { vi: 'Tiền người bệnh tự trả', ...money },
    T_BNCCT: { vi: 'Tiền người bệnh cùng chi trả', ...money },
    T_BHTT: { vi: 'Tiền quỹ BHYT thanh toán', ...money },
    T_NGUONKHAC: { vi: 'Tiền nguồn khác chi trả', ...money },
    T_NGOAIDS: { vi: 'Tiền ngoài định suất', ...money, required: annex, lengthConfidence: 'medium' },
    NAM_QT: { vi: 'Năm quyết toán', type: 'number', length: 4, required: gateway, form: year },
    THANG_QT: { vi: 'Tháng quyết toán', type: 'number', length: 2, required: gateway, form: month },
    // 1 to 3 in the decision, the rest by later letters; vendors read 4 to 7 in different ways.
    MA_LOAI_KCB: { vi: 'Mã hình thức KCB', ...digit, required: annex, allowed: encounterTypes, confidence: 'medium' },
    MA_KHOA: {
      vi: 'Mã khoa',
      type: 'text',
      length: 15,
      required: annex,
      codeList: ['departments'],
      lengthConfidence: 'medium',
    },
    MA_CSKCB: { vi: 'Mã cơ sở KCB', type: 'text', length: 5, required: gateway, ...facility },
    MA_KHUVUC: { vi: 'Mã nơi sinh sống', type: 'text', length: 2, allowed: livingAreas },
    MA_PTTT_QT: {
      vi: 'Mã phẫu thuật, thủ thuật ICD-9-CM',
      type: 'text',
      length: 255,
      ...icd9cm,
      separator: ';',
      lengthConfidence: 'medium',
    },
    // Asked for under one year of age: for a record rule.
    CAN_NANG: { vi: 'Cân nặng (kg)', type: 'number', length: 5, lengthConfidence: 'low' },
  },
})
