import type { RowsOf } from './row.ts'

/** DUP: duplicates. */
export const dup: RowsOf<'DUP'> = {
  'DUP-01': {
    asks: 'MA_LK was not accepted before with other content, unless this is a correction.',
    source: 'IM duplicate, AS4, DH #12',
    confidence: 'high',
    decidedBy: 'centre',
  },
  'DUP-02': {
    asks: 'A dossier with known content is recognised as sent again.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'DUP-03': {
    asks: 'One visit, by facility, patient and admission, has one MA_LK.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'DUP-04': {
    asks: 'The stays of a card do not overlap, nor does a visit fall into a stay.',
    source: 'BV, CH topics',
    confidence: 'high',
    decidedBy: 'centre',
  },
  'DUP-05': {
    asks: 'A card has one outpatient visit a day at a facility.',
    source: 'BV',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'DUP-06': {
    asks: 'A drug or service of one day and quantity has one line.',
    source: 'X 120/121',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'DUP-07': {
    asks: 'A service with one time of order has one line.',
    source: 'X 116',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'DUP-08': {
    asks: 'Two progress notes at the same time do not have the same text.',
    source: 'VSS 436, QS',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'DUP-09': {
    asks: 'A SO_SERI is used for one paper.',
    source: 'H 232',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'DUP-10': {
    asks: 'An identity card belongs to one patient.',
    source: 'H 225',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'DUP-11': {
    asks: 'A patient has one card number at a time.',
    source: 'CH topics',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'DUP-12': {
    asks: 'A MA_LK is not used again in another year.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'DUP-13': {
    asks: 'A MA_LK occurs once in a file.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'DUP-14': {
    asks: 'An STT occurs once in a table.',
    source: 'DH',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'DUP-15': {
    asks: 'A dossier is settled in one month only.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'DUP-16': {
    asks: 'An outpatient course is not split into days to start limits anew.',
    source: 'EM III.1',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'DUP-17': {
    asks: 'A patient transferred onward arrives at the other facility within some days.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'DUP-18': {
    asks: 'A transferred patient is discharged here before admission there.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'DUP-19': {
    asks: "Two newborns of one minute and one mother's card are looked at.",
    source: 'H 118',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'DUP-20': {
    asks: 'Nobody comes again after their death.',
    source: 'DAT-24',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'DUP-21': {
    asks: 'An exemption is applied once, and the accumulated amount agrees.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'DUP-22': {
    asks: 'Two facilities do not hand out the same drug for the same days.',
    source: 'CH topics',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'DUP-23': {
    asks: 'A dossier sent with the same content and a higher number is recognised.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'DUP-24': {
    asks: 'A dossier opened again after it was sent keeps its MA_LK.',
    source: 'DH #7/#9',
    confidence: 'medium',
    decidedBy: 'centre',
  },
}
