import { LINES_OF_OTHERS, type Answers } from './reasons.ts'

/** BED: bed days. */
export const bed: Answers = {
  'BED-02': ['XML3.MA_GIUONG.*'],
  'BED-04': LINES_OF_OTHERS,
  'BED-14':
    'has no source: no text ties a special surgery to an intensive care bed, and the row does not hold its class',
  'BED-21': 'has no evidence: the unit of oxygen (litres, minutes, bottles) is free text',
}
