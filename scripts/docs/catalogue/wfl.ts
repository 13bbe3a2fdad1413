import type { RowsOf } from './row.ts'

/** WFL: workflow. */
export const wfl: RowsOf<'WFL'> = {
  'WFL-01': {
    asks: 'A dossier sent for management arrives by the next working day.',
    source: 'SEED S9',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-02': {
    asks: 'A dossier sent for payment arrives within seven working days, outages excepted.',
    source: 'SEED S11',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-03': {
    asks: 'The dossiers of a month arrive by the fifth of the next one.',
    source: 'SEED S11',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-04': {
    asks: 'A dossier sent for payment is signed by a registered person.',
    source: 'SEED S11/S16',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-05': {
    asks: 'A dossier is sent for management before it is sent for payment.',
    source: 'SEED S9/S11',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-06': {
    asks: 'A correction has a reason, and the insurer agreed to it.',
    source: 'SEED S15',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-07': {
    asks: 'A dossier that is settled is not changed.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'WFL-08': {
    asks: 'Nothing is sent for a period that is closed.',
    source: 'MOH L003',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-09': {
    asks: "The insurer's result comes within seven working days.",
    source: 'SEED S12',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-10': {
    asks: 'The portal answers with a number of transaction.',
    source: 'DH #45',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-11': {
    asks: 'What the edge accepted is confirmed by the centre within minutes.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'WFL-12': {
    asks: 'What a facility says it sent arrives, and what arrives was announced.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'WFL-13': {
    asks: 'An outage is declared and shown, and a gap has a declared outage.',
    source: 'SEED S14',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-14': {
    asks: 'Lateness takes the calendar of holidays into account.',
    source: 'SEED S9',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-15': {
    asks: 'A file accepted before is recognised under a new id.',
    source: 'AS4',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'WFL-16': {
    asks: "A facility's number of dossiers does not suddenly fall or rise.",
    source: 'SEED S6',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-17': {
    asks: 'A facility does not send an old standard after its last day.',
    source: 'VS',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'WFL-18': {
    asks: 'A facility reads the errors it gets.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'WFL-19': {
    asks: 'A facility does not send the same file many times an hour.',
    source: 'Mirth #1314',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'WFL-20': {
    asks: 'A facility signs with the person authorised now.',
    source: 'SEED S16',
    confidence: 'medium',
    decidedBy: 'centre',
  },
}
