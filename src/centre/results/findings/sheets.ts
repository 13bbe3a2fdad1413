import type { OutCell, OutSheet } from '../../../province/sheets/sheet.ts'
import { FINDING_COLUMNS, findingCells, type NumberedFinding } from './columns.ts'

/** A page of findings behind a number, in their order; `table` restricts them to one table, null to those of no table. */
export type FindingPages = {
  readonly page: (after: number, limit: number, table?: string | null) => Promise<readonly NumberedFinding[]>
  /** Tables that findings are about; null among them where some are about the file or a dossier as a whole. */
  readonly tables: () => Promise<readonly (string | null)[]>
}

/** Findings read at once: half a megabyte, and as many as are kept of a submission in 200 of the 1000 requests that one may lead to on Workers. */
const PAGE = 500
/** What is about no table of the law. */
const WITHOUT_TABLE = 'Tệp'

/** All findings of a submission as one sheet, read while it is written. */
export const findingsSheet = (pages: FindingPages): OutSheet => ({
  name: 'Phát hiện',
  head: FINDING_COLUMNS,
  rows: rowsOf((after) => pages.page(after, PAGE)),
})

/** One sheet per table, in the order of the law's numbers, those about no table first. A submission without findings has one empty sheet. */
export async function* findingsSheets(pages: FindingPages): AsyncGenerator<OutSheet, void> {
  const tables = [...(await pages.tables())].sort(inOrder)
  if (tables.length === 0) yield findingsSheet(pages)
  for (const table of tables) {
    yield {
      name: table ?? WITHOUT_TABLE,
      head: FINDING_COLUMNS,
      rows: rowsOf((after) => pages.page(after, PAGE, table)),
    }
  }
}

/** XML2 before XML10. */
const inOrder = (a: string | null, b: string | null): number =>
  (a ?? '').localeCompare(b ?? '', 'en', { numeric: true })

async function* rowsOf(page: (after: number) => Promise<readonly NumberedFinding[]>): AsyncGenerator<OutCell[], void> {
  for (let after = 0, more = true; more;) {
    const found = await page(after)
    for (const each of found) yield findingCells(each)
    after = found.at(-1)?.ordinal ?? after
    more = found.length === PAGE
  }
}
