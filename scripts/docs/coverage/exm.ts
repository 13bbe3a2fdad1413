import { FACILITY_SCOPE, LINES_OF_OTHERS, ROSTER, SERVICE_CONDITIONS, STAFF_SCOPE, type Answers } from './reasons.ts'

/** EXM: examinations. */
export const exm: Answers = {
  'EXM-02': ['XML3.TYLE_TT_DV.reduced-for-further-examinations'],
  'EXM-03': ['XML3.TYLE_TT_DV.reduced-for-further-examinations'],
  'EXM-05': 'needs tables and their hours of each facility: no register of them',
  'EXM-06': FACILITY_SCOPE,
  'EXM-09': SERVICE_CONDITIONS,
  'EXM-10': LINES_OF_OTHERS,
  'EXM-11': LINES_OF_OTHERS,
  'EXM-12': STAFF_SCOPE,
  'EXM-13': ROSTER,
  'EXM-15': SERVICE_CONDITIONS,
  'EXM-16': SERVICE_CONDITIONS,
  'EXM-17': LINES_OF_OTHERS,
  'EXM-18': ['XML3.MA_NHOM.no-bed-for-outpatients'],
  'EXM-20': SERVICE_CONDITIONS,
  'EXM-22': SERVICE_CONDITIONS,
  'EXM-26': ['XML3.NGAY_YL.test-not-before-examination'],
  'EXM-27': 'no standard has a field for a mark of signature',
  'EXM-28': FACILITY_SCOPE,
  'EXM-29': FACILITY_SCOPE,
  'EXM-30': 'has no source for what a usual cost of a year is',
}
