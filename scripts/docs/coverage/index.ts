/** `docs/reference/rules.md`: which row of the collected rule ideas is covered by which rules, and why the others are not. */
import { dossierRules, historyRules, recordRules } from '../../../src/engine/index.ts'
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
import { allRows, FAMILIES, type Family } from './rows.ts'

/** Written by hand, family by family; what written rules cover stands in their own `catalogue`. */
export const answers: Readonly<Record<Family, Answers>> = {
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
export type CoveredRow = {
  id: string
  family: Family
  tier: string
  rules: readonly string[]
  reason: string
  answered: number
}

/** Every row with its answer, from the rules' own lists and from those written by hand. */
export function coverage(): readonly CoveredRow[] {
  const byRow = new Map<string, string[]>()
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
const missingOf = (id: string): string => (partly[id] === undefined ? '' : `; partly: ${partly[id]}`)

/** The part of `docs/reference/rules.md`. */
export function coveragePart(): string {
  const rows = coverage()
  const families = Object.entries(FAMILIES).map(([family, { title }]) => {
    const own = rows.filter((row) => row.family === family)
    return `### ${family} · ${title}

${table(
  ['Row', 'Decided by', 'Rules, or why none'],
  own.map(({ id, tier, rules, reason }) => [
    id,
    DECIDED_BY[tier] ?? '',
    rules.length > 0 ? `${rules.map((rule) => `\`${rule}\``).join(', ')}${missingOf(id)}` : reason,
  ]),
)}`
  })
  const count = (holds: (row: CoveredRow) => boolean): number => rows.filter(holds).length
  return `## Độ phủ · Coverage

${rows.length} rows of collected rule ideas: ${count(({ rules }) => rules.length > 0)} are covered by rules (${count(({ id }) => id in partly)} of them partly),
${count(({ reason }) => reason !== '' && reason !== OPEN)} have a reason why they are not, ${count(({ reason }) => reason === OPEN)} are open.
In ids of derived rules \`*\` stands for every table or field.

${families.join('\n\n')}`
}

const DECIDED_BY: Readonly<Record<string, string>> = { E: 'edge', C: 'centre', B: 'edge and centre' }
