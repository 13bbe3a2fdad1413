import { SEVERITIES, type Severity } from '../../../engine/index.ts'
import { rowsFrom, type OutCell, type OutSheet } from '../../../province/sheets/sheet.ts'
import { severityCell } from '../../../province/sheets/table.ts'

/** How often a rule found something of a severity in a table, with one finding's words as an example. */
export type FindingGroup = {
  readonly rule: string
  readonly severity: Severity
  readonly table: string | null
  readonly findings: number
  /** Dossiers among them, by their numbers in the file. */
  readonly dossiers: readonly number[]
  readonly message: string
  readonly remedy: string
}

/** What the summary says of the submission. */
export type About = {
  readonly submission: string
  readonly facility: string
  /** When it came, as people of Việt Nam write it. */
  readonly receivedAt: string
  /** How many findings there are; only the first of very many are listed. */
  readonly findingsTotal: number
  /** false: the centre has not finished, and these are the first findings of the acknowledgement. */
  readonly final: boolean
  /** Why MA_BN is empty everywhere; null: it is not. */
  readonly withoutPatients: string | null
  /** By what the findings of this file were chosen, `table=XML2`; none: all of them. */
  readonly chosenBy: readonly string[]
}

/** What is about no table of the law. */
const WITHOUT_TABLE = 'Tệp, hồ sơ / File, dossier'

const TO_DO: Readonly<Record<Severity, string>> = {
  error:
    'Hồ sơ có lỗi không được tiếp nhận. Sửa theo cột “Cách sửa” rồi gửi lại.\nA dossier with an error is not accepted. Mend it and send it again.',
  warning:
    'Hồ sơ vẫn được tiếp nhận. Quy định yêu cầu sửa: kiểm tra, sửa rồi gửi lại nếu cần.\nThe dossier is accepted. The rules ask for it: check, and send again if need be.',
  info: 'Để tham khảo. Kiểm tra nếu thấy cần.\nFor your information. Check if you see a need.',
}

const COLUMNS: OutSheet['columns'] = [
  { title: 'Theo / By', width: 28 },
  { title: 'Mục / Item', width: 38 },
  { title: 'Lỗi / Errors', width: 9 },
  { title: 'Cảnh báo / Warnings', width: 11 },
  { title: 'Thông tin / Info', width: 11 },
  { title: 'Số hồ sơ / Dossiers', width: 11 },
  { title: 'Nội dung (ví dụ)', width: 44 },
  { title: 'Cần làm gì / What to do', width: 50 },
]

/** Counts by severity, table and rule, and what to do about them. */
export const summarySheet = (
  tallies: readonly FindingGroup[],
  about: About & { readonly title: string },
): OutSheet => ({
  name: 'Tổng hợp',
  title: about.title,
  columns: COLUMNS,
  rows: rowsFrom([...aboutRows(about), ...severityRows(tallies), ...tableRows(tallies), ...ruleRows(tallies)]),
})

const group = (title: string, value = ''): OutCell[] =>
  [title, value, '', '', '', '', '', ''].map((text) => ({ text, tone: 'group' as const }))

function aboutRows({
  submission,
  facility,
  receivedAt,
  findingsTotal,
  final,
  withoutPatients,
  chosenBy,
}: About): OutCell[][] {
  const line = (title: string, value: OutCell, note = ''): OutCell[] => [title, value, '', '', '', '', '', note]
  return [
    group('Lần gửi / Submission'),
    line('Mã lần gửi / Id', submission),
    line('Cơ sở / Facility', facility),
    line('Nhận lúc / Received', receivedAt),
    ...(chosenBy.length === 0
      ? []
      : [
          line(
            'Lọc theo / Filtered by',
            chosenBy.join(', '),
            'Tệp này chỉ có các phát hiện đó.\nThis file has only those findings.',
          ),
        ]),
    line(
      'Số phát hiện / Findings',
      String(findingsTotal),
      final
        ? ''
        : 'Trung tâm chưa kiểm tra xong: đây là các phát hiện đầu tiên. Tải lại sau.\nThe centre has not finished: these are the first findings. Download again later.',
    ),
    ...(withoutPatients === null ? [] : [line('MA_BN', 'trống / empty', withoutPatients)]),
  ]
}

function severityRows(tallies: readonly FindingGroup[]): OutCell[][] {
  const rows = SEVERITIES.map((severity): OutCell[] => {
    const own = tallies.filter((tally) => tally.severity === severity)
    return [severityCell(severity, 'both'), null, ...countsOf(own), null, own.length === 0 ? null : TO_DO[severity]]
  })
  return [group('Theo mức / By severity'), ...rows]
}

function tableRows(tallies: readonly FindingGroup[]): OutCell[][] {
  const tables = [...new Set(tallies.map(({ table }) => table))].sort(inOrder)
  const rows = tables.map((table): OutCell[] => [
    'Bảng / Table',
    table ?? WITHOUT_TABLE,
    ...countsOf(tallies.filter((tally) => tally.table === table)),
    null,
    null,
  ])
  return [group('Theo bảng / By table'), ...rows]
}

/** The gravest first, then the most frequent. */
function ruleRows(tallies: readonly FindingGroup[]): OutCell[][] {
  const rank = ({ severity }: FindingGroup): number => SEVERITIES.indexOf(severity)
  const sorted = tallies.toSorted((a, b) => rank(a) - rank(b) || b.findings - a.findings)
  const rows = sorted.map((tally): OutCell[] => [
    severityCell(tally.severity, 'both'),
    tally.rule,
    ...countsOf([tally]),
    tally.message,
    tally.remedy,
  ])
  return [group('Theo quy tắc / By rule'), ...rows]
}

/** Findings of each severity, none of it an empty cell, and the dossiers that have any of them. */
function countsOf(tallies: readonly FindingGroup[]): OutCell[] {
  const of = (severity: Severity): OutCell =>
    tallies.reduce((sum, tally) => sum + (tally.severity === severity ? tally.findings : 0), 0) || null
  const dossiers = new Set(tallies.flatMap((tally) => tally.dossiers))
  return [...SEVERITIES.map(of), dossiers.size]
}

/** XML2 before XML10. */
const inOrder = (a: string | null, b: string | null): number =>
  (a ?? '').localeCompare(b ?? '', 'en', { numeric: true })
