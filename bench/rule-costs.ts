/**
 * What each rule costs. A written rule is measured alone: the dossiers of the corpus go through a plan in which every other
 * rule is off, in turn with a plan that has none; the difference of the quickest passes is the rule: its fields read, its
 * conditions, its facts, itself. So a field or a fact that several rules share is counted with each of them, and the sum is
 * more than all of them cost together, which is measured too.
 */
import { createCodeCheck } from '../src/engine/codes/code-findings.ts'
import { createEncounterDays } from '../src/engine/codes/encounter-days.ts'
import { ruleCatalogue } from '../src/engine/inspection/catalogue.ts'
import type { RawRow } from '../src/engine/record/row.ts'
import { createRowCheck } from '../src/engine/judging/check-row.ts'
import { dossierRules } from '../src/engine/rules/dossier/index.ts'
import { plainPack, writtenRuleIds, type RulePack } from '../src/engine/judging/rule-pack.ts'
import { planFor } from '../src/engine/judging/rule-plan.ts'
import { recordRules } from '../src/engine/rules/record/index.ts'
import { createTally } from '../src/engine/judging/tally.ts'
import { standards } from '../src/engine/standards/index.ts'
import type { StandardId } from '../src/engine/standards/field.ts'
import { RECEIVED, seedCodes } from '../test/fixtures/inspect.ts'
import { makeDossier, makeRow } from '../test/fixtures/dossier.ts'
import { packOf, rawRow } from '../test/fixtures/written-rules.ts'

const NEWEST_FIRST: readonly StandardId[] = ['3176', '4750', '130', '4210']

/** How much is measured, and how often. */
export type Effort = { readonly dossiers: number; readonly warmUp: number; readonly passes: number }
export const FULL: Effort = { dossiers: 60, warmUp: 6, passes: 12 }
export const QUICK: Effort = { dossiers: 2, warmUp: 0, passes: 1 }

type SeenRow = { readonly table: string; readonly row: RawRow }
/** A dossier of the corpus; a document of its own (check-in, medical assessment) is not judged as a whole. */
type SeenDossier = { readonly isHoso: boolean; readonly rows: readonly SeenRow[] }

export type RuleCost = {
  readonly id: string
  readonly standard: StandardId
  /** `row`: of its table; `dossier`: judged when it ends. */
  readonly per: 'row' | 'dossier'
  /** Nanoseconds for each of these. */
  readonly nanoseconds: number
  /** How many of these an average dossier of the corpus has. */
  readonly times: number
  /** In how many of all it could be judged. */
  readonly judged: number
}

/** Demands that follow from the field lists are asked together, one pass over the fields of a row. */
export type GroupCost = {
  readonly name: string
  readonly ids: readonly string[]
  /** Nanoseconds for each row; null: judged while the file is read, by no row. */
  readonly nanoseconds: number | null
  readonly times: number
}

export type RuleCosts = {
  readonly written: readonly RuleCost[]
  readonly derived: readonly GroupCost[]
  /** All written rules of the newest standard at once, and none: nanoseconds for a dossier of the corpus. */
  readonly together: number
  readonly none: number
}

const OF_THEIR_OWN: ReadonlySet<string> = new Set(['CHECKIN', 'XML12'])

/** Dossiers of a standard: an ordinary visit, and a stay with every rarer table, in turn. */
function corpusOf(standard: StandardId, count: number): readonly SeenDossier[] {
  const tables = Object.keys(standards[standard].tables)
  const rarer = tables.filter((id) => !OF_THEIR_OWN.has(id) && Number(id.slice(3)) > 5)
  const seen = (id: string, records: readonly Readonly<Record<string, string>>[]): SeenRow[] =>
    records.map((record, at) => ({ table: id, row: { ...rawRow(standard, id, record), ordinal: at + 1 } }))
  return Array.from({ length: count }, (_, at) => {
    const shape = { standard, seed: 30, drugs: 5, services: 6, notes: 4, more: at % 2 === 0 ? [] : rarer }
    const made = makeDossier(shape, at)
    const documents = tables.filter((id) => OF_THEIR_OWN.has(id))
    return [
      { isHoso: true, rows: Object.entries(made).flatMap(([id, records]) => seen(id, records)) },
      ...documents.map((id) => ({ isHoso: false, rows: seen(id, [makeRow(standard, id)]) })),
    ]
  }).flat()
}

/** The rows of XML1, on which others rest, and of one more table. */
const onlyOf = (corpus: readonly SeenDossier[], id: string): readonly SeenDossier[] =>
  corpus
    .map(({ isHoso, rows }) => ({ isHoso, rows: rows.filter((row) => row.table === 'XML1' || row.table === id) }))
    .filter(({ rows }) => rows.some((row) => row.table === id))

const IGNORED = (): void => {}

/** Lets every dossier go through the plan once; returns how often each rule was judged. */
function pass(
  pack: RulePack,
  standard: StandardId,
  corpus: readonly SeenDossier[],
): () => ReturnType<typeof createTally> {
  const plan = planFor(pack, standards[standard])
  return () => {
    const tally = createTally(writtenRuleIds)
    for (const [at, { isHoso, rows }] of corpus.entries()) {
      const ref = { index: at + 1, MA_LK: null }
      const run = plan.open({ ref, report: IGNORED, tally, received: RECEIVED, isHoso })
      for (const { table: id, row } of rows) run.row(id, row)
      run.close()
    }
    plan.forget()
    return tally
  }
}

/** Nanoseconds of the quickest run of each, in turn. */
function quickest(works: readonly (() => unknown)[], { warmUp, passes }: Effort): readonly number[] {
  const least = works.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < warmUp + passes; round += 1) {
    for (const [at, work] of works.entries()) {
      // Processor time: what else runs on the machine is not in it.
      const started = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(started)
      const elapsed = (user + system) * 1000
      if (round >= warmUp) least[at] = Math.min(least[at] ?? elapsed, elapsed)
    }
  }
  return least
}

const nothing = packOf()

function costOf(
  { id, table: own, standards: applies }: { id: string; table: string | null; standards: readonly StandardId[] },
  per: 'row' | 'dossier',
  corpora: ReadonlyMap<StandardId, readonly SeenDossier[]>,
  effort: Effort,
): RuleCost {
  const standard = NEWEST_FIRST.find((each) => applies.includes(each)) ?? '3176'
  const all = corpora.get(standard) ?? []
  const corpus = per === 'row' ? onlyOf(all, own ?? '') : all
  const alone = pass(packOf(id), standard, corpus)
  const [withIt = 0, without = 0] = quickest([alone, pass(nothing, standard, corpus)], effort)
  const count =
    per === 'row'
      ? corpus.reduce((sum, { rows }) => sum + rows.filter((row) => row.table === own).length, 0)
      : corpus.filter(({ isHoso }) => isHoso).length
  const dossiers = all.filter(({ isHoso }) => isHoso).length
  const judged = alone()
    .counts()
    .reduce((sum, { evaluated }) => sum + evaluated, 0)
  return {
    id,
    standard,
    per,
    nanoseconds: count === 0 ? 0 : Math.max(withIt - without, 0) / count,
    times: count / Math.max(dossiers, 1),
    judged: count === 0 ? 0 : judged / count,
  }
}

/** The demands of each table's field list, and the codes in its fields. */
async function derivedCosts(corpus: readonly SeenDossier[], effort: Effort): Promise<readonly GroupCost[]> {
  const standard = standards['3176']
  const codes = await seedCodes()
  const written = new Set(writtenRuleIds)
  const derived = ruleCatalogue().filter(({ id }) => !written.has(id))
  const isOfCodes = (id: string): boolean => /\.code-/.test(id)
  const dossiers = corpus.filter(({ isHoso }) => isHoso).length
  const dossier = { index: 1, MA_LK: null }
  const days = createEncounterDays(RECEIVED)
  days.settle(null)

  const ofTables = Object.values(standard.tables).flatMap((each) => {
    const rows = corpus.flatMap((seen) => seen.rows.filter((row) => row.table === each.id)).map(({ row }) => row)
    const ids = derived.filter((rule) => rule.table === each.id).map(({ id }) => id)
    const checkFields = createRowCheck(standard, each)
    const checkCodes = createCodeCheck(each, codes)
    const works = [
      () => {
        for (const row of rows) checkFields(row, dossier, IGNORED)
      },
      () => {
        for (const row of rows) checkCodes?.(row, dossier, days, IGNORED, [])
      },
    ]
    const [fields = 0, ofCodes = 0] = quickest(works, effort)
    const times = rows.length / Math.max(dossiers, 1)
    const ofEach = (total: number): number => (rows.length === 0 ? 0 : total / rows.length)
    return [
      { name: `${each.id}: fields`, ids: ids.filter((id) => !isOfCodes(id)), nanoseconds: ofEach(fields), times },
      { name: `${each.id}: codes`, ids: ids.filter(isOfCodes), nanoseconds: ofEach(ofCodes), times },
    ]
  })
  const grouped = new Set(ofTables.flatMap(({ ids }) => ids))
  const others = derived.map(({ id }) => id).filter((id) => !grouped.has(id))
  return [...ofTables, { name: 'envelope and dossier', ids: others, nanoseconds: null, times: 0 }]
}

/** What every rule of the catalogue costs. */
export async function ruleCosts(effort: Effort): Promise<RuleCosts> {
  const corpora = new Map(NEWEST_FIRST.map((standard) => [standard, corpusOf(standard, effort.dossiers)]))
  const corpus = corpora.get('3176') ?? []
  const dossiers = corpus.filter(({ isHoso }) => isHoso).length
  const [together = 0, none = 0] = quickest([pass(plainPack, '3176', corpus), pass(nothing, '3176', corpus)], effort)
  return {
    written: [
      ...recordRules.map((rule) => costOf(rule, 'row', corpora, effort)),
      ...dossierRules.map((rule) => costOf(rule, 'dossier', corpora, effort)),
    ],
    derived: await derivedCosts(corpus, effort),
    together: together / dossiers,
    none: none / dossiers,
  }
}
