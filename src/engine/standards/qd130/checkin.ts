import { day, digit, dossierKey, facility, gateway, lineNumber, moment, patientCategory } from '../common.ts'
import { defineTable } from '../field.ts'
import { cardNumber } from '../forms.ts'
import { sexes } from '../lists.ts'

export const checkin = defineTable({
  id: 'CHECKIN',
  vi: 'Trạng thái khám bệnh, chữa bệnh (check-in)',
  en: 'Check-in: status of the encounter',
  root: 'CHI_TIEU_TRANG_THAI_KCB',
  list: 'DSACH_TRANG_THAI_KCB',
  row: 'TRANG_THAI_KCB',
  place: 'Bảng check-in',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    STT: lineNumber,
    MA_BN: { vi: 'Mã người bệnh', type: 'text', length: 100, required: gateway, identifies: true },
    HO_TEN: { vi: 'Họ và tên người bệnh', type: 'text', length: 255, required: gateway, identifies: true },
    SO_CCCD: { vi: 'Số CCCD, CMND hoặc hộ chiếu', type: 'number', length: 15, identifies: true },
    NGAY_SINH: { vi: 'Ngày, tháng, năm, giờ sinh', type: 'birth', length: 12, required: gateway, identifies: true },
    GIOI_TINH: { vi: 'Giới tính', ...digit, required: gateway, allowed: sexes },
    MA_THE_BHYT: { vi: 'Mã thẻ BHYT', type: 'text', length: 15, form: cardNumber, card: true, identifies: true },
    MA_DKBD: { vi: 'Mã cơ sở đăng ký KCB ban đầu', type: 'text', length: 5, ...facility },
    GT_THE_TU: { vi: 'Thẻ có giá trị từ ngày', ...day },
    GT_THE_DEN: { vi: 'Thẻ có giá trị đến ngày', ...day },
    MA_DOITUONG_KCB: {
      vi: 'Mã đối tượng đến KCB',
      type: 'number',
      length: 1,
      gatewayLength: 5,
      required: gateway,
      ...patientCategory,
    },
    NGAY_VAO: { vi: 'Thời điểm đến KCB', ...moment, required: gateway },
    MA_LOAI_KCB: {
      vi: 'Mã hình thức KCB',
      type: 'number',
      length: 2,
      required: gateway,
      codeList: ['encounter-types'],
    },
    MA_CSKCB: { vi: 'Mã cơ sở KCB', type: 'text', length: 5, required: gateway, ...facility },
    MA_DICH_VU: { vi: 'Mã dịch vụ', type: 'text', length: 50, required: gateway, codeList: ['services'] },
    TEN_DICH_VU: { vi: 'Tên dịch vụ', type: 'text', length: 1024, required: gateway },
    NGAY_YL: { vi: 'Thời điểm ra y lệnh', ...moment, required: gateway },
  },
})
