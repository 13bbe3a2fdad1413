/**
 * Record rules: demands over one row of one table, and over that row and the dossier's XML1.
 *
 * How to add one:
 * 1. Find the sentence of the decision, or the line of the gateway's sheet, and the rows of the catalogue that it covers.
 * 2. Write it in the file of its family with `recordRule`: `by` and `source.confidence` give severity and state (`weigh`),
 *    `tables` makes one rule for each of them; its id is `<table>.<field>.<name>`. Ids are public and never used again.
 * 3. Rows that the demand does not concern are left out by `when` (over the row) and `whenXml1` (over XML1).
 * 4. What must be there and have its form is `evidence` (of XML1: `xml1`); without it the rule is *not evaluated*. What
 *    may be there is `also`. `holds` gets these values and nothing else: moments compare as text, decimals are exact.
 * 5. Amounts: `src/engine/rules/money.ts`; what changes by date: a series of `src/engine/standards/thresholds.ts`, asked with
 *    `thresholdAt(series, day)` and `isDated: true`; no rule holds a figure of the law. Return null where it is unknown.
 * 6. Give at least one `valid` and one `invalid` example: they run as tests in every standard of the rule and are printed.
 * 7. Take the rows it covers out of `scripts/docs/coverage/`. Correct dossiers of `test/fixtures` must stay without findings.
 */
import { cardListRules } from './card-lists.ts'
import { cardRules } from './cards.ts'
import { categoryRules } from './categories.ts'
import { dischargeRules } from './discharges.ts'
import { patientRules } from './patients.ts'
import { bedRules } from './beds.ts'
import { treatmentDayRules } from './treatment-days.ts'
import { totalRules } from './totals.ts'
import { timeRules } from './times.ts'
import { stayRules } from './stays.ts'
import { priceRules } from './prices.ts'
import { paymentRules } from './payments.ts'
import { earlierPaymentRules } from './payments-4210.ts'
import { leaveRules } from './leave.ts'
import { benefitRules } from './benefits.ts'
import { codeRules } from './codes.ts'
import { dateRules } from './dates.ts'
import { decimalRateRules } from './decimal-rates.ts'
import { drugRules } from './drugs.ts'
import { examinationRules } from './examinations.ts'
import { lineCodeRules } from './line-codes.ts'
import { momentRules } from './moments.ts'
import { moneyRules } from './money.ts'
import { paperDateRules } from './paper-dates.ts'
import { paperRules } from './papers.ts'
import { repeatedFieldRules } from './repeated-fields.ts'
import { resultRules } from './results.ts'
import type { RecordRule } from './rule.ts'
import { serviceRules } from './services.ts'
import { staffRules } from './staff.ts'
import { structureRules } from './structure.ts'
import { supplyRules } from './supplies.ts'

/** Every record rule, family by family. */
export const recordRules: readonly RecordRule[] = [
  structureRules,
  patientRules,
  cardListRules,
  cardRules,
  categoryRules,
  dischargeRules,
  dateRules,
  stayRules,
  treatmentDayRules,
  timeRules,
  momentRules,
  leaveRules,
  paperDateRules,
  codeRules,
  lineCodeRules,
  moneyRules,
  paymentRules,
  decimalRateRules,
  earlierPaymentRules,
  totalRules,
  benefitRules,
  priceRules,
  bedRules,
  drugRules,
  serviceRules,
  supplyRules,
  resultRules,
  staffRules,
  paperRules,
  repeatedFieldRules,
  examinationRules,
].flat(2)
