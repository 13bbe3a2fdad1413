import type { InValue } from '@libsql/client/web'
import type { Warehouse } from '../../store/database.ts'
import { identifyingFields, type LegalColumn } from '../../../db/warehouse/legal-tables.ts'
import { detached } from '../../kernel/detached.ts'
import {
  parseDecimal,
  renderFinding,
  toScale,
  type DossierResult,
  type Finding,
  type RawRow,
} from '../../engine/index.ts'
import type { Identity, Vault } from '../../store/warehouse/identity/vault.ts'
import {
  columnsOf,
  removeFindingsBehind,
  writeFailedDossiers,
  type CostRow,
  type DossierRow,
  type FindingRow,
  type IdentityHashRow,
  type LegalRow,
} from '../../store/warehouse/write.ts'
import { createDossierFacts } from './dossier-facts.ts'
import { part, writeGathered, type Refused } from './gathered.ts'

/** Held before a write: some megabytes. A dossier larger than this goes ahead in pieces and counts only when it is complete. */
const HELD_ROWS = 4000
const HELD_FINDINGS = 2000

/**
 * Findings kept of one submission. A file in which every row is wrong has millions, which nobody reads;
 * the true number is kept beside them.
 */
export const KEPT_FINDINGS = 100_000

export type DossierWriter = {
  onFinding: (finding: Finding) => void
  onRow: (table: string, row: RawRow, dossier: number) => void
  onDossier: (result: DossierResult) => void
  /** Writes what has gathered, if it is enough to be worth an exchange. */
  drain: () => Promise<void>
  /** Writes the rest. Returns how many findings there were. */
  finish: () => Promise<number>
  /** Dossiers whose values the database would not take: of them the warehouse keeps that and why, and nothing else. */
  readonly refused: ReadonlyMap<number, string>
}

/** Whose file it is, what for, and when it came. */
export type SubmissionFacts = {
  readonly submissionId: string
  readonly facility: string
  readonly purpose: 'management' | 'payment'
  /** Epoch milliseconds, and the ISO day in Việt Nam. */
  readonly receivedAt: number
  readonly receivedOn: string
  /** Why it changes what was sent before; null: it says no reason. */
  readonly correctionCode?: string | null
}

/**
 * Rows, outcomes and findings on their way from the inspection to the warehouse. The rows of a dossier wait until its
 * outcome is known and are dropped when it is rejected. Everything is written under keys of submission, dossier and
 * position, so that the same submission verified again leaves the same warehouse.
 */
export function createDossierWriter(
  warehouse: Warehouse,
  vault: Vault,
  submission: SubmissionFacts,
  /** Epoch milliseconds. */
  writtenAt: number,
  keptFindings: number = KEPT_FINDINGS,
): DossierWriter {
  const { submissionId, facility, purpose, receivedOn } = submission
  const facts = createDossierFacts(vault)
  let open = new Map<string, LegalRow[]>()
  let openRows = 0
  let ordinal = 0
  let ready = new Map<string, LegalRow[]>()
  let readyRows = 0
  let results: DossierRow[] = []
  let costs: CostRow[] = []
  let hashes: IdentityHashRow[] = []
  let told: FindingRow[] = []
  let findingsTotal = 0
  let rejected: number[] = []
  const refused: Refused = new Map()

  async function writeReady(): Promise<void> {
    const gathered = { rows: ready, findings: told, costs, hashes, rejected, dossiers: results }
    ready = new Map()
    readyRows = 0
    results = []
    costs = []
    hashes = []
    rejected = []
    told = []
    // Of a dossier that was refused in an earlier piece nothing more is written.
    const rest = refused.size === 0 ? gathered : part(gathered, (dossier) => !refused.has(dossier ?? 0))
    for (const [dossier, cause] of await writeGathered(warehouse, vault, submissionId, rest))
      refused.set(dossier, cause)
  }

  const move = (): void => {
    for (const [table, rows] of open) ready.set(table, [...(ready.get(table) ?? []), ...rows])
    readyRows += openRows
    open = new Map()
    openRows = 0
  }

  return {
    onFinding(finding) {
      findingsTotal += 1
      if (findingsTotal > keptFindings) return
      const rendered = renderFinding(finding)
      told.push({
        submissionId,
        ordinal: findingsTotal,
        dossier: rendered.dossier?.index ?? null,
        facility,
        receivedOn,
        rule: rendered.rule,
        severity: rendered.severity,
        tableId: rendered.table,
        field: rendered.field,
        told: JSON.stringify(rendered),
      })
    },
    onRow(table, row, dossier) {
      const rows = open.get(table) ?? []
      open.set(table, rows)
      ordinal += 1
      openRows += 1
      const { values, identity } = storedRow(table, row)
      facts.note(table, row, values, identity)
      rows.push({ dossier, ordinal, values, identity })
      if (openRows >= HELD_ROWS) move()
    },
    onDossier({ index: dossier, ...result }) {
      const said = facts.take()
      results.push({ ...submission, dossier, ...result, ...said.told })
      ordinal = 0
      if (result.outcome === 'rejected') {
        rejected.push(dossier)
        open = new Map()
        openRows = 0
      } else {
        for (const sum of said.costs) costs.push({ submissionId, dossier, facility, purpose, receivedOn, ...sum })
        for (const hash of said.hashes) hashes.push({ ...hash, submissionId, dossier })
        move()
      }
    },
    async drain() {
      if (readyRows + results.length >= HELD_ROWS || told.length >= HELD_FINDINGS) await writeReady()
    },
    async finish() {
      await writeReady()
      await removeFindingsBehind(warehouse, submissionId, findingsTotal)
      await writeFailedDossiers(warehouse, { submissionId, facility, failedAt: writtenAt }, refused)
      return findingsTotal
    },
    refused,
  }
}

function storedRow(table: string, row: RawRow): { values: InValue[]; identity: Identity | null } {
  const texts = new Map<string, string>()
  // Of a doubled element, which refuses the dossier anyway, the first counts.
  for (let at = row.length - 1; at >= 0; at -= 1) texts.set(row.names[at] ?? '', row.texts[at] ?? '')
  const identity: Record<string, string> = {}
  for (const name of identifyingFields[table] ?? []) {
    const text = texts.get(name) ?? ''
    if (text !== '') identity[name] = detached(text)
  }
  return {
    values: columnsOf(table).map((column) => storedValue(column, texts.get(column.name) ?? '')),
    identity: Object.keys(identity).length === 0 ? null : identity,
  }
}

/** A value as the warehouse keeps it; what an accepted dossier holds has its form, and an absent value is NULL. */
function storedValue(column: LegalColumn, text: string): InValue {
  if (text === '') return null
  if (column.kind === 'text') return detached(text)
  const decimal = parseDecimal(text)
  const units = decimal && toScale(decimal, column.scale).units
  return units !== null && isStorable(units) ? units : null
}

/** SQLite's integers have 64 bits. No amount of money comes near; a number of twenty digits is only warned of by some standards. */
const isStorable = (units: number | bigint): boolean => typeof units === 'number' || BigInt.asIntN(64, units) === units
