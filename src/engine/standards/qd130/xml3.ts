import {
  digit,
  dossierKey,
  gateway,
  icd10,
  icd9cm,
  lineNumber,
  moment,
  money,
  percent,
  quantity,
  reserve,
  staff,
  traditionalDisease,
  unitPrice,
} from '../common.ts'
import { defineTable } from '../field.ts'
import type { Demander, Requirement } from '../field.ts'
import { bedCode, doneElsewhere, packageNumber } from '../forms.ts'
import { coverages, mark, paymentMethods } from '../lists.ts'

/** Services done in the house; who does those of another facility, when and on which machine, is known there only. */
const doneHere = (by: Demander, groups: readonly string[]): Requirement => ({
  by,
  when: {
    all: [
      { field: 'MA_NHOM', in: groups },
      { field: 'MA_DICH_VU', unlike: doneElsewhere },
    ],
  },
})

/** The gateway's sheet does not name the exception, the annex does: nothing is refused for it. */
const ofPerformedServices = doneHere('gateway', ['1', '2', '3', '8', '18'])

export const xml3 = defineTable({
  id: 'XML3',
  vi: 'Chi tiết dịch vụ kỹ thuật và vật tư y tế',
  en: 'Technical services and medical supplies',
  root: 'CHITIEU_CHITIET_DVKT_VTYT',
  list: 'DSACH_CHI_TIET_DVKT',
  row: 'CHI_TIET_DVKT',
  place: 'Bảng 3',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    STT: lineNumber,
    MA_DICH_VU: {
      vi: 'Mã dịch vụ',
      type: 'text',
      length: 50,
      required: { by: 'gateway', when: { allAbsent: ['MA_VAT_TU'] } },
      codeList: ['services'],
    },
    MA_PTTT_QT: { vi: 'Mã phẫu thuật, thủ thuật ICD-9-CM', type: 'text', length: 255, ...icd9cm, separator: ';' },
    // A row of MA_NHOM 10 must have it in any case: for a record rule.
    MA_VAT_TU: {
      vi: 'Mã vật tư y tế',
      type: 'text',
      length: 255,
      required: { by: 'gateway', when: { allAbsent: ['MA_DICH_VU'] } },
      codeList: ['supplies'],
    },
    MA_NHOM: { vi: 'Mã nhóm chi phí', type: 'number', length: 2, required: gateway, codeList: ['cost-groups'] },
    GOI_VTYT: { vi: 'Mã gói vật tư y tế', type: 'text', length: 3, gatewayLength: 4, form: packageNumber },
    TEN_VAT_TU: {
      vi: 'Tên vật tư y tế',
      type: 'text',
      length: 1024,
      required: { by: 'gateway', when: { present: 'MA_VAT_TU' } },
    },
    TEN_DICH_VU: {
      vi: 'Tên dịch vụ',
      type: 'text',
      length: 1024,
      required: { by: 'gateway', when: { present: 'MA_DICH_VU' } },
    },
    MA_XANG_DAU: {
      vi: 'Mã loại xăng dầu',
      type: 'text',
      length: 20,
      required: { by: 'gateway', when: { field: 'MA_NHOM', in: ['12'] } },
      codeList: ['fuels'],
    },
    DON_VI_TINH: { vi: 'Đơn vị tính', type: 'text', length: 50, required: gateway },
    PHAM_VI: { vi: 'Phạm vi hưởng BHYT', ...digit, required: gateway, allowed: coverages },
    SO_LUONG: { vi: 'Số lượng', ...quantity },
    DON_GIA_BV: { vi: 'Đơn giá của bệnh viện', ...unitPrice },
    DON_GIA_BH: { vi: 'Đơn giá do quỹ BHYT thanh toán', ...unitPrice },
    TT_THAU: {
      vi: 'Thông tin thầu',
      type: 'text',
      length: 25,
      required: { by: 'gateway', when: { field: 'MA_NHOM', in: ['10'] } },
    },
    TYLE_TT_DV: { vi: 'Tỷ lệ thanh toán dịch vụ đặc biệt (%)', ...percent },
    TYLE_TT_BH: { vi: 'Tỷ lệ thanh toán BHYT (%)', ...percent },
    THANH_TIEN_BV: { vi: 'Thành tiền theo giá bệnh viện', ...money },
    THANH_TIEN_BH: { vi: 'Thành tiền trong phạm vi BHYT', ...money },
    T_TRANTT: { vi: 'Trần thanh toán gói vật tư', type: 'number', length: 15, decimals: 2 },
    MUC_HUONG: { vi: 'Mức hưởng (%)', ...percent },
    T_NGUONKHAC_NSNN: { vi: 'Ngân sách nhà nước hỗ trợ', ...money },
    T_NGUONKHAC_VTNN: { vi: 'Tổ chức, cá nhân nước ngoài hỗ trợ', ...money },
    T_NGUONKHAC_VTTN: { vi: 'Tổ chức, cá nhân trong nước hỗ trợ', ...money },
    T_NGUONKHAC_CL: { vi: 'Các nguồn còn lại hỗ trợ', ...money },
    T_NGUONKHAC: { vi: 'Tiền nguồn khác chi trả', ...money },
    T_BNTT: { vi: 'Tiền người bệnh tự trả', ...money },
    T_BNCCT: { vi: 'Tiền người bệnh cùng chi trả', ...money },
    T_BHTT: { vi: 'Tiền quỹ BHYT thanh toán', ...money },
    MA_KHOA: { vi: 'Mã khoa', type: 'text', length: 20, required: gateway, codeList: ['departments'] },
    MA_GIUONG: {
      vi: 'Mã giường',
      type: 'text',
      length: 50,
      required: { by: 'annex', when: { field: 'MA_NHOM', in: ['14', '15', '16'] } },
      form: bedCode,
      separator: ';',
    },
    MA_BAC_SI: { vi: 'Mã người chỉ định', ...staff, required: gateway },
    NGUOI_THUC_HIEN: { vi: 'Mã người thực hiện', ...staff, required: ofPerformedServices },
    // The annex reads an empty value as the main disease; both gateway sheets refuse it.
    MA_BENH: {
      vi: 'Mã bệnh là lý do chỉ định',
      type: 'text',
      length: 100,
      required: gateway,
      ...icd10,
      separator: ';',
    },
    MA_BENH_YHCT: { vi: 'Mã bệnh y học cổ truyền', type: 'text', length: 255, ...traditionalDisease, separator: ';' },
    NGAY_YL: { vi: 'Thời điểm ra y lệnh', ...moment, required: gateway },
    NGAY_TH_YL: { vi: 'Thời điểm thực hiện y lệnh', ...moment, required: ofPerformedServices },
    NGAY_KQ: { vi: 'Thời điểm có kết quả', ...moment },
    MA_PTTT: { vi: 'Phương thức thanh toán', ...digit, required: gateway, allowed: paymentMethods },
    VET_THUONG_TP: { vi: 'Điều trị vết thương, bệnh tái phát', ...digit, allowed: mark },
    PP_VO_CAM: {
      vi: 'Phương pháp vô cảm',
      ...digit,
      required: { by: 'practice', when: { field: 'MA_NHOM', in: ['8'] } },
      allowed: { 1: 'Gây mê', 2: 'Gây tê', 3: 'Châm tê', 4: 'Các phương pháp vô cảm khác' },
    },
    VI_TRI_TH_DVKT: { vi: 'Mã vị trí cơ thể thực hiện phẫu thuật, thủ thuật', type: 'number', length: 3 },
    MA_MAY: {
      vi: 'Mã máy thực hiện dịch vụ',
      type: 'text',
      length: 1024,
      required: doneHere('practice', ['1', '2', '3']),
      separator: ';',
    },
    MA_HIEU_SP: { vi: 'Mã hiệu sản phẩm', type: 'text', length: 255 },
    TAI_SU_DUNG: { vi: 'Vật tư tái sử dụng', ...digit, allowed: mark },
    DU_PHONG: reserve,
  },
})
