import { PAPERS_ELSEWHERE, type Answers } from './reasons.ts'

/** DOC: papers. */
export const doc: Answers = {
  'DOC-02': ['XML7.PP_DIEUTRI.required', 'XML7.MA_BS.required', 'XML7.MA_TTDV.required'],
  'DOC-03': [
    'XML8.PP_DIEUTRI.required',
    'XML8.TOMTAT_KQ.required',
    'XML8.TOMTAT_KQ.portal-length',
    'XML8.KET_QUA_DTRI.required',
    'XML8.MA_TTDV.required',
  ],
  'DOC-05': ['XML9.*.required', 'XML9.*.form', 'XML9.*.code-known'],
  'DOC-06': ['XML9.NGAYCAP_CCCD_NND.not-in-future'],
  'DOC-07': ['XML10.*.required', 'XML10.*.date'],
  'DOC-08': [
    'XML11.*.required',
    'XML11.*.max-length',
    'XML11.MA_THE_BHYT.form',
    'XML11.SO_NGAY_NGHI.within-longest-leave',
    'XML11.TU_NGAY.within-visit',
    'XML11.MAU_SO.allowed-values',
  ],
  'DOC-09': ['XML13.*.required', 'XML13.*.max-length', 'XML13.*.code-known'],
  'DOC-11': ['XML14.*.required', 'XML14.NGAY_HEN_KL.not-before-NGAY_RA', 'XML14.NGAY_CT.not-before-NGAY_VAO'],
  'DOC-12': ['XML14.NGAY_HEN_KL.in-NGAY_TAI_KHAM'],
  'DOC-13': ['XML5.DIEN_BIEN_LS.required', 'XML5.THOI_DIEM_DBLS.required', 'XML5.NGUOI_THUC_HIEN.required'],
  'DOC-14': ['XML1.T_TONGCHI_BV.equals-sum-of-lines', 'XML1.T_TONGCHI.equals-sum-of-lines'],
  'DOC-15': 'these papers travel by an exchange of the portal of their own and are in no table of the four standards',
  'DOC-16': ['XML7.CHAN_DOAN_RV.required'],
  'DOC-17': ['XML12.*.required', 'XML12.*.max-length'],
  'DOC-18': ['XML15.*.required', 'XML15.*.allowed-values'],
  'DOC-19': 'no table holds the paper of an operation, and XML5.PHAU_THUAT is asked for only where there is a report',
  'DOC-20': ['XML11.MAU_SO.allowed-values'],
  'DOC-22':
    'many facilities do not send check-ins yet, and an encounter without one could only be known by what is absent: deliberately left out',
  'DOC-23': PAPERS_ELSEWHERE,
  'DOC-24': PAPERS_ELSEWHERE,
  'DOC-25': ['XML7.TUOI_THAI.required', 'XML11.TUOI_THAI.required'],
  'DOC-26': 'contradictory sources: one checker lets a paper grant 10 days, the annex of table 11 grants 30 or 50',
  'DOC-27': ['*.*.required', '*.*.max-length', '*.*.annex-length', '*.*.form', '*.*.date', '*.*.number'],
}
