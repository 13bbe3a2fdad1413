/** `docs/reference/rules.md`: the rows of the rule catalogue, which rules cover each, and why none does. */
import { dossierRules, historyRules, recordRules, type RuleFamily, type RowId } from '../../../src/engine/index.ts'
import { allRows, CATALOGUE, families, type Row } from '../catalogue/index.ts'
import { SOURCES } from '../catalogue/sources.ts'
import { table } from '../markdown.ts'
import { adm } from './adm.ts'
import { bed } from './bed.ts'
import { cat } from './cat.ts'
import { cls } from './cls.ts'
import { cod } from './cod.ts'
import { ctr } from './ctr.ts'
import { dat } from './dat.ts'
import { doc } from './doc.ts'
import { dup } from './dup.ts'
import { env } from './env.ts'
import { exm } from './exm.ts'
import { fin } from './fin.ts'
import { med } from './med.ts'
import { sta } from './sta.ts'
import { partly } from './partly.ts'
import { str } from './str.ts'
import { svc } from './svc.ts'
import { vty } from './vty.ts'
import { wfl } from './wfl.ts'
import { OPEN, type Answers } from './reasons.ts'

/** Written by hand, family by family; the `catalogue` of a written rule names the rows that it covers. */
export const answers: Readonly<Record<RuleFamily, Answers>> = {
  ENV: env,
  STR: str,
  ADM: adm,
  DAT: dat,
  COD: cod,
  FIN: fin,
  BED: bed,
  MED: med,
  SVC: svc,
  VTY: vty,
  CLS: cls,
  STA: sta,
  DUP: dup,
  DOC: doc,
  WFL: wfl,
  CAT: cat,
  EXM: exm,
  CTR: ctr,
}

/** One row: the rules that cover it, or why none does; `answered` is how often it was answered, which should be once. */
export type CoveredRow = Row & {
  rules: readonly string[]
  reason: string
  answered: number
}

/** Every row with its answer, from the rules' own lists and from those written by hand. */
export function coverage(): readonly CoveredRow[] {
  const byRow = new Map<RowId, string[]>()
  for (const { id, catalogue } of [...recordRules, ...dossierRules, ...historyRules]) {
    for (const row of catalogue) byRow.set(row, [...(byRow.get(row) ?? []), id])
  }
  return allRows.map((row) => {
    const written = byRow.get(row.id) ?? []
    const answer = answers[row.family][row.id]
    const derived = Array.isArray(answer) ? answer : []
    // What a rule and a derived demand cover together is one answer; a reason beside a rule is a second one.
    const reason = typeof answer === 'string' ? answer : ''
    const rules = [...written, ...derived]
    return { ...row, rules, reason, answered: (rules.length > 0 ? 1 : 0) + (reason === '' ? 0 : 1) }
  })
}

/** What the rules of a row leave out, behind their names. */
const missingOf = (id: RowId): string => (partly[id] === undefined ? '' : `; partly: ${partly[id]}`)

/** The part of `docs/reference/rules.md`. */
export function coveragePart(): string {
  const rows = coverage()
  const count = (holds: (row: CoveredRow) => boolean): number => rows.filter(holds).length
  return `## Danh mục quy tắc và độ phủ · Rule catalogue and coverage

${rows.length} rows, each an idea of what a dossier should be checked for: ${count(({ rules }) => rules.length > 0)} are covered by rules (${count(({ id }) => id in partly)} of them partly),
${count(({ reason }) => reason !== '' && reason !== OPEN)} have a reason why they are not, ${count(({ reason }) => reason === OPEN)} are open.
In ids of derived rules \`*\` stands for every table or field.

*Asks* is what should hold. A row is no law: a rule that covers it names the decision that demands it, and may ask for less. *Confidence* is
that of the idea: *high* two sources of their own, *medium* one, *low* none or one in doubt. It says nothing about the confidence of the rules.
The first word of a source is one of these, what follows is its own number; a source may also be another row.

${table(['Source', 'What it is'], Object.entries(SOURCES))}

${families.map((family) => familyPart(family, rows)).join('\n\n')}`
}

const familyPart = (
  family: RuleFamily,
  rows: readonly CoveredRow[],
): string => `### ${family} · ${CATALOGUE[family].title}

${table(
  ['Row', 'Asks', 'Source', 'Confidence', 'Decided by', 'Rules, or why none'],
  rows
    .filter((row) => row.family === family)
    .map((row) => [row.id, row.asks, row.source, row.confidence, row.decidedBy, answerOf(row)]),
)}`

const answerOf = ({ id, rules, reason }: CoveredRow): string =>
  rules.length > 0 ? `${rules.map((rule) => `\`${rule}\``).join(', ')}${missingOf(id)}` : reason
