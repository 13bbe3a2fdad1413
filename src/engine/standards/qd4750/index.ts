import { amend } from '../amend.ts'
import { day, digit, encounterType, facility, gateway, medicines, moment, reserve } from '../common.ts'
import { citizenNumber, packageNumber, socialInsuranceNumber, tenDigits } from '../forms.ts'
import { sexes, treatmentResults } from '../lists.ts'
import { qd130 } from '../qd130/index.ts'
import { xml13 } from './xml13.ts'
import { xml14 } from './xml14.ts'
import { xml15 } from './xml15.ts'

const treatmentResultsWithDeathOutside = { ...treatmentResults, 8: 'Tử vong ngoại viện' } as const

const hivMeasures = {
  1: 'Điều trị ARV',
  2: 'Điều trị lao',
  3: 'Dự phòng lao',
  4: 'Cotrimoxazol',
  5: 'PLTMC',
  6: 'Điều trị viêm gan B',
  7: 'Điều trị viêm gan C',
  8: 'Khác',
} as const

const tuberculosisScreenings = {
  1: 'Không sàng lọc',
  2: 'Sàng lọc triệu chứng',
  3: 'Chụp X-quang phổi',
  4: 'Xét nghiệm Protein phản ứng C',
} as const

const tuberculosisOutcomes = {
  1: 'Đang điều trị',
  2: 'Hoàn thành',
  3: 'Thất bại',
  4: 'Tử vong',
  5: 'Bỏ điều trị',
  6: 'Ngừng điều trị',
  7: 'Không đánh giá',
} as const

const clinicalStages = { 1: 'Giai đoạn I', 2: 'Giai đoạn II', 3: 'Giai đoạn III', 4: 'Giai đoạn IV' } as const

const riskGroups = {
  0: 'Người sử dụng ma tuý',
  1: 'Người bán dâm',
  2: 'Người có quan hệ tình dục đồng giới',
  3: 'Người chuyển đổi giới tính',
  4: 'Vợ, chồng và thành viên gia đình của người nhiễm HIV hoặc của các nhóm 0 đến 3',
  5: 'Người có quan hệ tình dục với người nhiễm HIV',
  6: 'Người mắc các bệnh lây truyền qua đường tình dục',
  7: 'Người di biến động',
  8: 'Người mắc bệnh lao',
  9: 'Người có triệu chứng lâm sàng nghi ngờ nhiễm HIV',
  10: 'Phạm nhân, người bị tạm giam, trại viên, học viên cơ sở cai nghiện ma túy',
  11: 'Các đối tượng khác',
} as const

const regimenChangeReasons = {
  1: 'Thiếu thuốc',
  2: 'Tác dụng phụ',
  3: 'Thất bại điều trị',
  4: 'Tối ưu hoá phác đồ',
  5: 'Phác đồ mới theo hướng dẫn quốc gia',
  6: 'Khác',
} as const

/**
 * The gateway's sheet asks for the district, but the level was abolished on 2025-07-01 and files of this standard may
 * have come in after that day: no reason to refuse one.
 */
const district = { required: { by: 'annex' } } as const

export const qd4750 = amend(qd130, {
  id: '4750',
  document: 'QĐ 4750/QĐ-BYT',
  signed: '2023-12-29',
  validFrom: '2024-04-01',
  mandatoryFrom: '2024-07-01',
  // By its text QĐ 3176 takes over on 2025-01-01; one source has the gateway change over on 2026-02-01 only, and the
  // guide to its new services is of 2026-01-07. The later day (medium).
  acceptedUntil: '2026-01-31',
  amend: {
    CHECKIN: {
      change: {
        SO_CCCD: { type: 'text', form: citizenNumber },
        MA_DOITUONG_KCB: { type: 'text', length: 4 },
        MA_LOAI_KCB: { type: 'text', ...encounterType },
        // One of the three stands for the first cost, with its name.
        MA_DICH_VU: { required: { by: 'gateway', when: { allAbsent: ['MA_THUOC', 'MA_VAT_TU'] } } },
        TEN_DICH_VU: { required: { by: 'gateway', when: { present: 'MA_DICH_VU' } } },
      },
      add: [
        {
          name: 'NGAY_VAO_NOI_TRU',
          after: 'NGAY_VAO',
          field: { vi: 'Thời điểm được chỉ định vào điều trị', ...moment },
        },
        {
          name: 'LY_DO_VNT',
          after: 'NGAY_VAO_NOI_TRU',
          field: {
            vi: 'Lý do vào nội trú',
            type: 'text',
            required: { by: 'gateway', when: { present: 'NGAY_VAO_NOI_TRU' } },
          },
        },
        {
          name: 'MA_LY_DO_VNT',
          after: 'LY_DO_VNT',
          field: { vi: 'Mã lý do vào nội trú', type: 'text', length: 5, gatewayLength: 10 },
        },
        {
          name: 'MA_THUOC',
          after: 'TEN_DICH_VU',
          field: {
            vi: 'Mã thuốc (hoạt chất)',
            type: 'text',
            length: 255,
            required: { by: 'gateway', when: { allAbsent: ['MA_DICH_VU', 'MA_VAT_TU'] } },
            codeList: medicines,
          },
        },
        {
          name: 'TEN_THUOC',
          after: 'MA_THUOC',
          field: {
            vi: 'Tên thuốc',
            type: 'text',
            length: 1024,
            gatewayLength: 2000,
            required: { by: 'gateway', when: { present: 'MA_THUOC' } },
          },
        },
        {
          name: 'MA_VAT_TU',
          after: 'TEN_THUOC',
          field: {
            vi: 'Mã vật tư y tế',
            type: 'text',
            length: 255,
            required: { by: 'gateway', when: { allAbsent: ['MA_DICH_VU', 'MA_THUOC'] } },
            codeList: ['supplies'],
          },
        },
        {
          name: 'TEN_VAT_TU',
          after: 'MA_VAT_TU',
          field: {
            vi: 'Tên vật tư y tế',
            type: 'text',
            length: 1024,
            gatewayLength: 2000,
            required: { by: 'gateway', when: { present: 'MA_VAT_TU' } },
          },
        },
        { name: 'DU_PHONG', after: 'NGAY_YL', field: reserve },
      ],
    },
    XML1: {
      change: {
        SO_CCCD: { type: 'text', form: citizenNumber },
        MA_QUOCTICH: { type: 'text' },
        MA_DANTOC: { type: 'text' },
        MA_NGHE_NGHIEP: { type: 'text' },
        MAHUYEN_CU_TRU: district,
        DIEN_THOAI: { type: 'text' },
        MA_DOITUONG_KCB: { length: 4 },
        KET_QUA_DTRI: { allowed: treatmentResultsWithDeathOutside },
        MA_LOAI_KCB: { type: 'text', ...encounterType },
        MA_TTDV: { form: tenDigits },
      },
      add: [
        {
          name: 'NHOM_MAU',
          after: 'GIOI_TINH',
          field: { vi: 'Nhóm máu', type: 'text', length: 5, gatewayLength: 10 },
        },
      ],
    },
    XML2: {
      change: { MA_KHOA: { length: 50 } },
      add: [
        {
          name: 'NGAY_TH_YL',
          after: 'NGAY_YL',
          field: { vi: 'Thời điểm thực hiện y lệnh', ...moment, required: { by: 'practice' } },
        },
      ],
    },
    XML3: {
      change: {
        GOI_VTYT: { form: { ...packageNumber, by: 'gateway' } },
        TT_THAU: { length: 50, gatewayLength: 100 },
        MA_KHOA: { length: 50 },
      },
    },
    XML4: {
      change: {
        MA_DICH_VU: { required: undefined },
        MA_CHI_SO: { required: undefined },
        // The annex now lets it be empty, the gateway's sheet still asks for it.
        TEN_CHI_SO: { required: { by: 'practice' } },
      },
    },
    // Only the wording changes: vital signs are written as CSST<…> within DIEN_BIEN_LS.
    XML5: {},
    XML6: {
      change: {
        SO_CCCD: { type: 'text' },
        // The 12 regimens give way to a DMDC list that was not found.
        PHACDO_DTRI_LAO: { allowed: undefined },
        MA_XU_TRI: { type: 'text', length: 10, allowed: hivMeasures, separator: ';' },
      },
      add: [
        {
          name: 'NGAY_SINH',
          after: 'SO_CCCD',
          field: { vi: 'Ngày, tháng, năm, giờ sinh', type: 'birth', length: 12, identifies: true },
        },
        { name: 'GIOI_TINH', after: 'NGAY_SINH', field: { vi: 'Giới tính', ...digit, allowed: sexes } },
        {
          name: 'DIA_CHI',
          after: 'GIOI_TINH',
          field: { vi: 'Địa chỉ cư trú', type: 'text', length: 1024, identifies: true },
        },
        {
          name: 'MATINH_CU_TRU',
          after: 'DIA_CHI',
          field: { vi: 'Mã tỉnh/thành nơi cư trú', type: 'text', length: 3, codeList: ['provinces'] },
        },
        {
          name: 'MAHUYEN_CU_TRU',
          after: 'MATINH_CU_TRU',
          field: { vi: 'Mã quận/huyện nơi cư trú', type: 'text', length: 3 },
        },
        {
          name: 'MAXA_CU_TRU',
          after: 'MAHUYEN_CU_TRU',
          field: { vi: 'Mã phường/xã nơi cư trú', type: 'text', length: 5, codeList: ['communes'] },
        },
        {
          name: 'NOI_LAY_MAU_XN',
          after: 'NGAYKD_HIV',
          field: { vi: 'Mã cơ sở lấy mẫu xét nghiệm HIV', type: 'text', length: 5, required: gateway, ...facility },
        },
        {
          name: 'NOI_XN_KD',
          after: 'NOI_LAY_MAU_XN',
          field: { vi: 'Mã cơ sở xét nghiệm khẳng định', type: 'text', length: 5, required: gateway, ...facility },
        },
        {
          name: 'NOI_BDDT_ARV',
          after: 'NOI_XN_KD',
          field: { vi: 'Mã cơ sở bắt đầu cấp ARV', type: 'text', length: 5, required: gateway, ...facility },
        },
        {
          name: 'SANG_LOC_LAO',
          after: 'LOAI_DTRI_LAO',
          field: { vi: 'Phương pháp sàng lọc lao', ...digit, required: gateway, allowed: tuberculosisScreenings },
        },
        {
          name: 'KQ_DTRI_LAO',
          after: 'NGAYKT_DTRI_LAO',
          field: { vi: 'Kết quả điều trị lao', ...digit, required: gateway, allowed: tuberculosisOutcomes },
        },
        {
          name: 'GIAI_DOAN_LAM_SANG',
          after: 'MA_LOAI_BN',
          field: { vi: 'Giai đoạn lâm sàng HIV', ...digit, required: gateway, allowed: clinicalStages },
        },
        {
          name: 'NHOM_DOI_TUONG',
          after: 'GIAI_DOAN_LAM_SANG',
          field: { vi: 'Nhóm đối tượng nguy cơ', type: 'number', length: 2, required: gateway, allowed: riskGroups },
        },
        {
          name: 'NGAY_CHUYEN_PHAC_DO',
          after: 'SO_NGAY_CAP_THUOC_ARV',
          field: { vi: 'Ngày chuyển phác đồ', ...day, required: gateway },
        },
        {
          name: 'LY_DO_CHUYEN_PHAC_DO',
          after: 'NGAY_CHUYEN_PHAC_DO',
          field: { vi: 'Lý do chuyển phác đồ', ...digit, required: gateway, allowed: regimenChangeReasons },
        },
        {
          name: 'MA_CSKCB',
          after: 'LY_DO_CHUYEN_PHAC_DO',
          field: { vi: 'Mã cơ sở KCB', type: 'text', length: 5, ...facility },
        },
      ],
    },
    XML7: { add: [{ name: 'DU_PHONG', after: 'NGOAITRU_DENNGAY', field: reserve }] },
    XML8: {
      change: {
        MA_LOAI_KCB: { type: 'text', ...encounterType },
        KET_QUA_DTRI: { allowed: treatmentResultsWithDeathOutside },
        MA_TTDV: { type: 'text' },
      },
    },
    XML9: {
      change: {
        MA_BHXH_NND: { type: 'text', form: socialInsuranceNumber },
        MA_DANTOC_NND: { type: 'text' },
        SO_CCCD_NND: { type: 'text' },
        MA_QUOCTICH: { type: 'text' },
        MAHUYEN_CU_TRU: district,
        MA_TTDV: { type: 'text' },
      },
      add: [{ name: 'DU_PHONG', after: 'MA_TTDV', field: reserve }],
    },
    XML10: {
      change: { MA_TTDV: { type: 'text' } },
      add: [{ name: 'DU_PHONG', after: 'NGAY_CT', field: reserve }],
    },
    XML11: {
      change: { MA_BHXH: { type: 'text', form: socialInsuranceNumber }, MA_TTDV: { type: 'text' } },
      add: [{ name: 'DU_PHONG', after: 'MAU_SO', field: reserve }],
    },
    XML12: {
      change: {
        SO_CCCD: { type: 'text' },
        MAHUYEN_CU_TRU: district,
        MA_BHXH: { type: 'text', form: socialInsuranceNumber },
        DANG_HUONG_CHE_DO: { type: 'text', length: 10, separator: ';' },
      },
    },
  },
  addTables: { XML13: xml13, XML14: xml14, XML15: xml15 },
})
