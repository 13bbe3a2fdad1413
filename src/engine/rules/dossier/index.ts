/**
 * Dossier rules: demands over all tables of one MA_LK, judged when the dossier ends.
 *
 * How to add one:
 * 1. A demand over a row and XML1 is a record rule (`../record`); here belongs what counts, sums or compares rows.
 * 2. Facts are gathered once for all rules. Take those of `facts.ts`; what is missing is a collector: a file in `facts/`
 *    that says which fields it reads of which tables, keeps only `detached` values, has a cap, returns `complete: false` when
 *    the cap cut it short, and does not mind in which order tables come. One line in `facts.ts` names it.
 * 3. Write the rule in the file of its family with `dossierRule`: `rests` names the facts, `xml1` the evidence of XML1,
 *    `whenXml1` the dossiers it speaks of. Without XML1, its evidence or complete facts it is *not evaluated*.
 * 4. `evaluate` answers HOLDS, `fails(params)`, `failsAt(places)` or `notEvaluated(what is missing)`. Twenty places of a rule
 *    are reported per dossier, with the number of all.
 * 5. Amounts, thresholds, severity: as for record rules. Examples are changes of a correct dossier; they run through the
 *    whole inspection, with the tables in both orders, while every other written rule is off.
 * 6. Take the rows it covers out of `scripts/docs/coverage/`. Correct dossiers of `test/fixtures` must stay without findings.
 */
import { bedDossierRules } from './beds.ts'
import { drugDossierRules } from './drugs.ts'
import { moneyDossierRules } from './money.ts'
import { paperDossierRules } from './papers.ts'
import { resultDossierRules } from './results.ts'
import { repeatDossierRules } from './repeats.ts'
import { rateDossierRules } from './rates.ts'
import { examinationDossierRules } from './examinations.ts'
import { supplyDossierRules } from './supplies.ts'
import type { DossierRule } from './rule.ts'
import { timeDossierRules } from './times.ts'
import { totalDossierRules } from './totals.ts'

/** Every dossier rule, family by family. */
export const dossierRules: readonly DossierRule[] = [
  moneyDossierRules,
  totalDossierRules,
  rateDossierRules,
  bedDossierRules,
  drugDossierRules,
  timeDossierRules,
  resultDossierRules,
  paperDossierRules,
  supplyDossierRules,
  examinationDossierRules,
  repeatDossierRules,
].flat()
