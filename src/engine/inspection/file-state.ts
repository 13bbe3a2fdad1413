import type { CodeLists } from '../codes/code-findings.ts'
import type { Codecs } from '../envelope/codecs.ts'
import type { Demand, Finding } from '../finding/finding.ts'
import type { RulePack } from '../judging/rule-pack.ts'
import type { RulePlan } from '../judging/rule-plan.ts'
import type { RuleTally } from '../judging/tally.ts'
import type { Place } from '../../kernel/refusal.ts'
import type { TextParams } from '../../kernel/text.ts'
import type { RawRow } from '../record/row.ts'
import type { TableShape } from '../record/table-shapes.ts'
import type { Standard, StandardId } from '../standards/field.ts'
import type { TableCheck } from './check-table.ts'
import type { FileContents } from './file-contents.ts'
import type { FileHeader } from './file-header.ts'
import type { DossierInspection } from './inspect-dossier.ts'
import type { DossierCounts, DossierResult } from './outcome.ts'

export type InspectionOptions = {
  /** The facility whose token was sent; a file of another is refused. null: nobody signed in, the file says whose it is. */
  facility: string | null
  /** The standard the sender stated, if any. */
  stated: StandardId | null
  /** Day of receipt, yyyymmdd. */
  received: number
  codes: CodeLists
  /** How this platform decodes base64 and lays out text. */
  codecs: Codecs
  /** The rules as this deployment applies them; by default as they are written. */
  pack?: RulePack
  onFinding: (finding: Finding) => void
  /** A row of a table that the standard knows, checked; the same object is filled again for the next row. */
  onRow?: (table: string, row: RawRow, dossier: number) => void
  onDossier?: (result: DossierResult) => void
  /** A table of an envelope begins: where its content is in the file as sent. */
  onTable?: (table: string, inFile: Place) => void
}

/** The inspection of one file, in the middle of it: a dossier's running totals, and nothing of what has passed. */
export type FileState = {
  readonly options: Readonly<InspectionOptions>
  readonly pack: RulePack
  readonly tally: RuleTally
  readonly header: FileHeader
  readonly counts: DossierCounts
  /** By table id. */
  readonly checks: Map<string, TableCheck>
  /** Once the first row has shown it. */
  standard: Standard | null
  plan: RulePlan | null
  inEnvelope: boolean
  /** The dossier that is open. */
  dossier: DossierInspection | null
  /** What the FILEHOSO that is open holds. */
  readonly contents: FileContents
  /** The table that is open: its kind, once its root has shown it, whether its rows are judged, and where it begins in the file. */
  shape: TableShape | null
  readable: boolean
  inFile: Place
}

/** Reports what is wrong: with the dossier that is open, else with the file. */
export function say(
  { dossier, pack, options }: Pick<FileState, 'dossier' | 'pack' | 'options'>,
  demand: Demand,
  place: Partial<Place>,
  params: TextParams = {},
  table: string | null = null,
): void {
  const found: Finding = {
    demand,
    severity: demand.severity,
    dossier: dossier?.ref ?? null,
    table,
    row: null,
    field: typeof params['name'] === 'string' ? params['name'] : null,
    line: place.line ?? null,
    column: place.column ?? null,
    value: null,
    identifies: false,
    params,
  }
  if (dossier) {
    dossier.report(found)
    return
  }
  const governed = pack.govern(found)
  if (governed) options.onFinding(governed)
}
