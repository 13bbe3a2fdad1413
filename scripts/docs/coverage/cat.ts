import { CURATION, type Answers } from './reasons.ts'

/** CAT: quality of the code lists. */
export const cat: Answers = {
  'CAT-01': CURATION,
  'CAT-02': CURATION,
  'CAT-03': CURATION,
  'CAT-04': CURATION,
  'CAT-05': CURATION,
  'CAT-06': CURATION,
  'CAT-07': CURATION,
  'CAT-08': CURATION,
  'CAT-09': CURATION,
  'CAT-10': CURATION,
  'CAT-11': CURATION,
  'CAT-12': CURATION,
  'CAT-13': CURATION,
  'CAT-14': CURATION,
  'CAT-15': CURATION,
  'CAT-16': CURATION,
}
