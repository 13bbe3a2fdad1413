import { FACILITY_SCOPE, PERIODS, type Answers } from './reasons.ts'

/** CTR: contract and scope. */
export const ctr: Answers = {
  'CTR-01': FACILITY_SCOPE,
  'CTR-02': 'needs the contract of the facility and its dates: the centre',
  'CTR-03': FACILITY_SCOPE,
  'CTR-04': PERIODS,
  'CTR-05': ['XML2.MA_PTTT.allowed-values', 'XML3.MA_PTTT.allowed-values'],
  'CTR-06': 'needs the lists of the contract: the centre',
  'CTR-07': FACILITY_SCOPE,
  'CTR-08': ['XML1.MATINH_CU_TRU.code-in-force', 'XML1.MAXA_CU_TRU.code-in-force'],
  'CTR-09': ['XML2.NGAY_YL.within-stay', 'XML3.NGAY_YL.within-stay'],
  'CTR-10': ['XML3.NGAY_KQ.not-before-NGAY_YL', 'XML4.NGAY_KQ.not-before-order'],
  'CTR-11': ['XML2.MA_BAC_SI.required', 'XML3.MA_BAC_SI.required'],
  'CTR-12': [
    '*.SO_LUONG.above-zero',
    '*.THANH_TIEN_BV.equals-quantity-times-price',
    '*.THANH_TIEN_BH.equals-share-of-price',
  ],
  'CTR-13': 'which tests may lawfully be repeated on one day needs the table of conditions per service: the centre',
  'CTR-14': ['XML3.SO_LUONG.bed-days-within-SO_NGAY_DTRI'],
  'CTR-15': 'needs the appendix of machines of the contract: the centre',
  'CTR-16': 'needs the appendix of staff of the contract: the centre',
}
