import type { Confidence } from '../../kernel/confidence.ts'
import type { Text, TextParams } from '../../kernel/text.ts'

/** The most serious first. error: the dossier is not accepted · warning: the law asks for it, accepted all the same · info: we think so. */
export const SEVERITIES = ['error', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

/** The sentence of the law (or of the gateway's sheet) a demand comes from, and how sure we are of it. */
export type Source = { readonly document: string; readonly place: string; readonly confidence: Confidence }

/** What is said of a value that breaks a demand. Placeholders `{name}` are filled from the finding's params. */
export type Demand = {
  /** `XML1.MA_LK.required`: table, field, demand. Public; retired, never reused. */
  readonly id: string
  readonly severity: Severity
  readonly problem: Text
  readonly remedy: Text
  readonly source: Source
}

/** The dossier a finding is about. MA_LK may become known only after its first findings. */
export type DossierRef = { index: number; MA_LK: string | null }

/** One thing that is wrong with a sender's data. A plain value; rendered at the last moment. */
export type Finding = {
  readonly demand: Demand
  /** The demand's own severity, or a milder one where the evidence is weak (stale or partial code lists). */
  readonly severity: Severity
  readonly dossier: DossierRef | null
  readonly table: string | null
  /** STT of the row, else its ordinal in the table. */
  readonly row: string | null
  readonly field: string | null
  /** 1-based, in the decoded XML of the table; for `table: null` in the file as sent. */
  readonly line: number | null
  readonly column: number | null
  readonly value: string | null
  /** The value identifies a person and is shown masked. */
  readonly identifies: boolean
  readonly params: TextParams
}

/** Takes what a check has to say. */
export type Report = (finding: Finding) => void

/** The finding as a sender reads it. */
export type RenderedFinding = {
  rule: string
  severity: Severity
  dossier: { index: number; MA_LK: string | null } | null
  table: string | null
  row: string | null
  field: string | null
  line: number | null
  column: number | null
  value: string | null
  message: Text
  remedy: Text
  source: Source
}
