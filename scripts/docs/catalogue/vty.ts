import type { RowsOf } from './row.ts'

/** VTY: supplies and implants. */
export const vty: RowsOf<'VTY'> = {
  'VTY-01': {
    asks: 'A supply goes with a service that uses it.',
    source: 'G 102',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'VTY-02': {
    asks: 'A stent has one line each, or as many as the circular allows.',
    source: 'G 14',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'VTY-03': {
    asks: 'The price of a supply is above zero and no higher than the approved one.',
    source: 'Q, H 92',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'VTY-04': {
    asks: 'An implant has import licence, serial number and lot.',
    source: 'H 94',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'VTY-05': {
    asks: 'TYLE_TT_BH of a supply is that of the list, between 0 and 100.',
    source: 'Q, H 30',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'VTY-06': {
    asks: 'Supplies stay within the norm of the procedure and are not part of its price already.',
    source: 'CH topics',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'VTY-07': {
    asks: 'A supply is of an approved group, and substitutes are used as allowed.',
    source: 'Q EXCLUDED_MATERIAL',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'VTY-08': {
    asks: 'The implants of one procedure stay below the cap.',
    source: 'FIN-44',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'VTY-09': {
    asks: 'The name of a supply is that of its code.',
    source: 'Q',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'VTY-10': {
    asks: 'A dossier with supplies has a service.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'VTY-11': {
    asks: 'A supply is ordered within the stay.',
    source: 'DAT-05',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'VTY-12': {
    asks: 'A supply comes from a bid in force at this facility.',
    source: 'COD-29',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'VTY-13': {
    asks: 'A supply counted in pieces has a whole quantity.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'VTY-14': {
    asks: 'TAI_SU_DUNG has an allowed value, and the ratio follows from it.',
    source: 'QS',
    confidence: 'medium',
    decidedBy: 'edge',
  },
}
