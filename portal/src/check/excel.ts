/** What was found as a workbook, made in this browser. */
import { textIn, type Language } from '../app/language.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import { byImportance } from '../findings/findings.ts'
import { countsOf } from './counts.ts'
import type { Checked } from '../engine/session.ts'
import { TEXTS } from '../findings/texts.ts'

type Cell = {
  readonly value: string | number
  readonly fontWeight?: 'bold'
  readonly wrap?: true
  readonly type?: typeof String
}

const bold = (value: string): Cell => ({ value, fontWeight: 'bold' })
/** Codes keep their zeros, and what begins with a sign of a formula stays text. */
const words = (value: string | null): Cell => ({ value: value ?? '', type: String, wrap: true })

const WIDTHS = [28, 22, 12, 10, 8, 22, 24, 50, 50, 34, 40, 40]

function findingRow(
  { dossier, severity, table, row, field, value, message, remedy, source, rule }: FoundFinding,
  file: string,
  language: Language,
): Cell[] {
  return [
    words(file),
    words(dossier?.MA_LK ?? null),
    dossier === null ? words(null) : { value: dossier.index },
    words(TEXTS[severity][language]),
    words(table),
    words(row),
    words(field),
    words(value),
    words(message[language]),
    words(remedy[language]),
    words(rule),
    words(`${source.document}, ${source.place}`),
  ]
}

export async function downloadWorkbook(checked: Checked, language: Language): Promise<void> {
  const { findings, files, lists } = checked
  const { default: writeXlsxFile } = await import('write-excel-file/universal')
  const t = textIn(language)
  const names = new Map(files.map(({ id, name }) => [id, name]))
  const head = [
    TEXTS.file,
    TEXTS.dossier,
    TEXTS.number,
    TEXTS.severity,
    TEXTS.table,
    TEXTS.rowHead,
    TEXTS.field,
    TEXTS.value,
    TEXTS.wrong,
    TEXTS.mend,
    TEXTS.rule,
    TEXTS.source,
  ]
  const summary: Cell[][] = [
    [bold(t(TEXTS.reportTitle))],
    [words(t(TEXTS.files)), { value: files.length }],
    ...countsOf(checked).map(({ text, value }) => [words(t(text)), { value }]),
    ...(lists.judge
      ? [[words(t(TEXTS.lists, { release: lists.judge.release, rules: lists.judge.rulesVersion }))]]
      : []),
  ]
  const rows = [...findings]
    .sort(byImportance)
    .map((finding) => findingRow(finding, names.get(finding.file) ?? '', language))
  const blob = await writeXlsxFile([
    { sheet: t(TEXTS.summarySheet), data: summary, columns: [{ width: 46 }, { width: 14 }] },
    {
      sheet: t(TEXTS.findingsSheet),
      data: [head.map((text) => bold(t(text))), ...rows],
      columns: WIDTHS.map((width) => ({ width })),
      stickyRowsCount: 1,
    },
  ]).toBlob()
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = 'kiem-tra-ho-so.xlsx'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
