/** All findings that are kept of a submission, out of a real warehouse: whole, and no more of them in memory than a page. */
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifiedFindings } from '../../../src/centre/results/findings/read.ts'
import {
  findingsTable,
  findingsWorkbook,
  noPatientNumbers,
  type FindingPages,
} from '../../../src/centre/results/findings/sheets.ts'
import { csvStream } from '../../../src/province/sheets/csv.ts'
import { xlsxStream } from '../../../src/province/sheets/xlsx.ts'
import { KEPT_FINDINGS } from '../../../src/centre/verification/gather-rows.ts'
import { startWarehouse, type TestWarehouse } from '../../store/warehouse/sqld.ts'

const TABLES = ['XML1', 'XML2', 'XML3', 'XML10', null]
const EXPORT_WITHIN_MS = 120_000

let warehouse: TestWarehouse
beforeAll(async () => {
  warehouse = await startWarehouse()
  const shown = JSON.stringify({
    rule: 'XML2.MA_THUOC.required',
    severity: 'error',
    dossier: { index: 1, MA_LK: 'LK' },
    table: null,
    row: '3',
    field: 'MA_THUOC',
    line: 12,
    column: 5,
    value: null,
    message: { vi: 'Thiếu mã thuốc', en: 'The drug has no code' },
    remedy: { vi: 'Ghi mã thuốc', en: 'Give the code' },
    source: { document: 'QĐ 3176', place: 'Bảng 2', confidence: 'high' },
  })
  // Made by the server itself: sent as rows they would be a hundred megabytes.
  await warehouse.database.$client.execute({
    sql: `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
          INSERT INTO findings (submission_id, ordinal, dossier, facility, received_on, rule, severity, table_id, told)
          SELECT 's', i, 1, '01001', '2026-01-05', 'XML2.MA_THUOC.required', 'error', json_extract(?, '$[' || (i % 5) || ']'), ? FROM n`,
    args: [KEPT_FINDINGS, JSON.stringify(TABLES), shown],
  })
}, 60_000)
afterAll(async () => {
  await warehouse?.dispose()
})

/** Tells how many findings have been read and how much has been handed out. */
function watched(): { pages: FindingPages; read: () => number } {
  const pages = verifiedFindings(warehouse.database, { submission: 's', receivedOn: '2026-01-05' })
  let read = 0
  return {
    read: () => read,
    pages: {
      ...pages,
      async page(...asked) {
        const found = await pages.page(...asked)
        read += found.length
        return found
      },
    },
  }
}

/** A page of a sheet, the first page of the next, and the piece that is being filled. */
const MOST_AHEAD = 2000

/** Reads a stream to its end. Returns its bytes, and how many findings had been read when each piece came. */
async function taken(stream: ReadableStream<Uint8Array>, read: () => number) {
  const pieces: Uint8Array[] = []
  const readBefore: number[] = []
  for await (const piece of stream) {
    readBefore.push(read())
    pieces.push(piece)
  }
  return { bytes: new Uint8Array(Buffer.concat(pieces)), readBefore }
}

/** Whoever reads a piece more has at most some pages more read for it. */
function expectNotAhead(readBefore: readonly number[]): void {
  const steps = readBefore.map((read, at) => read - (readBefore[at - 1] ?? 0))
  expect(Math.max(...steps)).toBeLessThan(MOST_AHEAD)
  expect(readBefore[0]).toBeLessThan(MOST_AHEAD)
}

describe('the export of as many findings as are kept', () => {
  test(
    'as CSV has them all, read as they are written',
    async () => {
      const { pages, read } = watched()
      const { bytes, readBefore } = await taken(csvStream(findingsTable(pages, noPatientNumbers)), read)
      expect(strFromU8(bytes).trimEnd().split('\r\n')).toHaveLength(KEPT_FINDINGS + 1)
      expectNotAhead(readBefore)
    },
    EXPORT_WITHIN_MS,
  )

  test(
    'as a workbook has a summary and them all, read as they are written',
    async () => {
      const { pages, read } = watched()
      const about = {
        submission: 's',
        facility: '01001',
        receivedAt: '',
        findingsTotal: KEPT_FINDINGS,
        final: true,
        withoutPatients: null,
        chosenBy: [],
      }
      const { bytes, readBefore } = await taken(
        xlsxStream(await findingsWorkbook(pages, noPatientNumbers, about)),
        read,
      )
      const parts = unzipSync(bytes)
      const [summary, all] = [1, 2].map((sheet) =>
        strFromU8(parts[`xl/worksheets/sheet${sheet}.xml`] ?? new Uint8Array()),
      )
      expect(all?.match(/<row /g)).toHaveLength(KEPT_FINDINGS + 1)
      expect(summary).toContain(`<v>${KEPT_FINDINGS}</v>`)
      expectNotAhead(readBefore)
    },
    EXPORT_WITHIN_MS,
  )
})
