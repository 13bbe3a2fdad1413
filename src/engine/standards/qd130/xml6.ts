import { day, digit, dossierKey, gateway, reserve } from '../common.ts'
import { defineTable } from '../field.ts'
import type { Requirement } from '../field.ts'
import { cardNumber } from '../forms.ts'
import { hivRegimenLines, tuberculosisTreatments } from '../lists.ts'

const underTuberculosisTreatment = {
  by: 'gateway',
  when: { field: 'LOAI_DTRI_LAO', notIn: ['0'] },
} as const satisfies Requirement

const ofExposedInfants = {
  by: 'gateway',
  when: { field: 'MA_TINH_TRANG_DK', in: ['1'] },
} as const satisfies Requirement

const underArvTreatment = { by: 'gateway', when: { field: 'MA_XU_TRI', in: ['1'] } } as const satisfies Requirement

const registrationReasons = {
  1: 'Bệnh nhân HIV mới đăng ký lần đầu',
  2: 'Bệnh nhân HIV chưa điều trị ARV chuyển tới',
  3: 'Bệnh nhân HIV đã điều trị ARV chuyển tới',
  4: 'Bệnh nhân HIV đã điều trị ARV nay điều trị lại',
  5: 'Bệnh nhân HIV chưa điều trị ARV đăng ký lại',
} as const

const tuberculosisRegimens = {
  1: '2RHZE/4RHE',
  2: '2RHZE/4RH',
  3: '2RHZE/10RHE',
  4: '2RHZE/10RH',
  5: 'Phác đồ khác',
  6: 'INH',
  7: '3HP',
  8: '1HP',
  9: '3HR',
  10: '4R',
  11: '6L',
  12: 'Phác đồ khác',
} as const

const viralLoadResults = {
  1: 'Không phát hiện',
  2: 'Dưới 50 bản sao/ml',
  3: 'Từ 50 đến dưới 200 bản sao/ml',
  4: 'Từ 200 đến 1000 bản sao/ml',
  5: 'Trên 1000 bản sao/ml',
} as const

const patientKinds = {
  1: 'Người nhiễm HIV',
  2: 'Trẻ phơi nhiễm với HIV',
  3: 'Điều trị dự phòng trước phơi nhiễm',
  4: 'Điều trị dự phòng sau phơi nhiễm',
  5: 'Khác',
} as const

const conditions = {
  1: 'Trẻ dưới 18 tháng sinh ra từ mẹ nhiễm HIV',
  2: 'Phơi nhiễm',
  3: 'Đang điều trị lao',
  4: 'Có bầu',
  5: 'Chuyển dạ',
  6: 'Sau sinh',
  7: 'Viêm gan',
  8: 'Nghiện chích ma túy',
  9: 'Khác',
} as const

const measures = {
  1: 'Điều trị ARV',
  2: 'Điều trị lao',
  3: 'Dự phòng lao',
  4: 'Cotrimoxazol',
  5: 'PLTMC',
  6: 'Viêm gan',
  7: 'Khác',
} as const

export const xml6 = defineTable({
  id: 'XML6',
  vi: 'Hồ sơ bệnh án chăm sóc và điều trị HIV/AIDS',
  en: 'HIV/AIDS care and treatment record',
  root: 'CHI_TIEU_HO_SO_BENH_AN_CHAM_SOC_VA_DIEU_TRI_HIV_AIDS',
  list: 'DSACH_HO_SO_BENH_AN_CHAM_SOC_VA_DIEU_TRI_HIV_AIDS',
  row: 'HO_SO_BENH_AN_CHAM_SOC_VA_DIEU_TRI_HIV_AIDS',
  place: 'Bảng 6',
  document: 'QĐ 130/QĐ-BYT',
  fields: {
    MA_LK: dossierKey,
    MA_THE_BHYT: { vi: 'Mã thẻ BHYT', type: 'text', form: cardNumber, card: true, separator: ';', identifies: true },
    SO_CCCD: { vi: 'Số CCCD, CMND hoặc hộ chiếu', type: 'number', length: 15, identifies: true },
    NGAYKD_HIV: { vi: 'Ngày khẳng định HIV', ...day },
    BDDT_ARV: { vi: 'Ngày đầu tiên nhận ARV', ...day },
    MA_PHAC_DO_DIEU_TRI_BD: { vi: 'Mã phác đồ ARV khi bắt đầu', type: 'text', length: 200, codeList: ['hiv-regimens'] },
    MA_BAC_PHAC_DO_BD: { vi: 'Bậc phác đồ khi bắt đầu', ...digit, allowed: hivRegimenLines },
    MA_LYDO_DTRI: { vi: 'Lý do đăng ký điều trị', ...digit, required: gateway, allowed: registrationReasons },
    LOAI_DTRI_LAO: { vi: 'Loại điều trị lao', ...digit, required: gateway, allowed: tuberculosisTreatments },
    PHACDO_DTRI_LAO: {
      vi: 'Phác đồ điều trị lao',
      type: 'number',
      length: 2,
      required: underTuberculosisTreatment,
      allowed: tuberculosisRegimens,
    },
    NGAYBD_DTRI_LAO: { vi: 'Ngày bắt đầu điều trị lao', ...day, required: underTuberculosisTreatment },
    // Empty while the treatment lasts, says the annex; the gateway's sheet asks for it unless LOAI_DTRI_LAO is 0.
    NGAYKT_DTRI_LAO: { vi: 'Ngày kết thúc điều trị lao', ...day },
    MA_LYDO_XNTL_VR: {
      vi: 'Lý do xét nghiệm tải lượng vi rút',
      ...digit,
      allowed: { 1: 'Thường quy', 2: 'Nghi ngờ thất bại điều trị', 3: 'Khác' },
    },
    NGAY_XN_TLVR: { vi: 'Ngày lấy mẫu tải lượng vi rút', ...day },
    KQ_XNTL_VR: { vi: 'Kết quả tải lượng vi rút', ...digit, allowed: viralLoadResults },
    NGAY_KQ_XN_TLVR: { vi: 'Ngày có kết quả tải lượng vi rút', ...day },
    MA_LOAI_BN: { vi: 'Loại đối tượng đến khám HIV', ...digit, required: gateway, allowed: patientKinds },
    MA_TINH_TRANG_DK: {
      vi: 'Tình trạng khi đến khám',
      type: 'text',
      length: 18,
      required: gateway,
      allowed: conditions,
      separator: ';',
    },
    LAN_XN_PCR: {
      vi: 'Lần xét nghiệm PCR',
      ...digit,
      required: ofExposedInfants,
      allowed: { 1: 'Lần 1', 2: 'Lần 2', 3: 'Lần 3' },
    },
    NGAY_XN_PCR: { vi: 'Ngày xét nghiệm PCR', ...day, required: ofExposedInfants },
    NGAY_KQ_XN_PCR: { vi: 'Ngày có kết quả PCR', ...day, required: ofExposedInfants },
    MA_KQ_XN_PCR: {
      vi: 'Kết quả PCR',
      ...digit,
      required: ofExposedInfants,
      allowed: { 0: 'Âm tính', 1: 'Dương tính' },
    },
    NGAY_NHAN_TT_MANG_THAI: { vi: 'Ngày nhận thông tin mang thai', ...day },
    NGAY_BAT_DAU_DT_CTX: { vi: 'Ngày bắt đầu Cotrimoxazol', ...day },
    MA_XU_TRI: { vi: 'Mã xử trí', ...digit, required: gateway, allowed: measures },
    NGAY_BAT_DAU_XU_TRI: { vi: 'Ngày bắt đầu đợt ARV', ...day, required: underArvTreatment },
    NGAY_KET_THUC_XU_TRI: { vi: 'Ngày kết thúc đợt ARV', ...day, required: underArvTreatment },
    MA_PHAC_DO_DIEU_TRI: {
      vi: 'Mã phác đồ ARV',
      type: 'text',
      length: 200,
      required: gateway,
      codeList: ['hiv-regimens'],
    },
    MA_BAC_PHAC_DO: {
      vi: 'Bậc phác đồ của đợt',
      ...digit,
      required: { by: 'gateway', when: { field: 'MA_PHAC_DO_DIEU_TRI', in: ['KHAC'] } },
      allowed: hivRegimenLines,
    },
    SO_NGAY_CAP_THUOC_ARV: {
      vi: 'Số ngày thuốc ARV được cấp',
      type: 'number',
      length: 3,
      decimals: 0,
      required: underArvTreatment,
    },
    DU_PHONG: reserve,
  },
})
