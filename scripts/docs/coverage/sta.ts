import { LINES_OF_OTHERS, ROSTER, STAFF_SCOPE, type Answers } from './reasons.ts'

/** STA: staff and scope. */
export const sta: Answers = {
  'STA-01': ['XML2.MA_BAC_SI.required', 'XML3.MA_BAC_SI.required'],
  'STA-02': 'needs the list of staff that the facility registered: the centre',
  'STA-03':
    'contradictory sources: certificate, social insurance number and licence to practise have all been the number to write',
  'STA-04': ['XML3.NGUOI_THUC_HIEN.required'],
  'STA-05': ['XML3.NGUOI_THUC_HIEN.separator'],
  'STA-07': 'no standard has a field for the main doctor of an encounter',
  'STA-08': STAFF_SCOPE,
  'STA-09': ROSTER,
  'STA-10': ROSTER,
  'STA-11': LINES_OF_OTHERS,
  'STA-14': ['XML1.MA_TTDV.required'],
  'STA-15': 'needs the list of staff that the facility registered: the centre',
  'STA-16': 'needs the list of staff that the facility registered: the centre',
  'STA-17': 'needs the list of staff that the facility registered: the centre',
  'STA-18': ROSTER,
  'STA-19': ROSTER,
  'STA-20': 'needs the register of digital certificates of persons, of which a file says nothing: the centre',
  'STA-21': LINES_OF_OTHERS,
  'STA-22': STAFF_SCOPE,
  'STA-23':
    'the signature of a file names the facility and not the number of a person: nothing to compare MA_TTDV with',
}
