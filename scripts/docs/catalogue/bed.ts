import type { RowsOf } from './row.ts'

/** BED: bed days. */
export const bed: RowsOf<'BED'> = {
  'BED-01': {
    asks: 'Beds are billed for inpatients only.',
    source: 'Q, H 127',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'BED-02': {
    asks: 'MA_GIUONG is one of the letters H, T, C, K and three digits.',
    source: 'Q, CB',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'BED-03': {
    asks: 'MA_GIUONG is a registered bed of that ward.',
    source: 'Q',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-04': {
    asks: 'A bed holds one patient at a time.',
    source: 'Q OVERLAPPING',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'BED-05': {
    asks: 'A line bills at most one bed day.',
    source: 'Q',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-06': {
    asks: 'Bed days are no more than SO_NGAY_DTRI.',
    source: 'Q INVALID_BED_DAYS',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-07': {
    asks: 'A stay of less than four hours bills no bed.',
    source: 'Q SHORT_INPATIENT',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-08': {
    asks: 'A stay of four to 24 hours bills less than two bed days.',
    source: 'Q EXCESS_BED_DAYS',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-09': {
    asks: 'Bed days are no fewer than the days that Circular 39 counts.',
    source: 'QS B2',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-10': {
    asks: 'SO_NGAY_DTRI equals the bed days of the stay.',
    source: 'EM WARN.GG01',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-11': {
    asks: 'Two beds on one day are billed only when the patient changed wards.',
    source: 'EM WARN.GG02, Q',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'BED-12': {
    asks: 'The day of discharge is not billed as a full bed day.',
    source: 'H 119',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-13': {
    asks: 'Surgical and intensive beds go with an operation or intervention, and only for its days.',
    source: 'CH GB_04/05/09/18/19/23, CH topics',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-14': {
    asks: 'A special operation has an intensive bed.',
    source: 'X 71',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-15': {
    asks: "A children's bed is for a patient of at most 16 years, in a ward for children.",
    source: 'CH GB_13/39/41, CH topics',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-16': {
    asks: 'Outpatient dialysis bills no bed.',
    source: 'CH GB_44',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-17': {
    asks: 'A shared bed is paid at its lower ratio, and a stretcher not at full price.',
    source: 'CH GB_54–56, CH topics',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-18': {
    asks: 'Every day of the stay has a bed.',
    source: 'EM, QS',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'BED-19': {
    asks: 'A visit of kind 09 bills no bed.',
    source: 'EM R3',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'BED-20': {
    asks: 'An inpatient has at least one bed day.',
    source: 'H 212, QS',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'BED-21': {
    asks: 'Oxygen does not run longer than the stay.',
    source: 'X 69',
    confidence: 'medium',
    decidedBy: 'edge',
  },
}
