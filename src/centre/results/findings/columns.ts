import type { RenderedFinding } from '../../../engine/index.ts'
import type { OutCell } from '../../../province/sheets/sheet.ts'

/** A finding as it was told, with its place in the order in which the findings of its submission were found. */
export type NumberedFinding = { readonly ordinal: number; readonly finding: RenderedFinding }

/** Columns of every sheet of findings: a contract, columns are added at the end only. Values are masked as they were told. */
export const FINDING_COLUMNS = [
  'ordinal',
  'dossier',
  'MA_LK',
  'rule',
  'severity',
  'table',
  'row',
  'field',
  'line',
  'column',
  'value',
  'message.vi',
  'message.en',
  'remedy.vi',
  'remedy.en',
  'source',
  'place',
  'confidence',
] as const

/** The cells of a finding under `FINDING_COLUMNS`. */
export const findingCells = ({ ordinal, finding }: NumberedFinding): OutCell[] => [
  ordinal,
  finding.dossier?.index ?? null,
  finding.dossier?.MA_LK ?? null,
  finding.rule,
  finding.severity,
  finding.table,
  finding.row,
  finding.field,
  finding.line,
  finding.column,
  finding.value,
  finding.message.vi,
  finding.message.en,
  finding.remedy.vi,
  finding.remedy.en,
  finding.source.document,
  finding.source.place,
  finding.source.confidence,
]
