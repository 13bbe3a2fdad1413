import { SERVICE_CONDITIONS, type Answers } from './reasons.ts'

/** VTY: supplies and implants. */
export const vty: Answers = {
  'VTY-03': ['XML3.DON_GIA.above-zero', 'XML3.DON_GIA_BV.above-zero'],
  'VTY-04':
    'MA_HIEU_SP is asked for only of supplies that have one, no list says which, and licence and lot have no field',
  'VTY-05': ['XML3.TYLE_TT_BH.max-length', 'XML3.TYLE_TT_BH.number'],
  'VTY-06': SERVICE_CONDITIONS,
  'VTY-07': ['XML3.MA_VAT_TU.code-known'],
  'VTY-08': ['XML3.GOI_VTYT.within-ceiling', 'XML3.T_BHTT.at-most-T_TRANTT'],
  'VTY-09': 'TEN_VAT_TU is the trade name, which no code list carries',
  'VTY-10': 'no source asks for it: a supply that was used in no procedure lawfully has no service (annex, MA_VAT_TU)',
  'VTY-11': ['XML3.NGAY_YL.within-stay'],
  'VTY-13':
    'no source says which units are counted in whole pieces, and parts of a supply are lawfully shared among patients',
  'VTY-14': ['XML3.TAI_SU_DUNG.allowed-values'],
}
