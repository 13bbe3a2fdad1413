/**
 * History rules: demands over the encounters of a person and over the register of cards, judged at the centre when a dossier has been
 * accepted. They never take an acceptance back: the receipt was given, so a finding is a warning at most, and an info while the rule is
 * on trial.
 *
 * Of two dossiers that contradict each other the one that was received later has the finding, whatever order they are verified in. To add a rule:
 * a value in the file of its family, with encounters as examples; what it needs of a dossier is in `encounter.ts`.
 */
import { cardRules } from './cards.ts'
import { overlapRules } from './overlaps.ts'
import { personRules } from './persons.ts'
import { repeatRules } from './repeats.ts'
import type { HistoryRule } from './rule.ts'
import { sequenceRules } from './sequences.ts'
import { sumRules } from './sums.ts'

/** Every history rule, family by family. */
export const historyRules: readonly HistoryRule[] = [
  overlapRules,
  repeatRules,
  personRules,
  sequenceRules,
  sumRules,
  cardRules,
].flat()
