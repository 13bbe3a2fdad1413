/**
 * The door of the checking engine: whatever is outside `src/engine` imports from here and from nowhere else (the
 * architecture test checks it). What is not named here may change without anybody outside having to know.
 */

// Check a file: bytes in, findings and counts out.
export { decodesBase64, plainCodecs, type Codecs } from './envelope/codecs.ts'
export { inspectFile, type Inspection, type InspectionOptions } from './inspection/inspect-file.ts'
export { countOutcome, type DossierCounts, type DossierResult, type OutcomeCounts } from './inspection/outcome.ts'
export {
  COMPRESSION_RATIO_FROM_BYTES,
  MAX_ATTRIBUTES,
  MAX_COMPRESSION_RATIO,
  MAX_DEPTH,
  MAX_DOSSIERS,
  MAX_DRY_RUN_BYTES,
  MAX_FILE_BYTES,
  MAX_TEXT_CHARACTERS,
} from './envelope/limits.ts'
export { MAX_ROW_CHARACTERS, MAX_ROW_ELEMENTS } from './record/read-rows.ts'

// Findings, and how a sender reads them.
export { ACKNOWLEDGED_FINDINGS, collectFindings } from './finding/collect.ts'
export { SEVERITIES, type Demand, type Finding, type RenderedFinding, type Severity } from './finding/finding.ts'
export { maskValue, renderFinding } from './finding/render.ts'

// Code lists: packed when they are published, unpacked where codes are checked.
export {
  dayNumber,
  lookUp,
  packCatalogue,
  unpackSnapshot,
  type Deflate,
  type Inflate,
  type CatalogueHead,
  type CodeState,
  type PackedCatalogue,
  type Release,
  type Snapshot,
} from './codes/snapshot.ts'
export { openPublished, type Published } from './codes/published.ts'
export { checkCode } from './codes/check-code.ts'
export { codeDemandsOf, type CodeLists } from './codes/code-findings.ts'
export { createLocalCodes, NO_LOCAL_CODES, type LocalCodes } from './codes/local-codes.ts'

// Which rules apply, and the catalogue of all of them.
export { createPack, plainPack, writtenRuleIds, type RulePack } from './judging/rule-pack.ts'
export { rulePackOf } from './inspection/rules-config.ts'
export { ruleCatalogue, type CataloguedRule, type RuleVariant } from './inspection/catalogue.ts'
export { ruleDetail, type RuleDetail, type RuleExample } from './inspection/rule-detail.ts'
export type { RulesConfig } from './judging/rule-pack.ts'
export { RULES_VERSION } from './rules/version.ts'
export type { RuleState } from './rules/severity.ts'

// Rules as values, for the documents made of them.
export { ENVELOPE_DEMANDS } from './rules/envelope-demands.ts'
export { fieldDemandsOf, type FieldDemands } from './rules/field-demands.ts'
export { FIELD_DEMANDS } from './rules/demand-texts.ts'
export { rowDemandsOf } from './rules/row-demands.ts'
export { demandOf, type RuleWords } from './rules/rule.ts'
export { recordRules } from './rules/record/index.ts'
export type { RecordExample, RecordRule } from './rules/record/rule.ts'
export { dossierRules } from './rules/dossier/index.ts'
export { demandOfDossier } from './judging/check-dossier.ts'
export type { DossierExample, DossierRule } from './rules/dossier/rule.ts'

// Rules over a person's encounters: whoever keeps the history gathers it, and asks here.
export { historyRules } from './rules/history/index.ts'
export { demandOfHistory, judgeHistory } from './judging/check-history.ts'
export { EXAMPLE_ENCOUNTER, type HistoryExample, type HistoryRule } from './rules/history/rule.ts'
export {
  encounterKindOf,
  isoDayOfMoment,
  shownMoment,
  type CardPeriod,
  type Encounter,
} from './rules/history/encounter.ts'

// Values as the law writes them: rows, exact decimals, days and moments.
export { createRow, valueOf, type RawRow } from './record/row.ts'
export { formatDecimal, parseDecimal, toScale, type Decimal } from './record/decimal.ts'
export { minus, notBeyondNothing, product, rounded, share, total } from './rules/money.ts'
export { dayOf, isBirth, isDatetime, isoDay } from './record/moment.ts'
export { daysBetween, numberAt } from './rules/elapsed.ts'
export { conditionHolds } from './rules/condition.ts'
export { isDocumentTable } from './record/table-shapes.ts'
export { standardInForce } from './record/choose-standard.ts'
export type { RuleFamily, RowId } from './rules/row-id.ts'

// The law as data: standards, tables, fields, dated figures, forms of codes.
export type { Confidence } from '../kernel/confidence.ts'
export { standards, type Condition, type Field, type Standard, type StandardId, type Table } from './standards/index.ts'
export { cardNumber, facilityCode } from './standards/forms.ts'
export { allSeries, newbornAge } from './standards/thresholds.ts'
export {
  allTerms,
  atOnceHours,
  managementWorkingDays,
  monthClosesOn,
  paymentWorkingDays,
  resultWorkingDays,
  type Term,
} from './standards/deadlines.ts'

// Why a file as a whole is turned away.
export { engineRefusals, refusedFile, RESEND_XML, type RefusedFile } from './refusals.ts'
