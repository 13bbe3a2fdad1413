/** The part of `docs/reference/rules.md` about rules written by hand: relations between fields, rows and tables. */
import {
  allSeries,
  demandOf,
  demandOfDossier,
  demandOfHistory,
  dossierRules,
  historyRules,
  recordRules,
  standards,
  type Demand,
  type DossierExample,
  type DossierRule,
  type HistoryExample,
  type HistoryRule,
  type RecordExample,
  type RecordRule,
  type RuleState,
  type RuleWords,
  type Severity,
  type Standard,
} from '../../src/engine/index.ts'
import type { Text } from '../../src/kernel/text.ts'
import { table } from './markdown.ts'

export const LETTERS: Readonly<Record<Severity, string>> = { error: 'E', warning: 'W', info: 'I' }

/** A rule by its words in both languages and its source. */
export const words = (id: string, severity: Severity, problem: Text, remedy: Text, source: Demand['source']): string =>
  `**\`${id}\`** ${LETTERS[severity]}
- ${problem.vi} → ${remedy.vi}
- ${problem.en} → ${remedy.en}
- ${source.document}, ${source.place} (${source.confidence})`

/** Record rules, dossier rules and the dated figures they ask for. */
export const writtenRulesPart = (): string => `## Quan hệ giữa các trường · Relations between fields

A rule on trial (*shadow*) only ever gives infos. Without its evidence a rule is not evaluated, and nothing is said.

${recordRules.map(recordPart).join('\n\n')}

## Quan hệ giữa các bảng · Relations between tables

${dossierRules.map(dossierPart).join('\n\n')}

## Quan hệ giữa các hồ sơ · Relations between dossiers

Judged at the centre when a dossier has been accepted, over the encounters of a person in every province and over the register of cards.
Of two dossiers the one received later has the finding. No finding of these takes an acceptance back.

${historyRules.map(historyPart).join('\n\n')}

## Ngưỡng theo thời gian · Dated figures

${table(
  ['Figure', 'Tên', 'From', 'To', 'Value', 'Unit', 'Source', 'Confidence'],
  allSeries.flatMap(({ name, vi, unit, values }) =>
    values.map(({ from, to, value, source }) => [
      name,
      vi,
      from,
      to ?? '',
      value,
      unit,
      `${source.document}, ${source.place}`,
      source.confidence,
    ]),
  ),
)}`

/** The newest standard of a rule speaks for all of them. */
function newestOf({ standards: of }: RuleWords): Standard {
  const [newest] = of.map((id) => standards[id]).toSorted((a, b) => b.signed.localeCompare(a.signed))
  if (!newest) throw new Error('a rule is for no standard')
  return newest
}

const about = ({ standards: of, inForce, catalogue, state }: RuleWords & { state: RuleState }): string =>
  [
    `QĐ ${of.join(', ')}`,
    ...(inForce ? [`in force ${inForce.from ?? ''} – ${inForce.to ?? ''}`] : []),
    ...(state === 'shadow' ? ['shadow'] : []),
    ...(catalogue.length > 0 ? [catalogue.join(', ')] : []),
  ].join('; ')

const values = (record: Readonly<Record<string, string>>): string =>
  Object.entries(record)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')

function recordPart(rule: RecordRule): string {
  const standard = newestOf(rule)
  const of = standard.tables[rule.table]
  if (!of) throw new Error(`${rule.id} is for a table that QĐ ${standard.id} does not have`)
  const demand = demandOf(rule.id, rule, of)
  const example = ({ why, record, xml1, day }: RecordExample): string =>
    `(${why}): \`${values(record)}${xml1 ? `; XML1: ${values(xml1)}` : ''}${day === undefined ? '' : `; ${day}`}\``
  return [
    words(rule.id, demand.severity, demand.problem, demand.remedy, demand.source),
    `- ${about(rule)}`,
    ...rule.valid.map((each) => `- holds ${example(each)}`),
    ...rule.invalid.map((each) => `- broken ${example(each)}`),
  ].join('\n')
}

function historyPart(rule: HistoryRule): string {
  const demand = demandOfHistory(rule)
  const shown = (change: object): string =>
    Object.entries(change)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(', ') || 'a visit'
  const example = ({ why, encounters, periods, isComplete }: HistoryExample): string =>
    `(${why}): \`${encounters.length > 3 ? `${encounters.length} encounters` : encounters.map(shown).join(' | ')}${
      periods === undefined ? '' : `; card: ${periods.map(shown).join(' | ') || 'none'}`
    }${isComplete === true ? '; register complete' : ''}\``
  return [
    words(rule.id, demand.severity, demand.problem, demand.remedy, demand.source),
    `- ${about(rule)}`,
    ...rule.valid.map((each) => `- holds ${example(each)}`),
    ...rule.invalid.map((each) => `- broken ${example(each)}`),
  ].join('\n')
}

function dossierPart(rule: DossierRule): string {
  const demand = demandOfDossier(rule, newestOf(rule))
  const example = ({ why, change }: DossierExample): string => {
    const changes = Object.entries(change).map(([id, rows]) => {
      if (!Array.isArray(rows)) return `${id}: ${values(Object.fromEntries(Object.entries(rows)))}`
      return rows.length === 0 ? `no ${id}` : `${id}: ${rows.map((row) => values(row)).join(' | ')}`
    })
    return `(${why})${changes.length > 0 ? `: \`${changes.join('; ')}\`` : ''}`
  }
  return [
    words(rule.id, demand.severity, demand.problem, demand.remedy, demand.source),
    `- ${about(rule)}`,
    ...rule.valid.map((each) => `- holds ${example(each)}`),
    ...rule.invalid.map((each) => `- broken ${example(each)}`),
  ].join('\n')
}
