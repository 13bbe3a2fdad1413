import { SEVERITIES, type Severity } from '../../../engine/index.ts'
import type { OutSheet } from '../../../province/sheets/sheet.ts'
import { tableOf } from '../../../province/sheets/table.ts'
import {
  CLERK_COLUMNS,
  CSV_COLUMNS,
  FIXED_COLUMNS,
  PRINTED_COLUMNS,
  type FindingLine,
  type NumberedFinding,
} from './columns.ts'
import { summarySheet, type About, type FindingGroup } from './summary.ts'

/** Only the findings that are so. */
export type FindingFilters = {
  readonly severity?: Severity | undefined
  readonly table?: string | undefined
  readonly rule?: string | undefined
  readonly MA_LK?: string | undefined
}

/** The findings of one submission, however many there are. */
export type FindingPages = {
  /** A page of findings behind a number, in their order. */
  readonly page: (after: number, limit: number, filters?: FindingFilters) => Promise<readonly NumberedFinding[]>
  /** How many there are, by rule, severity and table. */
  readonly tally: (filters?: FindingFilters) => Promise<readonly FindingGroup[]>
}

/** The MA_BN of dossiers, by their number in the file; a dossier that is not in it has none that the reader may know. */
export type PatientNumbers = (dossiers: readonly number[]) => Promise<ReadonlyMap<number, string>>

/** Of no dossier. */
export const noPatientNumbers: PatientNumbers = () => Promise.resolve(new Map())

/** Findings read at once: half a megabyte, and as many as are kept of a submission in 200 of the 1000 requests that one may lead to on Workers. */
const PAGE = 500

/** All findings of a submission as one table for programs, read while it is written: errors first, then warnings, then the rest. */
export const findingsTable = (
  pages: FindingPages,
  patients: PatientNumbers,
  filters: FindingFilters = {},
): OutSheet => ({
  name: 'findings',
  title: '',
  ...tableOf(CSV_COLUMNS, linesOf(pages, patients, filters)),
})

/** All findings of a submission as a workbook for a clerk: what to do, then every finding in the same order. */
export async function findingsWorkbook(
  pages: FindingPages,
  patients: PatientNumbers,
  about: About,
  filters: FindingFilters = {},
): Promise<readonly OutSheet[]> {
  const title = `Kết quả kiểm tra lần gửi ${about.submission}`
  return [
    summarySheet(await pages.tally(filters), { ...about, title }),
    {
      name: 'Phát hiện',
      title,
      fixedColumns: FIXED_COLUMNS,
      printedColumns: PRINTED_COLUMNS,
      ...tableOf(CLERK_COLUMNS, linesOf(pages, patients, filters)),
    },
  ]
}

async function* linesOf(
  pages: FindingPages,
  patients: PatientNumbers,
  filters: FindingFilters,
): AsyncGenerator<FindingLine, void> {
  for (const severity of filters.severity === undefined ? SEVERITIES : [filters.severity]) {
    for (let after = 0, more = true; more;) {
      const found = await pages.page(after, PAGE, { ...filters, severity })
      const dossiers = new Set(found.flatMap(({ finding }) => finding.dossier?.index ?? []))
      const numbers = await patients([...dossiers])
      for (const each of found) yield { ...each, MA_BN: numbers.get(each.finding.dossier?.index ?? -1) ?? null }
      after = found.at(-1)?.ordinal ?? after
      more = found.length === PAGE
    }
  }
}
