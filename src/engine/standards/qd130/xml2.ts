import {
  digit,
  dossierKey,
  gateway,
  lineNumber,
  medicines,
  moment,
  money,
  percent,
  quantity,
  reserve,
  staff,
  unitPrice,
} from '../common.ts'
import { defineTable } from '../field.ts'
import { drugFacilityCode, oxygen } from '../forms.ts'
import { coverages, mark, paymentMethods } from '../lists.ts'

const drugPayers = {
  1: 'Do quỹ BHYT chi trả',
  2: 'Thuốc của dự án hoặc viện trợ',
  3: 'Thuốc thuộc chương trình mục tiêu Quốc gia',
  4: 'Các nguồn khác chi trả',
} as const

export const xml2 = defineTable({
  id: 'XML2',
  vi: 'Chi tiết thuốc',
  en: 'Drugs',
  root: 'CHITIEU_CHITIET_THUOC',
  list: 'DSACH_CHI_TIET_THUOC',
  row: 'CHI_TIET_THUOC',
  place: 'Bảng 2',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    STT: lineNumber,
    MA_THUOC: {
      vi: 'Mã thuốc (hoạt chất)',
      type: 'text',
      length: 255,
      required: gateway,
      codeList: medicines,
      separator: '+',
    },
    MA_PP_CHEBIEN: { vi: 'Mã phương pháp chế biến vị thuốc', type: 'text', length: 255, separator: ';' },
    MA_CSKCB_THUOC: {
      vi: 'Cơ sở liên quan nguồn thuốc, máu, hội chẩn',
      type: 'text',
      length: 10,
      form: drugFacilityCode,
    },
    MA_NHOM: { vi: 'Mã nhóm chi phí', type: 'number', length: 2, required: gateway, codeList: ['cost-groups'] },
    TEN_THUOC: { vi: 'Tên thuốc', type: 'text', length: 1024, required: gateway },
    DON_VI_TINH: { vi: 'Đơn vị tính', type: 'text', length: 50, required: gateway },
    HAM_LUONG: { vi: 'Hàm lượng', type: 'text', length: 1024, required: gateway, separator: '+' },
    DUONG_DUNG: { vi: 'Mã đường dùng', type: 'text', length: 4, required: gateway, codeList: ['drug-routes'] },
    DANG_BAO_CHE: { vi: 'Dạng bào chế', type: 'text', length: 1024 },
    LIEU_DUNG: { vi: 'Liều dùng', type: 'text', length: 1024, required: gateway },
    CACH_DUNG: { vi: 'Cách dùng', type: 'text', length: 1024 },
    // Blood, oxygen and drugs made by the hospital have none, and the row does not say which drug is which.
    SO_DANG_KY: {
      vi: 'Số đăng ký lưu hành',
      type: 'text',
      length: 255,
      required: {
        by: 'practice',
        when: {
          all: [
            { field: 'MA_NHOM', in: ['4'] },
            { field: 'MA_THUOC', notIn: [oxygen] },
          ],
        },
      },
    },
    TT_THAU: {
      vi: 'Thông tin thầu',
      type: 'text',
      length: 50,
      required: {
        by: 'annex',
        when: {
          all: [
            { field: 'MA_NHOM', notIn: ['7', '17'] },
            { field: 'MA_THUOC', notIn: [oxygen] },
          ],
        },
      },
    },
    PHAM_VI: { vi: 'Phạm vi hưởng BHYT', ...digit, required: gateway, allowed: coverages },
    TYLE_TT_BH: { vi: 'Tỷ lệ thanh toán BHYT (%)', ...percent },
    SO_LUONG: { vi: 'Số lượng', ...quantity },
    DON_GIA: { vi: 'Đơn giá', ...unitPrice },
    THANH_TIEN_BV: { vi: 'Thành tiền theo giá bệnh viện', ...money },
    THANH_TIEN_BH: { vi: 'Thành tiền trong phạm vi BHYT', ...money },
    T_NGUONKHAC_NSNN: { vi: 'Ngân sách nhà nước hỗ trợ', ...money },
    T_NGUONKHAC_VTNN: { vi: 'Tổ chức, cá nhân nước ngoài hỗ trợ', ...money },
    T_NGUONKHAC_VTTN: { vi: 'Tổ chức, cá nhân trong nước hỗ trợ', ...money },
    T_NGUONKHAC_CL: { vi: 'Các nguồn còn lại hỗ trợ', ...money },
    T_NGUONKHAC: { vi: 'Tiền nguồn khác chi trả', ...money },
    MUC_HUONG: { vi: 'Mức hưởng (%)', ...percent },
    T_BNTT: { vi: 'Tiền người bệnh tự trả', ...money },
    T_BNCCT: { vi: 'Tiền người bệnh cùng chi trả', ...money },
    T_BHTT: { vi: 'Tiền quỹ BHYT thanh toán', ...money },
    MA_KHOA: { vi: 'Mã khoa', type: 'text', length: 15, required: gateway, codeList: ['departments'] },
    MA_BAC_SI: { vi: 'Mã người chỉ định', ...staff, required: gateway },
    // Asked for when the drug goes with a service and is paid apart from it: for a dossier rule.
    MA_DICH_VU: {
      vi: 'Mã dịch vụ mà thuốc phục vụ',
      type: 'text',
      length: 255,
      codeList: ['services'],
      separator: ';',
    },
    NGAY_YL: { vi: 'Thời điểm ra y lệnh', ...moment, required: gateway },
    MA_PTTT: { vi: 'Phương thức thanh toán', ...digit, required: gateway, allowed: paymentMethods },
    NGUON_CTRA: { vi: 'Nguồn chi trả thuốc', ...digit, required: gateway, allowed: drugPayers },
    VET_THUONG_TP: { vi: 'Điều trị vết thương, bệnh tái phát', ...digit, allowed: mark },
    DU_PHONG: reserve,
  },
})
