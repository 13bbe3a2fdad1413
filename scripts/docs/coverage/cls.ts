import { LINES_OF_OTHERS, SERVICE_CONDITIONS, type Answers } from './reasons.ts'

/** CLS: laboratory and imaging. */
export const cls: Answers = {
  'CLS-03': ['XML4.MA_CHI_SO.required', 'XML4.TEN_CHI_SO.required', 'XML4.MA_CHI_SO.code-known', 'XML4.*.max-length'],
  'CLS-04': ['XML4.GIA_TRI.max-length'],
  'CLS-05': ['XML4.DON_VI_DO.max-length'],
  'CLS-06': ['XML4.NGAY_KQ.required', 'XML4.NGAY_KQ.same-as-XML3', 'XML4.NGAY_KQ.not-before-order'],
  'CLS-08': 'no source asks for it, and measurements repeated within a minute are lawful',
  'CLS-09': 'no standard has a field for the normal range',
  'CLS-10': ['XML3.MA_MAY.required'],
  'CLS-11': 'the length of a report says nothing about its worth: not to be demanded',
  'CLS-12': SERVICE_CONDITIONS,
  'CLS-13': LINES_OF_OTHERS,
  'CLS-14': SERVICE_CONDITIONS,
  'CLS-15': SERVICE_CONDITIONS,
  'CLS-16': SERVICE_CONDITIONS,
  'CLS-17': 'no source says which indices are numbers or what values they can have: the centre',
  'CLS-19': SERVICE_CONDITIONS,
  'CLS-20': SERVICE_CONDITIONS,
  'CLS-21': LINES_OF_OTHERS,
}
