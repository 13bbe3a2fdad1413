import type { RowsOf } from './row.ts'

/** ENV: envelope, encoding, file. */
export const env: RowsOf<'ENV'> = {
  'ENV-01': {
    asks: 'The file is well-formed XML, and the answer gives line and column of the first fault.',
    source: 'VSS 201, H 111, DH',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'ENV-02': {
    asks: 'The bytes are UTF-8, and the XML declaration names no other encoding.',
    source: 'SEED S7, MOH',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'ENV-03': {
    asks: 'The file begins without a byte-order mark.',
    source: 'MOH',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-04': {
    asks: 'The file is not empty and holds at least one dossier.',
    source: 'VSS 204',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-05': {
    asks: 'The file is no larger than the limit.',
    source: 'VSS 1001, Q',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'ENV-06': {
    asks: 'The file has no DOCTYPE and no entity that XML does not know.',
    source: 'phase4 #318',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-07': {
    asks: 'Texts hold no control character, no lone surrogate and no bare `<` or `&`.',
    source: 'DH admin#2, DH services#2',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-08': {
    asks: 'The root is GIAMDINHHS or one of its known names, with THONGTINDONVI and THONGTINHOSO in it.',
    source: 'Q',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-09': {
    asks: "MACSKCB has five characters, is listed on NGAYLAP and is the facility of the caller's key.",
    source: 'Q, VSS 402',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'ENV-10': {
    asks: 'SOLUONGHOSO equals the number of dossiers in the file.',
    source: 'QS phase 5',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-11': {
    asks: 'NGAYLAP holds a day of eight digits that is not in the future.',
    source: 'Q',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-12': {
    asks: 'XML1 is the first table of a dossier and occurs once.',
    source: 'QS',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-13': {
    asks: 'LOAIHOSO is a known type and agrees with the root element of the content.',
    source: 'QS PL02',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-14': {
    asks: 'NOIDUNGFILE is base64, with or without line breaks, and decodes to XML.',
    source: 'VSS 205',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-15': {
    asks: 'A dossier sent for payment carries a valid signature of a registered signer.',
    source: 'QS, SEED S11',
    confidence: 'high',
    decidedBy: 'edge and centre',
  },
  'ENV-16': {
    asks: 'A file whose hash is known already is recognised as sent again.',
    source: 'AS4',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-17': {
    asks: 'Nesting depth and ratio of decompression stay below a guard.',
    source: 'AS4',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-18': {
    asks: 'The root carries no foreign namespace and no unknown attribute.',
    source: 'H XML1-UNKNOWN-xsi',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'ENV-19': {
    asks: 'All tables of a file follow one standard.',
    source: 'CH',
    confidence: 'medium',
    decidedBy: 'edge',
  },
}
