/**
 * For a person at a terminal: of each file what is wrong first, as it is met, then warnings, then the rest; a rule is explained the first
 * time it is broken in a file.
 */
import type { Severity } from '../../src/engine/index.ts'
import { count, paragraph, type Paint } from '../demo/paper.ts'
import { isChecked, type Reported } from './check-file.ts'
import { spotOf, whereOf, type Counts, type Reporter, type ReporterOptions } from './reporter.ts'

const LABELS = {
  vi: { error: 'LỖI', warning: 'CẢNH BÁO', info: 'LƯU Ý' },
  en: { error: 'ERROR', warning: 'WARNING', info: 'INFO' },
} as const
const WORDS = {
  vi: {
    unusable: 'KHÔNG DÙNG ĐƯỢC',
    clean: 'không có phát hiện',
    dossier: 'Hồ sơ',
    dossiers: 'hồ sơ',
    accepted: 'nhận',
    warned: 'nhận, có cảnh báo',
    rejected: 'từ chối',
    files: 'tệp',
    total: 'Tổng cộng',
    note: 'dòng:cột đếm trong XML của bảng sau khi giải mã base64; giá trị định danh người bệnh được che.',
    rules: 'Bộ quy tắc',
    dmdc: 'danh mục',
  },
  en: {
    unusable: 'CANNOT BE USED',
    clean: 'no findings',
    dossier: 'Dossier',
    dossiers: 'dossiers',
    accepted: 'accepted',
    warned: 'accepted with warnings',
    rejected: 'rejected',
    files: 'files',
    total: 'In all',
    note: 'line:column count in the decoded XML of the table; values that identify persons are masked.',
    rules: 'Rules',
    dmdc: 'code lists',
  },
} as const
const ORDER = ['error', 'warning', 'info'] as const
const LABEL_WIDTH = 9
const INDENT = 4
/** Lines that wait for the errors of their file, some 20 MB; what comes after them is printed in the order of the file. */
const MOST_WAITING = 100_000

/** One finding as it is printed. */
type Line = { readonly dossier: number | null; readonly head: string; readonly lines: readonly string[] }

export type TextOptions = ReporterOptions & { paint: Paint; quiet: boolean; counts: (severity: Severity) => boolean }

export function textReporter({ write, lang, rules, dmdc, paint, quiet, counts }: TextOptions): Reporter {
  const words = WORDS[lang]
  const labels = LABELS[lang]
  const tints = { error: paint.red, warning: paint.yellow, info: paint.dim }
  const print = (...lines: readonly string[]): void => {
    write(lines.map((line) => `${line}\n`).join(''))
  }
  const numbers = (counts: Counts): string =>
    ORDER.flatMap((severity) => (counts[severity] > 0 ? [`${count(counts[severity])} ${labels[severity]}`] : [])).join(
      ', ',
    ) || words.clean
  let explained = new Set<string>()
  let headed: number | null = null
  let waiting = { warning: [] as Line[], info: [] as Line[] }
  let isInOrder = true

  const printLine = ({ dossier, head, lines }: Line): void => {
    if (dossier !== null && dossier !== headed) print('', head)
    headed = dossier
    print(...lines)
  }
  const printWaiting = (): void => {
    for (const line of [...waiting.warning, ...waiting.info]) printLine(line)
    waiting = { warning: [], info: [] }
  }
  const lineOf = (reported: Reported): Line => {
    const { rule, severity, dossier, value, message, remedy, source } = reported.finding
    const place = whereOf({ ...reported, finding: { ...reported.finding, dossier: null } }, lang)
    const shown = value === null || value === '' ? '' : `"${value}"`
    const label = tints[severity](labels[severity].padEnd(LABEL_WIDTH))
    const line = `  ${label} ${[place, spotOf(reported), shown, paint.dim(rule)].filter(Boolean).join('  ')}`
    const isNew = !explained.has(rule)
    explained.add(rule)
    const explanation = isNew
      ? [
          ...paragraph(message[lang], INDENT),
          ...paragraph(`→ ${remedy[lang]}`, INDENT),
          ...paragraph(`${source.document}, ${source.place}`, INDENT, paint.dim),
        ]
      : []
    return {
      dossier: dossier?.index ?? null,
      head: dossier === null ? '' : paint.bold(`${words.dossier} ${dossier.index} · MA_LK ${dossier.MA_LK ?? '–'}`),
      lines: [line, ...explanation],
    }
  }

  return {
    openFile() {
      explained = new Set()
      headed = null
      isInOrder = true
    },
    finding(reported) {
      const { severity } = reported.finding
      if (quiet && !counts(severity)) return
      const line = lineOf(reported)
      if (severity === 'error' || !isInOrder) {
        printLine(line)
        return
      }
      waiting[severity].push(line)
      isInOrder = waiting.warning.length + waiting.info.length < MOST_WAITING
      if (!isInOrder) printWaiting()
    },
    closeFile(path, result, counts) {
      printWaiting()
      if (!isChecked(result)) {
        const spot = 'line' in result && result.line !== undefined ? `:${result.line}:${result.column ?? 1}` : ''
        print('', `${paint.bold(path + spot)}: ${paint.red(words.unusable)} (${result.code})`)
        print(...paragraph(result.message[lang], INDENT), ...paragraph(`→ ${result.remedy[lang]}`, INDENT))
        return
      }
      if (quiet) return
      const { standard, facility, dossiers } = result
      const { counted, accepted, acceptedWithWarnings, rejected } = dossiers
      const tint = counts.error > 0 ? paint.red : counts.warning > 0 ? paint.yellow : paint.green
      print(
        '',
        `${paint.bold(path)}: ${tint(numbers(counts))}`,
        `  ${facility ?? '–'}, QĐ ${standard}, ${count(counted)} ${words.dossiers}: ${count(accepted)} ${words.accepted}, ` +
          `${count(acceptedWithWarnings)} ${words.warned}, ${count(rejected)} ${words.rejected}`,
      )
    },
    end({ files, unusable, dossiers, findings }) {
      if (quiet) return
      const without = unusable > 0 ? ` (${count(unusable)} ${words.unusable.toLowerCase()})` : ''
      print(
        '',
        `${words.total}: ${count(files)} ${words.files}${without}, ${count(dossiers)} ${words.dossiers}, ${numbers(findings)}`,
      )
      print(...paragraph(`${words.rules} ${rules}, ${words.dmdc} ${dmdc}. ${words.note}`, 0, paint.dim))
    },
  }
}
