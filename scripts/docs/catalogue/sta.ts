import type { RowsOf } from './row.ts'

/** STA: staff and scope. */
export const sta: RowsOf<'STA'> = {
  'STA-01': {
    asks: 'MA_BAC_SI of drugs and services is filled.',
    source: 'Q, X 85',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STA-02': {
    asks: "MA_BAC_SI was on the facility's list of staff on the day of the order.",
    source: 'Q, EM',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STA-03': {
    asks: 'The number of a practising certificate has its usual form.',
    source: 'H 63/222/245',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STA-04': {
    asks: 'NGUOI_THUC_HIEN is filled and known for tests, imaging and operations.',
    source: 'Q, DH #83',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STA-05': {
    asks: 'A list of performers is separated as demanded and names nobody twice.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'STA-06': {
    asks: 'Nobody carries out a test that they ordered themselves.',
    source: 'QS 2486',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STA-07': {
    asks: 'The orders come from the main doctor of the visit.',
    source: 'VU',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STA-08': {
    asks: 'Who carries out a service has the specialty for it.',
    source: 'VU, CH PL VI/VIII',
    confidence: 'high',
    decidedBy: 'centre',
  },
  'STA-09': {
    asks: 'Nobody works on leave, outside the roster or above the daily cap.',
    source: 'VU, H 106, CH',
    confidence: 'high',
    decidedBy: 'centre',
  },
  'STA-10': {
    asks: 'Nobody is at two facilities at the same time.',
    source: 'CH',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'STA-11': {
    asks: 'Nobody takes part in two operations at the same time.',
    source: 'CH',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'STA-12': {
    asks: 'Surgeon and assistant are two persons.',
    source: 'H 224',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STA-13': {
    asks: 'Surgeon and anaesthetist are two persons.',
    source: 'H 64',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STA-14': {
    asks: 'MA_TTDV is filled with an approved signer.',
    source: 'Q, H 62',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STA-15': {
    asks: 'MA_BS_DOC_KQ is on the list of those who read images.',
    source: 'CLS-07',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STA-16': {
    asks: 'The practitioner is registered at this facility.',
    source: 'CH NS_02/15',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STA-17': {
    asks: 'The practising certificate is in force on the day.',
    source: 'CH NS_12',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STA-18': {
    asks: 'The account or certificate of the practitioner was not withdrawn.',
    source: 'H 243',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'STA-19': {
    asks: 'The practitioner has not left the facility.',
    source: 'H 201',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'STA-20': {
    asks: 'A doctor who signs papers has a digital certificate.',
    source: 'H 185',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STA-21': {
    asks: 'A doctor sees no more patients a day than the norm.',
    source: 'VU',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'STA-22': {
    asks: 'Nurses and technicians neither order nor sign results alone.',
    source: 'CH topics, CH NS_07/09',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'STA-23': {
    asks: 'MA_TTDV is the person who signed the envelope.',
    source: 'SEED S11',
    confidence: 'medium',
    decidedBy: 'edge',
  },
}
