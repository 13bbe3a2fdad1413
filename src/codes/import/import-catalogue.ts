/** One file of the Ministry into a draft: read, compared with what is in force, and kept as changes; or only shown (dry run). */
import type { Reference } from '../../store/database.ts'
import type { ListedCode } from '../../store/reference/listed-code.ts'
import { Refusal } from '../refusals.ts'
import { addChanges, type ChangeKind, type DraftChange, type DraftDecision } from '../drafts/draft.ts'
import { readCurrentRows } from '../release/current-rows.ts'
import { differenceOf, type Change } from './difference.ts'
import type { ImportProblem } from './imported-row.ts'
import type { Assumed } from './numeric-codes.ts'
import { partsOf } from './layouts/index.ts'
import { readCatalogueRows, type ReadHeadings } from './read-catalogue-rows.ts'

/** The first of each kind, as examples of a difference. */
const EXAMPLES_OF_A_KIND = 5

export type ImportOptions = {
  /** As callers name it; `administrative-units` stands for several lists of one file. */
  readonly catalogue: string
  readonly bytes: Uint8Array
  readonly decision: Omit<DraftDecision, 'catalogue' | 'document' | 'validFrom'> & { readonly validFrom: string }
  /** replace: the file is the whole list · amend: codes it lacks stay. */
  readonly mode: 'replace' | 'amend'
  /** What may be assumed; none: nothing. */
  readonly assumed?: Assumed
}

export type ImportReport = {
  readonly document: string
  /** Rows that carry a code, and distinct codes among them. */
  readonly rows: number
  readonly codes: number
  readonly difference: Readonly<Record<ChangeKind | 'unchanged', number>>
  readonly examples: readonly Example[]
  readonly problems: readonly ImportProblem[]
  readonly errors: number
  readonly headings: readonly ReadHeadings[]
  /** What a draft would hold; none where there are errors. */
  readonly changes: readonly DraftChange[]
  readonly decisions: readonly DraftDecision[]
}

type Example = {
  readonly kind: ChangeKind
  readonly code: string
  readonly before: string | null
  readonly after: string | null
}

/**
 * Reads a file and compares it with the codes in force. Writes nothing. Throws Refusal('catalogue-unknown') for a list that has no
 * layout, and what `readCatalogueRows` throws for a file that cannot be read.
 */
export async function compareFile(database: Reference, options: ImportOptions): Promise<ImportReport> {
  const parts = partsOf(options.catalogue)
  if (parts.length === 0) throw new Refusal('catalogue-unknown', { catalogue: options.catalogue })
  const { rows: standing, catalogues } = await readCurrentRows(database, parts)
  const reports = parts.map((part) => {
    if (!catalogues.some(({ head }) => head.id === part)) throw new Refusal('catalogue-unknown', { catalogue: part })
    return comparePart(part, standing.get(part) ?? [], options)
  })
  const sum = (of: (report: ImportReport) => number): number => reports.reduce((total, report) => total + of(report), 0)
  const errors = sum((report) => report.errors)
  return {
    document: documentOf(options.decision),
    rows: sum(({ rows }) => rows),
    codes: sum(({ codes }) => codes),
    difference: {
      added: sum(({ difference }) => difference.added),
      closed: sum(({ difference }) => difference.closed),
      renamed: sum(({ difference }) => difference.renamed),
      changed: sum(({ difference }) => difference.changed),
      unchanged: sum(({ difference }) => difference.unchanged),
    },
    examples: reports.flatMap(({ examples }) => examples),
    problems: reports.flatMap(({ problems }) => problems),
    errors,
    headings: reports.flatMap(({ headings }) => headings),
    changes: errors > 0 ? [] : reports.flatMap(({ changes }) => changes),
    decisions: errors > 0 ? [] : reports.flatMap(({ decisions }) => decisions),
  }
}

/** Puts a report without errors into a draft, in the place of what the draft had from earlier files for these lists. */
export async function keepInDraft(
  primary: Reference,
  draft: string,
  { changes, decisions }: ImportReport,
  acting: { readonly author: string; readonly department: string | null },
): Promise<void> {
  for (const { catalogue, ...decision } of decisions) {
    const own = changes.filter((change) => change.catalogue === catalogue)
    const imported = { changes: own, decisions: [{ catalogue, ...decision }], replaces: catalogue }
    await addChanges(primary, { draft, ...acting, ...imported })
  }
}

type Part = Parameters<typeof readCatalogueRows>[0]

function comparePart(part: Part, standing: readonly ListedCode[], options: ImportOptions): ImportReport {
  const { bytes, decision, mode } = options
  const { rows, problems, headings } = readCatalogueRows(part, bytes, { assumed: options.assumed ?? new Set() })
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const { validFrom, oldAcceptedUntil } = decision
  const source = documentOf(decision)
  const changes = differenceOf(standing, rows, { validFrom, mode, oldAcceptedUntil, source })
  const codes = new Set(rows.map(({ code }) => code))
  const touched = new Set(changes.map(({ code }) => code))
  const draftChanges = changes.flatMap((change) => asDraftChanges(part, change))
  return {
    document: source,
    rows: rows.length,
    codes: codes.size,
    difference: { ...countKinds(changes), unchanged: [...codes].filter((code) => !touched.has(code)).length },
    examples: examplesOf(changes),
    problems,
    errors,
    headings,
    changes: draftChanges,
    decisions: [{ ...decision, catalogue: part, document: source }],
  }
}

const documentOf = ({ decision, annex }: Pick<DraftDecision, 'decision' | 'annex'>): string =>
  [decision, annex].filter(Boolean).join(' ')

/** A code that comes back is a new row, as one that was never there. */
const kindOf = ({ kind }: Change): ChangeKind => (kind === 'reopened' ? 'added' : kind)

function countKinds(changes: readonly Change[]): Record<ChangeKind, number> {
  const counts = { added: 0, closed: 0, renamed: 0, changed: 0 }
  for (const change of changes) counts[kindOf(change)] += 1
  return counts
}

function examplesOf(changes: readonly Change[]): Example[] {
  const seen = { added: 0, closed: 0, renamed: 0, changed: 0 }
  return changes.flatMap((change) => {
    const kind = kindOf(change)
    seen[kind] += 1
    if (seen[kind] > EXAMPLES_OF_A_KIND) return []
    const { code, before, after } = change
    return [{ kind, code, before: before?.name ?? null, after: after?.name ?? null }]
  })
}

/** By row: a code that is renamed or changed from a day on is its old row with an end, and a new row. */
function asDraftChanges(catalogue: string, change: Change): DraftChange[] {
  const kind = kindOf(change)
  const { before, closed, after } = change
  const sameRow = before !== null && after !== null && before.validFrom === after.validFrom
  if (before === null || sameRow) return [{ kind, catalogue, before, after }]
  const old: DraftChange = { kind, catalogue, before, after: closed }
  return after === null ? [old] : [old, { kind, catalogue, before: null, after }]
}
