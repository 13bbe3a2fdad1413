import {
  annex,
  digit,
  dossierKey,
  gateway,
  icd10,
  lineNumber,
  medicines,
  moment,
  money,
  quantity,
  staff,
  unitPrice,
} from '../common.ts'
import { defineTable } from '../field.ts'
import type { Field, Requirement } from '../field.ts'
import { oxygen } from '../forms.ts'
import { coverages, paymentMethods } from '../lists.ts'

const amount = { ...money, required: annex, lengthConfidence: 'medium' } as const satisfies Partial<Field>

const ofDrugs = { by: 'annex', when: { field: 'MA_NHOM', in: ['4', '5', '6'] } } as const satisfies Requirement

export const xml2 = defineTable({
  id: 'XML2',
  vi: 'Chi tiết thuốc',
  en: 'Drugs',
  root: 'DSACH_CHI_TIET_THUOC',
  row: 'CHI_TIET_THUOC',
  place: 'Bảng 2',
  document: 'QĐ 4210/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    STT: lineNumber,
    MA_THUOC: { vi: 'Mã thuốc (hoạt chất)', type: 'text', length: 255, required: gateway, codeList: medicines },
    MA_NHOM: { vi: 'Mã nhóm chi phí', type: 'number', length: 2, required: gateway, codeList: ['cost-groups'] },
    TEN_THUOC: { vi: 'Tên thuốc', type: 'text', length: 1024, required: gateway },
    DON_VI_TINH: { vi: 'Đơn vị tính', type: 'text', length: 50, required: annex, lengthConfidence: 'medium' },
    HAM_LUONG: { vi: 'Hàm lượng', type: 'text', length: 1024, required: ofDrugs, lengthConfidence: 'medium' },
    DUONG_DUNG: {
      vi: 'Mã đường dùng',
      type: 'text',
      length: 4,
      required: ofDrugs,
      codeList: ['drug-routes'],
      lengthConfidence: 'medium',
    },
    LIEU_DUNG: { vi: 'Liều dùng', type: 'text', length: 255, required: annex, lengthConfidence: 'medium' },
    SO_DANG_KY: {
      vi: 'Số đăng ký lưu hành',
      type: 'text',
      length: 255,
      required: {
        by: 'practice',
        when: {
          all: [
            { field: 'MA_NHOM', in: ['4', '5'] },
            { field: 'MA_THUOC', notIn: [oxygen] },
          ],
        },
      },
      lengthConfidence: 'medium',
    },
    TT_THAU: {
      vi: 'Thông tin thầu',
      type: 'text',
      length: 50,
      required: {
        by: 'annex',
        when: { all: [ofDrugs.when, { field: 'MA_THUOC', notIn: [oxygen] }] },
      },
      confidence: 'medium',
    },
    PHAM_VI: { vi: 'Phạm vi hưởng BHYT', ...digit, required: annex, allowed: coverages, confidence: 'medium' },
    TYLE_TT: { vi: 'Tỷ lệ thanh toán (%)', type: 'number', length: 3, required: gateway },
    SO_LUONG: { vi: 'Số lượng', ...quantity },
    DON_GIA: { vi: 'Đơn giá', ...unitPrice },
    THANH_TIEN: { vi: 'Thành tiền', ...amount },
    MUC_HUONG: { vi: 'Mức hưởng (%)', type: 'number', length: 3, required: annex, lengthConfidence: 'medium' },
    // The decision writes T_NGUON_KHAC here; exporters in use write T_NGUONKHAC, as in the other tables.
    T_NGUONKHAC: { vi: 'Tiền nguồn khác chi trả', ...amount },
    T_BNTT: { vi: 'Tiền người bệnh tự trả', ...amount },
    T_BHTT: { vi: 'Tiền quỹ BHYT thanh toán', ...amount },
    T_BNCCT: { vi: 'Tiền người bệnh cùng chi trả', ...amount },
    T_NGOAIDS: { vi: 'Tiền ngoài định suất', ...amount },
    MA_KHOA: {
      vi: 'Mã khoa',
      type: 'text',
      length: 15,
      required: annex,
      codeList: ['departments'],
      lengthConfidence: 'medium',
    },
    MA_BAC_SI: { vi: 'Mã người chỉ định', ...staff, required: annex },
    MA_BENH: {
      vi: 'Mã bệnh là lý do chỉ định',
      type: 'text',
      length: 255,
      required: annex,
      ...icd10,
      separator: ';',
      lengthConfidence: 'medium',
    },
    NGAY_YL: { vi: 'Thời điểm ra y lệnh', ...moment, required: annex, lengthConfidence: 'medium' },
    MA_PTTT: { vi: 'Phương thức thanh toán', ...digit, required: annex, allowed: paymentMethods, confidence: 'medium' },
  },
})
