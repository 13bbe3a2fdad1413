import { detached } from '../../kernel/detached.ts'
import { placeOf, type RawRow } from '../record/row.ts'
import type { Standard } from '../standards/field.ts'
import type { TableValues } from './table-values.ts'
import type { Facts, FactPlace, Here } from '../rules/dossier/collector.ts'
import { collectors, type GatheredFacts, type FactsName } from '../rules/dossier/facts.ts'

type View = ReturnType<TableValues['viewOf']>
type Open = { on: Readonly<Record<string, (values: View, here: Here) => void>>; close: () => Facts }
type AnyCollector = { reads: Readonly<Record<string, Parameters<TableValues['viewOf']>[0]>>; open: () => Open }

/** Longest value kept with a place. */
const KEPT_CHARACTERS = 200

/** The facts of one dossier while they are gathered. */
export type Gathering = {
  /** What to call at each row of a table, which the table's values have taken; null where nothing is gathered from it. */
  ofTable: (table: string) => (() => void) | null
  /** `lost`: tables that were not read, or not whole; null: any. Facts that come from them are not complete. */
  close: (lost: ReadonlySet<string> | null) => GatheredFacts
}

/** Makes the named collectors ready for the tables of a standard. */
export function createGathering(
  names: readonly FactsName[],
  standard: Standard,
  valuesOf: (table: string) => TableValues,
): () => Gathering {
  const chosen = names.map((name) => ({ name, collector: anyCollector(name) }))
  type Taker = { take: (values: View, here: Here) => void; view: View }
  const byTable = new Map<string, { views: { at: number; view: View }[]; here: Here }>()
  for (const [at, { collector }] of chosen.entries()) {
    for (const [table, reads] of Object.entries(collector.reads)) {
      if (!standard.tables[table]) continue
      const values = valuesOf(table)
      const known = byTable.get(table) ?? { views: [], here: hereOf(standard, table, values) }
      byTable.set(table, known)
      known.views.push({ at, view: values.viewOf(reads) })
    }
  }

  return () => {
    const open: Open[] = []
    for (const { collector } of chosen) open.push(collector.open())
    return {
      ofTable(table) {
        const known = byTable.get(table)
        if (!known) return null
        const { here } = known
        const takers: Taker[] = []
        for (const { at, view } of known.views) {
          const take = open[at]?.on[table]
          if (take) takers.push({ take, view })
        }
        return () => {
          for (let at = 0; at < takers.length; at += 1) {
            const taker = takers[at]
            taker?.take(taker.view, here)
          }
        }
      },
      close(lost) {
        const facts: Partial<Record<FactsName, Facts>> = {}
        for (let at = 0; at < chosen.length; at += 1) {
          const [each, gathering] = [chosen[at], open[at]]
          if (!each || !gathering) continue
          const own = gathering.close()
          const isWhole = lost !== null && !Object.keys(each.collector.reads).some((table) => lost.has(table))
          facts[each.name] = isWhole ? own : { ...own, complete: false }
        }
        // What no rule rests on is not there, and nobody asks for it.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        return facts as GatheredFacts
      },
    }
  }
}

// The views have exactly the properties that the collector reads.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const anyCollector = (name: FactsName): AnyCollector => collectors[name] as unknown as AnyCollector

function hereOf(standard: Standard, table: string, values: TableValues): Here {
  const positions = positionsIn(standard, table)
  return { table, place: (field) => placeOfField(values.row(), table, field ?? null, positions) }
}

/** The position of each field in the list of its table. */
export const positionsIn = (standard: Standard, table: string): ReadonlyMap<string, number> =>
  new Map(Object.keys(standard.tables[table]?.fields ?? {}).map((name, at) => [name, at]))

/** The place of the field in a row; the row's own place where it has none. */
export function placeOfField(
  row: RawRow,
  table: string,
  field: string | null,
  positions: ReadonlyMap<string, number>,
): FactPlace {
  const at = field === null ? -1 : (row.elementOf[positions.get(field) ?? row.elementOf.length] ?? -1)
  const { row: label, line, column } = placeOf(row, at)
  const value = at < 0 ? null : (row.texts[at] ?? null)
  return {
    table,
    row: detached(label),
    field,
    line,
    column,
    value: value === null ? null : detached(value.slice(0, KEPT_CHARACTERS)),
  }
}
