import { day, digit, gateway, percent, reserve } from '../common.ts'
import { defineTable } from '../field.ts'
import { cardNumber } from '../forms.ts'

const assessedGroups = {
  BB: 'Bệnh binh',
  BHXH1L: 'Hưởng BHXH một lần',
  BNN: 'Bệnh nghề nghiệp',
  CĐHH: 'Chất độc hóa học',
  KNLĐH: 'Nghỉ hưu trước tuổi',
  KNLĐT: 'Tuất',
  KNLĐT1: 'Tuất 1',
  KNLĐT2: 'Tuất 2',
  NKT: 'Người khuyết tật',
  NVQS: 'Khám tuyển nghĩa vụ quân sự',
  TB: 'Thương binh',
  TH: 'Giám định tổng hợp',
  TH1: 'Giám định tổng hợp 1',
  TH2: 'Giám định tổng hợp 2',
  TH3: 'Giám định tổng hợp 3',
  TNLĐ: 'Tai nạn lao động',
} as const

const assessmentKinds = {
  1: 'Khám giám định lần đầu',
  2: 'Khám giám định lại',
  3: 'Khám giám định tái phát',
  4: 'Khám phúc quyết',
  5: 'Khám phúc quyết lần cuối',
  6: 'Khám bổ sung',
  7: 'Khám vết thương còn sót',
  8: 'Giám định tổng hợp',
} as const

const benefits = {
  1: 'Thương binh',
  2: 'Bệnh, tật',
  3: 'Bệnh nghề nghiệp',
  4: 'Tai nạn lao động',
  5: 'Chất độc hoá học',
  6: 'Bệnh binh',
  7: 'Khác',
} as const

const disabilityKinds = {
  1: 'Khuyết tật vận động',
  2: 'Khuyết tật nghe, nói',
  3: 'Khuyết tật nhìn',
  4: 'Khuyết tật thần kinh, tâm thần',
  5: 'Khuyết tật trí tuệ',
  6: 'Khuyết tật khác',
} as const

const disabilityDegrees = {
  1: 'Thực hiện được',
  2: 'Thực hiện được nhưng cần trợ giúp',
  3: 'Không thực hiện được',
  4: 'Không xác định được',
} as const

export const xml12 = defineTable({
  id: 'XML12',
  vi: 'Giám định y khoa',
  en: 'Medical assessment',
  root: 'CHI_TIEU_GIAM_DINH_YKHOA',
  list: 'DSACH_GIAM_DINH_YKHOA',
  row: 'GIAM_DINH_YKHOA',
  place: 'Bảng 12',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    NGUOI_CHU_TRI: {
      vi: 'Họ tên người chủ trì hội đồng',
      type: 'text',
      length: 255,
      required: gateway,
      identifies: true,
    },
    CHUC_VU: { vi: 'Chức vụ người chủ trì', ...digit, required: gateway, allowed: { 1: 'Chủ tịch', 2: 'Ký thay' } },
    NGAY_HOP: { vi: 'Ngày họp hội đồng', ...day, required: gateway },
    HO_TEN: { vi: 'Họ và tên người được giám định', type: 'text', length: 255, required: gateway, identifies: true },
    NGAY_SINH: { vi: 'Ngày sinh người được giám định', ...day, required: gateway, identifies: true },
    SO_CCCD: { vi: 'Số CCCD, CMND hoặc hộ chiếu', type: 'number', length: 15, required: gateway, identifies: true },
    NGAY_CAP_CCCD: { vi: 'Ngày cấp giấy tờ', ...day, required: gateway, identifies: true },
    NOI_CAP_CCCD: { vi: 'Nơi cấp giấy tờ', type: 'text', length: 1024, required: gateway, identifies: true },
    DIA_CHI: { vi: 'Địa chỉ cư trú', type: 'text', length: 1024, required: gateway, identifies: true },
    MATINH_CU_TRU: {
      vi: 'Mã tỉnh/thành nơi cư trú',
      type: 'text',
      length: 3,
      required: gateway,
      codeList: ['provinces'],
    },
    MAHUYEN_CU_TRU: { vi: 'Mã quận/huyện nơi cư trú', type: 'text', length: 3, required: gateway },
    MAXA_CU_TRU: { vi: 'Mã phường/xã nơi cư trú', type: 'text', length: 5, required: gateway, codeList: ['communes'] },
    MA_BHXH: { vi: 'Mã số BHXH', type: 'number', length: 10, required: gateway, identifies: true },
    MA_THE_BHYT: { vi: 'Mã thẻ BHYT', type: 'text', length: 15, form: cardNumber, card: true, identifies: true },
    NGHE_NGHIEP: { vi: 'Nghề nghiệp', type: 'text', length: 100 },
    DIEN_THOAI: { vi: 'Số điện thoại liên lạc', type: 'text', length: 15, required: gateway, identifies: true },
    MA_DOI_TUONG: {
      vi: 'Mã đối tượng giám định',
      type: 'text',
      length: 20,
      required: gateway,
      allowed: assessedGroups,
      separator: ';',
    },
    KHAM_GIAM_DINH: { vi: 'Loại khám giám định', ...digit, required: gateway, allowed: assessmentKinds },
    SO_BIEN_BAN: { vi: 'Số biên bản', type: 'text', length: 200, required: gateway },
    TYLE_TTCT_CU: { vi: 'Tỷ lệ tổn thương lần trước (%)', type: 'number', length: 3, decimals: 0 },
    DANG_HUONG_CHE_DO: { vi: 'Chế độ đang hưởng', type: 'number', length: 3, required: gateway, allowed: benefits },
    NGAY_CHUNG_TU: { vi: 'Ngày chứng từ', ...day, required: gateway },
    SO_GIAY_GIOI_THIEU: { vi: 'Số giấy giới thiệu', type: 'text', length: 200, required: gateway },
    NGAY_DE_NGHI: { vi: 'Ngày đề nghị', ...day, required: gateway },
    MA_DONVI: { vi: 'Mã đơn vị giới thiệu', type: 'text', length: 200, required: gateway },
    GIOI_THIEU_CUA: { vi: 'Tên đơn vị giới thiệu', type: 'text', length: 1024, required: gateway },
    KET_QUA_KHAM: { vi: 'Kết quả khám', type: 'text', required: gateway },
    SO_VAN_BAN_CAN_CU: { vi: 'Số văn bản căn cứ', type: 'text', length: 200, required: gateway, separator: ';' },
    TYLE_TTCT_MOI: { vi: 'Tỷ lệ tổn thương lần này (%)', ...percent },
    // The annex asks for it in combined and supplementary assessments only.
    TONG_TYLE_TTCT: { vi: 'Tổng tỷ lệ tổn thương (%)', ...percent },
    DANG_KHUYETTAT: { vi: 'Dạng khuyết tật', ...digit, allowed: disabilityKinds },
    MUC_DO_KHUYETTAT: { vi: 'Mức độ khuyết tật', ...digit, allowed: disabilityDegrees },
    DE_NGHI: { vi: 'Nội dung đề nghị', type: 'text', required: gateway },
    DUOC_XACDINH: { vi: 'Ghi chú xác định', type: 'text', required: gateway },
    DU_PHONG: reserve,
  },
})
