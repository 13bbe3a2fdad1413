import { CLOCK, LINES_OF_OTHERS, PERIODS, ROSTER, type Answers } from './reasons.ts'

/** DAT: time order. */
export const dat: Answers = {
  'DAT-15': 'cannot be decided: many drugs need no result, and no row says which does',
  'DAT-16': ROSTER,
  'DAT-17': LINES_OF_OTHERS,
  'DAT-18': LINES_OF_OTHERS,
  'DAT-19': ROSTER,
  'DAT-20':
    'has one source, and orders of emergency, theatre and consulting wards rightly differ from the ward of the bed',
  'DAT-23': 'has no evidence: no table holds the time at which the patient died',
  'DAT-34': 'contradicts the decision, which dates orders of days off back to the day before',
  'DAT-35': CLOCK,
  'DAT-36': PERIODS,
  'DAT-37': 'has no evidence: the dossier does not date the paper the patient came with, and XML13 is that of leaving',
  'DAT-38': 'needs the appointment that an earlier dossier gave, which the register of encounters does not hold',
  'DAT-39': 'has no evidence: no table says whether a day off was worked, and the decision excepts emergencies',
  'DAT-41':
    'contradicts the decision, which pays up to five examinations a day at falling rates; the rates are checked by FIN-46',
  'DAT-42': 'has one source, and one panel of blood tests is as many: it would fire on too many dossiers',
}
