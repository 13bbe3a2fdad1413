import { type Answers } from './reasons.ts'

/** STR: structure and type. */
export const str: Answers = {
  'STR-01': ['*.*.required'],
  'STR-02': ['*.element.known', '*.element.spelling', '*.element.of-this-standard'],
  'STR-03': ['*.element.once'],
  'STR-04': ['*.*.max-length', '*.*.annex-length'],
  'STR-05': ['*.*.date'],
  'STR-06': ['*.*.date'],
  'STR-07': ['*.NGAY_SINH.date'],
  'STR-08': ['*.*.number', '*.*.decimal-comma'],
  'STR-10': ['*.*.decimals'],
  'STR-13': ['*.*.separator', '*.*.max-items'],
  'STR-14': ['*.*.allowed-values'],
  'STR-15': ['*.*.code-spelling'],
  'STR-18':
    'no source says how many words without a mark are certain not to be Vietnamese; names and drugs often have none',
  'STR-19': ['*.element.known', '*.element.spelling'],
  'STR-20': ['*.MA_LK.required', '*.MA_LK.max-length'],
  'STR-21': ['HOSO.MA_LK.same-as-XML1'],
  'STR-23': ['HOSO.XML1.required'],
  'STR-24': ['XML1.T_TONGCHI_BV.equals-sum-of-lines', 'XML1.T_TONGCHI.equals-sum-of-lines'],
}
