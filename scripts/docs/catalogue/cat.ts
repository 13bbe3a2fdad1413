import type { RowsOf } from './row.ts'

/** CAT: quality of the code lists. */
export const cat: RowsOf<'CAT'> = {
  'CAT-01': {
    asks: 'The header of an import file has the known columns.',
    source: 'Q',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CAT-02': {
    asks: 'A row has a code that occurs once in the file and once in the list.',
    source: 'Q',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CAT-03': {
    asks: 'The periods of one key do not overlap.',
    source: 'LAW TT12, EM',
    confidence: 'high',
    decidedBy: 'centre',
  },
  'CAT-04': {
    asks: 'A period ends after it begins and is not closed in the past.',
    source: 'QS',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CAT-05': {
    asks: 'A drug has a well-formed registration, a price, a package and a group.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'CAT-06': {
    asks: 'A service is in the circular that its decision names.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'CAT-07': {
    asks: 'An ICD code has its chapter and names in both languages.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'CAT-08': {
    asks: 'A facility has a code of five characters, a tier and a class.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'CAT-09': {
    asks: 'A practitioner has a certificate of their own, a scope and ordered dates.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'CAT-10': {
    asks: 'A machine has a known model and dates of acceptance and calibration.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'CAT-11': {
    asks: 'A code has one name.',
    source: 'MOH',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CAT-12': {
    asks: 'A price does not change much from one release to the next.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'CAT-13': {
    asks: 'A local code leads to a national code in force.',
    source: 'SEED S2',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CAT-14': {
    asks: 'A local code leads to one national code, or a reason is given.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'CAT-15': {
    asks: 'A proposed code does not resemble one that exists.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'CAT-16': {
    asks: 'The lists of ministry and insurer agree row by row.',
    source: 'SEED S2, ours',
    confidence: 'medium',
    decidedBy: 'centre',
  },
}
