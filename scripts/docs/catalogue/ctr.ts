import type { RowsOf } from './row.ts'

/** CTR: contract and scope. */
export const ctr: RowsOf<'CTR'> = {
  'CTR-01': {
    asks: 'Patients arrive within the hours of the contract.',
    source: 'CH HD_01',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CTR-02': {
    asks: 'The dossier lies within the contract of this facility.',
    source: 'CH HD_04/06',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-03': {
    asks: 'The facility uses at most a tenth more rooms and beds than approved.',
    source: 'CH HD_05, CH topics',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CTR-04': {
    asks: "The dossier is sent within the contract's time after discharge.",
    source: 'CH HD_07',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CTR-05': {
    asks: 'The method of payment has its right code.',
    source: 'CH HD_09',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-06': {
    asks: "Services, drugs and supplies are on the contract's list.",
    source: 'CH HD_11/13/22',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-07': {
    asks: 'The service is within the scope of the hospital.',
    source: 'CH HD_23, CH NS_13',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-08': {
    asks: 'The code of the administrative area is that of the period.',
    source: 'CH HD_12',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-09': {
    asks: 'Orders are given within the time of treatment.',
    source: 'CH HD_14',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-10': {
    asks: 'A test or image has its result after the order.',
    source: 'CH HD_15',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-11': {
    asks: 'Who ordered is named where a signature is needed.',
    source: 'CH HD_16',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-12': {
    asks: 'Quantities, forms and formulas are right within a tolerance.',
    source: 'CH HD_17/18/19',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-13': {
    asks: 'A laboratory test is not billed twice a day.',
    source: 'CH HD_20',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-14': {
    asks: 'Bed days are no more than days of treatment.',
    source: 'CH HD_21',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-15': {
    asks: 'The machine is in the annex of the contract.',
    source: 'CH topics',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CTR-16': {
    asks: 'The practitioner is in the annex of the contract.',
    source: 'CH topics',
    confidence: 'medium',
    decidedBy: 'edge',
  },
}
