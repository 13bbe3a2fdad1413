import type { RowsOf } from './row.ts'

/** STR: structure and type. */
export const str: RowsOf<'STR'> = {
  'STR-01': {
    asks: 'A field that the standard demands for this kind of visit is present and not empty.',
    source: 'Q, H 86-87, X 86-87, G',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STR-02': {
    asks: 'Every element is a field of its table; an unknown one gets the nearest name as advice.',
    source: 'CH',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-03': {
    asks: 'No field occurs twice in a row.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'STR-04': {
    asks: 'No text has more characters than the standard allows.',
    source: 'Q *_LENGTH, MOH v2.6',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STR-05': {
    asks: 'A moment has twelve digits and is a real date and time.',
    source: 'G 15/23/24, X 29/46/59/73, H 246-248',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STR-06': {
    asks: 'A day has eight digits and is a real date.',
    source: 'G 15/18/19, H 247',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STR-07': {
    asks: 'NGAY_SINH has eight or twelve digits, and a birth year alone has the agreed form.',
    source: 'G 15',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-08': {
    asks: 'A number has neither thousands separators nor a decimal comma nor an exponent.',
    source: 'X 137',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-09': {
    asks: 'No amount is negative.',
    source: 'X 01/03/70, H 60/144, ST',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STR-10': {
    asks: 'An amount has no more decimals than its field allows.',
    source: 'H 59/147',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-11': {
    asks: 'A ratio lies between 0 and 100.',
    source: 'Q, CH',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STR-12': {
    asks: 'A ratio is written in percent, not as a fraction of one.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'STR-13': {
    asks: 'A list by `;` has no empty item, no spaces and no other separator.',
    source: 'G 17/20',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-14': {
    asks: 'A field with fixed values holds one of them.',
    source: 'several',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STR-15': {
    asks: 'A code whose leading zero is missing or added is still recognised, with a note.',
    source: 'CH',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-16': {
    asks: 'Texts are in composed Unicode (NFC), without no-break spaces or double spaces.',
    source: 'QS gap',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-17': {
    asks: 'Texts are not in an old Vietnamese encoding such as TCVN3 or VNI.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'STR-18': {
    asks: 'A long Vietnamese text has diacritics.',
    source: 'H 72',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-19': {
    asks: 'Names of elements hold no Vietnamese letters.',
    source: 'H 239',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-20': {
    asks: 'MA_LK is filled, has no spaces, at most 100 characters, and is no placeholder.',
    source: 'H 193, DH services#7/#9',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'STR-21': {
    asks: 'Every row of a dossier carries the MA_LK of XML1.',
    source: 'X 40/131/138',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-22': {
    asks: 'STT is filled, occurs once per table and increases.',
    source: 'DH Ghi_Nhan_Loi#52',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-23': {
    asks: 'A dossier holds XML1 with a row.',
    source: 'X 33/124/125',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'STR-24': {
    asks: 'A dossier holds at least one drug or one service.',
    source: 'X 32',
    confidence: 'medium',
    decidedBy: 'edge',
  },
}
