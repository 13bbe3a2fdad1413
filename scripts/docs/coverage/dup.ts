import { LINES_OF_OTHERS, SAME_BYTES, VERSIONS, type Answers } from './reasons.ts'

/** DUP: duplicates. */
export const dup: Answers = {
  'DUP-01': VERSIONS,
  'DUP-02': SAME_BYTES,
  'DUP-06': ['XML2.MA_THUOC.once-per-order'],
  'DUP-09': 'needs the series of papers of all facilities, which the register of encounters does not hold',
  'DUP-13': ['HOSO.MA_LK.once-in-file'],
  'DUP-17':
    'that nobody received a patient shows after days in which nothing happens, and no source says after how many; pairs that are there are looked at (DUP-18)',
  'DUP-19':
    'an exception and no fault: children in their first weeks under the card of their mother are not compared with each other',
  'DUP-21':
    'the co-payments that another register counted before are not known here; those that are known are added up (FIN-33)',
  'DUP-22': LINES_OF_OTHERS,
  'DUP-23': SAME_BYTES,
}
