/** One file through the engine, as it is read from the disk. */
import { inspectFile, plainCodecs, renderFinding, type Finding, type StandardId } from '../../../src/engine/index.ts'
import type { Prepared } from './code-lists.ts'
import { KEPT_FINDINGS } from './kept.ts'
import { labelsOf } from './labels.ts'
import type { FoundDossier, FoundFinding, FromWorker, ShownRow, ShownTable } from './messages.ts'
import { unpacked } from './unpack.ts'

/** Often enough for a bar that moves, seldom enough for a page that has other work. */
const REPORT_EVERY_MS = 120

async function* piecesOf(file: File, onRead?: (bytes: number) => void): AsyncGenerator<Uint8Array, void> {
  const reader = (await unpacked(file, onRead)).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

type Asked = { readonly id: number; readonly file: File; readonly received: number }

/** As a file is inspected that nobody sends: of no account, by the standard that it names. */
const settingsOf = ({ received }: Asked, { snapshot, pack }: Prepared) => ({
  facility: null,
  stated: null,
  received,
  codes: { snapshot, stale: false },
  codecs: plainCodecs,
  pack,
})

/** Checks a file and reports while it goes. Throws a refusal where the file as a whole cannot be taken. */
export async function checkFile(
  asked: Asked,
  prepared: Prepared,
  report: (message: FromWorker) => void,
  now: () => number,
): Promise<void> {
  const { id, file } = asked
  /** Of the dossier that is open: its MA_LK may become known only after its first findings. */
  let waiting: Finding[] = []
  let findings: FoundFinding[] = []
  let dossiers: FoundDossier[] = []
  let [read, findingsTotal, kept, reportedAt] = [0, 0, 0, now()]
  const keptOf = { error: 0, warning: 0, info: 0 }

  const settle = (): void => {
    for (const finding of waiting) {
      kept += 1
      findings.push({ ...renderFinding(finding), file: id, ordinal: kept })
    }
    waiting = []
  }
  const tell = (): void => {
    report({ kind: 'progress', id, read, findings, dossiers, findingsTotal })
    findings = []
    dossiers = []
    reportedAt = now()
  }
  const inspection = inspectFile({
    ...settingsOf(asked, prepared),
    onFinding(finding) {
      findingsTotal += 1
      if (keptOf[finding.severity] === KEPT_FINDINGS) return
      keptOf[finding.severity] += 1
      waiting.push(finding)
    },
    onDossier(result) {
      settle()
      dossiers.push({ ...result, file: id })
    },
  })
  const pieces = piecesOf(file, (bytes) => {
    read += bytes
  })
  try {
    for await (const piece of pieces) {
      inspection.push(piece)
      if (now() - reportedAt >= REPORT_EVERY_MS) tell()
    }
    const { standard, dossiers: counts } = inspection.end()
    settle()
    tell()
    report({ kind: 'checked', id, standard, facility: inspection.facility(), counts })
  } catch (error) {
    settle()
    tell()
    throw error
  }
}

/** Ends the reading of a file whose rest is not needed. */
class Enough extends Error {}

/** The rows of one dossier as the file has them, table by table. */
export async function readTables(
  asked: Asked & { readonly dossier: number; readonly standard: StandardId | null },
  prepared: Prepared,
): Promise<ShownTable[]> {
  const { file, dossier, standard } = asked
  const tables = new Map<string, ShownRow[]>()
  const inspection = inspectFile({
    ...settingsOf(asked, prepared),
    onFinding: () => {},
    onRow(table, row, index) {
      if (index !== dossier) return
      const cells = Array.from({ length: row.length }, (_, at) => ({
        name: row.names[at] ?? '',
        text: row.texts[at] ?? '',
      }))
      const label = cells.find(({ name, text }) => name === 'STT' && text !== '')?.text ?? String(row.ordinal)
      const rows = tables.get(table) ?? []
      tables.set(table, rows)
      rows.push({ label, cells })
    },
    onDossier({ index }) {
      if (index === dossier) throw new Enough()
    },
  })
  try {
    for await (const piece of piecesOf(file)) inspection.push(piece)
    inspection.end()
  } catch (error) {
    // A file that is refused further on has its first dossiers all the same.
    if (!(error instanceof Enough) && tables.size === 0) throw error
  }
  return [...tables].map(([name, rows]) => ({ name, rows, labels: labelsOf(standard, name) }))
}
