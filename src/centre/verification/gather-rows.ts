import { identifyingFields } from '../../../db/warehouse/legal-tables.ts'
import { detached } from '../../kernel/detached.ts'
import type { Purpose } from '../../edge/identity/caller.ts'
import {
  renderFinding,
  valueOf,
  type DossierResult,
  type Encounter,
  type Finding,
  type RawRow,
} from '../../engine/index.ts'
import { createContentBuilder, withoutIdentity, type ContentPart } from '../../store/warehouse/contents/format.ts'
import type { UnsealedContent } from '../../store/warehouse/contents/write.ts'
import type { DossierKey } from '../../store/warehouse/dossier-keys.ts'
import type { Identity, Vault } from '../../store/warehouse/identity/vault.ts'
import type { CostRow, DossierRow, FindingRow, Gathered, IdentityHashRow } from '../../store/warehouse/write.ts'
import { encounterOf } from '../history/encounter.ts'
import { createDossierFacts } from './dossier-facts.ts'

/** Characters of the rows of one dossier that become a part: some megabytes. A larger dossier goes ahead in pieces, and counts when it is complete. */
const PART_CHARACTERS = 2_000_000

/**
 * Findings kept of one submission. A file in which every row is wrong has millions, which nobody reads;
 * the true number is kept beside them.
 */
export const KEPT_FINDINGS = 100_000

/** Whose file it is, what for, and when it came. */
export type SubmissionFacts = {
  readonly submissionId: string
  readonly facility: string
  readonly purpose: Purpose
  /** Epoch milliseconds, and the ISO day in Việt Nam. */
  readonly receivedAt: number
  readonly receivedOn: string
  /** Why it changes what was sent before; null: it says no reason. */
  readonly correctionCode?: string | null
}

export type GatherOptions = {
  readonly vault: Vault
  readonly keptFindings?: number
  /** Dossiers whose identity was taken away before: nothing of it comes back. */
  readonly erased?: ReadonlySet<number>
  /** `4210`, `130`, …: then the encounters are gathered, too. */
  readonly standard?: string
}

/** What came of a file since it was taken last. */
export type Taken = Gathered & { readonly encounters: readonly Encounter[] }

export type Gatherer = {
  readonly onFinding: (finding: Finding) => void
  readonly onRow: (table: string, row: RawRow, dossier: number) => void
  readonly onDossier: (result: DossierResult) => void
  /** How much waits: bytes of contents and characters of findings, and dossiers. */
  readonly held: { readonly bytes: number; readonly dossiers: number; readonly findings: number }
  readonly take: () => Taken
  /** Of the whole file, also those that are not kept. */
  readonly findingsTotal: number
}

const nothing = () => ({
  contents: [] as UnsealedContent[],
  findings: [] as FindingRow[],
  costs: [] as CostRow[],
  hashes: [] as IdentityHashRow[],
  rejected: [] as DossierKey[],
  dossiers: [] as DossierRow[],
  encounters: [] as Encounter[],
})

/**
 * Rows, outcomes and findings of one file on their way from the inspection to the warehouse. The rows of a dossier wait until its outcome is
 * known and are dropped when it is rejected. Everything has keys of submission, dossier and position, so that the same submission verified
 * again leaves the same warehouse.
 */
export function createGatherer(submission: SubmissionFacts, options: GatherOptions): Gatherer {
  const { vault, keptFindings = KEPT_FINDINGS, erased = new Set(), standard } = options
  const { submissionId, facility, purpose, receivedOn } = submission
  const facts = createDossierFacts(vault)
  const builder = createContentBuilder()
  let taken = nothing()
  let bytes = 0
  let findingsTotal = 0

  const addPart = (dossier: number, part: ContentPart): void => {
    const kept =
      erased.has(dossier) && part.isIdentified
        ? { ...part, bytes: withoutIdentity(part.bytes).bytes, isIdentified: false }
        : part
    taken.contents.push({ submissionId, dossier, ...kept })
    bytes += kept.bytes.length
  }
  const addAccepted = (row: DossierRow, said: ReturnType<typeof facts.take>): void => {
    const { dossier } = row
    for (const part of builder.takeLast()) addPart(dossier, part)
    for (const sum of said.costs) taken.costs.push({ submissionId, dossier, facility, purpose, receivedOn, ...sum })
    if (!erased.has(dossier)) for (const hash of said.hashes) taken.hashes.push({ ...hash, submissionId, dossier })
    if (standard === undefined || said.summary === null || erased.has(dossier)) return
    const encounter = encounterOf(vault, { ...row, standard, costs: said.costs }, said.summary)
    if (encounter !== null) taken.encounters.push(encounter)
  }

  return {
    onFinding(finding) {
      findingsTotal += 1
      if (findingsTotal > keptFindings) return
      const rendered = renderFinding(finding)
      const { dossier, rule, severity, table, field } = rendered
      const text = JSON.stringify(rendered)
      bytes += text.length
      const place = { submissionId, ordinal: findingsTotal, dossier: dossier?.index ?? null, facility, receivedOn }
      taken.findings.push({ ...place, rule, severity, tableId: table, field, told: text })
    },
    onRow(table, row, dossier) {
      facts.note(table, row, identityOf(table, row))
      builder.add(table, row)
      if (builder.held >= PART_CHARACTERS) addPart(dossier, builder.takePart())
    },
    onDossier({ index: dossier, ...result }) {
      const said = facts.take()
      const row: DossierRow = { ...submission, dossier, ...result, ...said.head }
      taken.dossiers.push(row)
      if (result.outcome !== 'rejected') return addAccepted(row, said)
      builder.takeLast()
      taken.contents = taken.contents.filter((part) => part.dossier !== dossier)
      taken.rejected.push({ submissionId, dossier })
    },
    get held() {
      return { bytes, dossiers: taken.dossiers.length, findings: taken.findings.length }
    },
    take() {
      const all = taken
      taken = nothing()
      bytes = 0
      return all
    },
    get findingsTotal() {
      return findingsTotal
    },
  }
}

/** What identifies a person in a row; null where nothing does. */
function identityOf(table: string, row: RawRow): Identity | null {
  let identity: Record<string, string> | null = null
  for (const name of identifyingFields[table] ?? []) {
    const text = valueOf(row, name)
    if (text !== '') (identity ??= {})[name] = detached(text)
  }
  return identity
}
