import type { Answers } from './reasons.ts'

/** FIN: amounts. */
export const fin: Answers = {
  'FIN-22': ['XML1.T_BNTT.not-negative', 'XML1.T_BNCCT.not-negative', 'XML1.T_BHTT.not-negative'],
  'FIN-31':
    'is about the rules themselves: thresholds are dated series, and a rule that finds none for its day is not evaluated',
  'FIN-34':
    "needs the fund's answer on accumulated co-payments; no standard has a field for it, and the register of cards does not hold it",
  'FIN-38':
    'has no source: the decision lets every quantity have three decimals, and no list says which units cannot be divided',
  'FIN-41': ['XML3.TAI_SU_DUNG.*'],
  'FIN-42': 'has no evidence: no table holds kilometres or the number of people carried',
  'FIN-47': 'needs prices by class of facility, which the code lists do not hold: the centre',
  'FIN-49': ['XML2.PHAM_VI.required', 'XML3.PHAM_VI.required'],
  'FIN-50': 'contradicts the decision, which writes amounts with two decimals',
  'FIN-51': 'needs the shares of single drugs, which the code lists do not hold: the centre',
  'FIN-52': 'needs the shares of single supplies, which the code lists do not hold: the centre',
  'FIN-55': ['XML1.*.max-length'],
}
