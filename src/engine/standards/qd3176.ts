import { amend } from './amend.ts'
import { day, facility } from './common.ts'
import { citizenNumber } from './forms.ts'
import { qd4750 } from './qd4750/index.ts'

/** The sheet of QĐ 4750 fixes the form; with the length set free here it is only what checkers expect. */
const citizenNumberForm = { form: { ...citizenNumber, by: 'practice' } } as const

/** One source sets the length free, others store 20 or 50 characters. */
const citizenNumberLength = { length: undefined, lengthConfidence: 'medium' } as const

/** The licence to practise (GPHN) takes the place of the social insurance number. */
const licence = { length: 255 } as const

/** The district level was abolished on 2025-07-01 and files leave the code empty. */
const district = { required: undefined } as const

/** Sizes between 50 and 255 are on record. */
const bid = { lengthConfidence: 'medium' } as const

/**
 * QĐ 1931/QĐ-BYT of 2026 lets it have decimals such as 47.5 from 2026-07-01 on (medium: one secondary source); that it was whole before
 * is a rule of its own (`whole-percent`), as a field list knows no dates.
 */
const benefitRate = { length: 4, decimals: 2, lengthConfidence: 'medium' } as const

/** The length is that of several moments; why it grew was not found, so both one and a list are taken. */
const momentOrMoments = { length: 100, separator: ';', confidence: 'medium' } as const

/** No public text of its annex was found: the changes come from implementations and their field lists. */
export const qd3176 = amend(qd4750, {
  id: '3176',
  document: 'QĐ 3176/QĐ-BYT',
  signed: '2024-10-29',
  // Facilities may prepare from the signing on (medium).
  validFrom: '2024-10-29',
  // By its text; one source has the gateway change over on 2026-02-01 only (medium).
  mandatoryFrom: '2025-01-01',
  amend: {
    CHECKIN: { change: { SO_CCCD: citizenNumberForm } },
    XML1: {
      change: {
        SO_CCCD: { ...citizenNumberForm, ...citizenNumberLength },
        // Two characters now; files in use still carry five.
        MA_NGHE_NGHIEP: { length: 2, gatewayLength: 5 },
        DIA_CHI: { lengthConfidence: 'medium' },
        MAHUYEN_CU_TRU: district,
        MA_BENH_YHCT: { length: 150, gatewayLength: 255 },
        MA_TTDV: { ...licence, form: undefined },
      },
    },
    XML2: {
      change: {
        // Drugs outside the list lose the code 00.0000 of QĐ 4750 and leave the field empty.
        MA_THUOC: { required: { by: 'gateway', when: { field: 'PHAM_VI', in: ['1'] } } },
        TT_THAU: bid,
        MUC_HUONG: benefitRate,
      },
    },
    XML3: {
      change: {
        TT_THAU: bid,
        MUC_HUONG: benefitRate,
        MA_BENH_YHCT: { length: 150, gatewayLength: 255 },
      },
    },
    XML4: {
      change: {
        MA_CHI_SO: { length: 255 },
        GIA_TRI: { length: 255 },
      },
    },
    XML6: { change: { SO_CCCD: citizenNumberLength } },
    XML7: {
      change: {
        PP_DIEUTRI: { length: undefined, lengthConfidence: 'medium' },
        MA_TTDV: licence,
        MA_BS: licence,
        SO_NGAY_NGHI: { length: 3, lengthConfidence: 'medium' },
      },
    },
    XML8: { change: { MA_TTDV: licence } },
    XML9: { change: { SO_CCCD_NND: citizenNumberLength, MAHUYEN_CU_TRU: district, MA_TTDV: licence } },
    XML10: { change: { MA_TTDV: licence, MA_BS: licence } },
    XML11: { change: { MA_TTDV: licence, MA_BS: licence } },
    XML12: {
      change: { SO_CCCD: { ...citizenNumberLength, lengthConfidence: 'low' }, MAHUYEN_CU_TRU: district },
    },
    XML13: {
      remove: ['MA_NOI_DI', 'MA_NOI_DEN', 'TEN_DICH_VU', 'TEN_THUOC', 'PP_DIEU_TRI'],
      change: { NGAY_VAO: momentOrMoments, NGAY_RA: momentOrMoments, MA_TTDV: licence },
      add: [
        {
          name: 'MA_CSKCB_DI',
          after: 'MA_CSKCB',
          field: { vi: 'Mã các cơ sở đã chuyển người bệnh', type: 'text', length: 100, ...facility, separator: ';' },
        },
        {
          name: 'MA_CSKCB_DEN',
          after: 'MA_CSKCB_DI',
          field: { vi: 'Mã cơ sở tiếp nhận', type: 'text', length: 5, required: { by: 'practice' }, ...facility },
        },
        {
          name: 'TINH_TRANG_CT',
          after: 'MA_BENH_YHCT',
          field: { vi: 'Tình trạng người bệnh lúc chuyển', type: 'text', required: { by: 'practice' } },
        },
      ],
    },
    XML14: { change: { NGAY_HEN_KL: day, MA_TTDV: licence } },
    XML15: { change: { SO_CCCD: citizenNumberLength } },
  },
})
