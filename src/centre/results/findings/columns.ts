import type { RenderedFinding } from '../../../engine/index.ts'
import { severityCell, type SheetColumn } from '../../../province/sheets/table.ts'

/** A finding as it was shown, with its place in the order in which the findings of its submission were found. */
export type NumberedFinding = { readonly ordinal: number; readonly finding: RenderedFinding }

/** A line of a sheet: a finding, and the facility's own number of its patient where the reader may know it. */
export type FindingLine = NumberedFinding & { readonly MA_BN: string | null }

const UNSEEN = 12
const plain = (title: string, of: SheetColumn<FindingLine>['of']): SheetColumn<FindingLine> => ({
  title,
  width: UNSEEN,
  of,
})

/** Columns of the CSV of findings, for programs: a contract, columns are added at the end only. Values are masked as they were shown. */
export const CSV_COLUMNS: readonly SheetColumn<FindingLine>[] = [
  plain('ordinal', ({ ordinal }) => ordinal),
  plain('dossier', ({ finding }) => finding.dossier?.index ?? null),
  plain('MA_LK', ({ finding }) => finding.dossier?.MA_LK ?? null),
  plain('rule', ({ finding }) => finding.rule),
  plain('severity', ({ finding }) => finding.severity),
  plain('table', ({ finding }) => finding.table),
  plain('row', ({ finding }) => finding.row),
  plain('field', ({ finding }) => finding.field),
  plain('line', ({ finding }) => finding.line),
  plain('column', ({ finding }) => finding.column),
  plain('value', ({ finding }) => finding.value),
  plain('message.vi', ({ finding }) => finding.message.vi),
  plain('message.en', ({ finding }) => finding.message.en),
  plain('remedy.vi', ({ finding }) => finding.remedy.vi),
  plain('remedy.en', ({ finding }) => finding.remedy.en),
  plain('source', ({ finding }) => finding.source.document),
  plain('place', ({ finding }) => finding.source.place),
  plain('confidence', ({ finding }) => finding.source.confidence),
  plain('MA_BN', ({ MA_BN }) => MA_BN),
]

const CONFIDENCE = { high: 'cao / high', medium: 'trung bình / medium', low: 'thấp / low' } as const

/** A dossier whose MA_LK cannot be read is found by its number in the file. */
function whichDossier({ dossier }: RenderedFinding): string {
  if (dossier === null) return '(cả tệp / whole file)'
  return dossier.MA_LK ?? `(hồ sơ thứ ${dossier.index} / dossier ${dossier.index})`
}

/** Remedies of what cannot be read speak of line and column. */
const placeIn = ({ line, column }: RenderedFinding): string | null => (line === null ? null : `${line}:${column ?? 1}`)

/** Columns of the workbook, for a clerk: who, where, what, and how to mend it come first, and only these are printed. */
export const CLERK_COLUMNS: readonly SheetColumn<FindingLine>[] = [
  { title: 'Mã bệnh nhân / Patient\nMA_BN', width: 20, of: ({ MA_BN }) => MA_BN },
  { title: 'Mã lượt KCB / Encounter\nMA_LK', width: 24, of: ({ finding }) => whichDossier(finding) },
  { title: 'Mức / Severity', width: 13, of: ({ finding }) => severityCell(finding.severity, 'both') },
  { title: 'Bảng / Table', width: 9, of: ({ finding }) => finding.table },
  { title: 'Dòng / Row', width: 7, of: ({ finding }) => finding.row },
  { title: 'Trường / Field', width: 24, of: ({ finding }) => finding.field },
  { title: 'Giá trị / Value', width: 18, of: ({ finding }) => finding.value },
  { title: 'Dòng:cột\nLine:col.', width: 11, of: ({ finding }) => placeIn(finding) },
  { title: 'Nội dung lỗi', width: 42, of: ({ finding }) => finding.message.vi },
  { title: 'Cách sửa', width: 42, of: ({ finding }) => finding.remedy.vi },
  { title: 'Problem (English)', width: 42, of: ({ finding }) => finding.message.en },
  { title: 'How to mend it (English)', width: 42, of: ({ finding }) => finding.remedy.en },
  { title: 'Căn cứ / Source', width: 24, of: ({ finding }) => finding.source.document },
  { title: 'Vị trí trong căn cứ / Place', width: 24, of: ({ finding }) => finding.source.place },
  { title: 'Độ tin cậy / Confidence', width: 14, of: ({ finding }) => CONFIDENCE[finding.source.confidence] },
  { title: 'Mã quy tắc / Rule', width: 30, of: ({ finding }) => finding.rule },
  { title: 'Hồ sơ thứ / Dossier', width: 10, of: ({ finding }) => finding.dossier?.index ?? null },
  { title: 'Số thứ tự / Number', width: 10, of: ({ ordinal }) => ordinal },
]
/** Up to and with the remedy. */
export const PRINTED_COLUMNS = 10
/** MA_BN and MA_LK. */
export const FIXED_COLUMNS = 2
