/** Beside a refused file: why, for a person to read, and what was found as a workbook. */
import { EOL } from 'node:os'
import type { RenderedFinding } from '../../src/engine/index.ts'
import { shownVietnamTime } from '../../src/kernel/vietnam-time.ts'
import { findingsWorkbookOf } from '../answers/workbook.ts'
import { writeWhole } from '../disk.ts'
import type { Entry, EntryProblem } from '../outbox/entry.ts'

export type RefusalToWrite = {
  readonly facility: string
  readonly entry: Entry
  readonly problem: EntryProblem
  readonly findings: readonly RenderedFinding[]
  readonly findingsTotal: number
  /** Epoch milliseconds. */
  readonly now: number
}

/** The sign by which Notepad of older systems knows UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'
/** Findings named in the text; all that are kept lie in the workbook. */
const NAMED = 20

/** Writes `<file>.ly-do.txt` and, with findings, `<file>.phat-hien.xlsx`. The same once more changes nothing. */
export async function writeRefusal(place: string, refusal: RefusalToWrite): Promise<void> {
  await writeWhole(`${place}.ly-do.txt`, refusalText(refusal))
  if (refusal.findings.length === 0) return
  const { facility, entry, findings, findingsTotal, now } = refusal
  const about = { title: entry.name, id: entry.id, facility, at: now, findingsTotal, isFinal: true }
  await writeWhole(`${place}.phat-hien.xlsx`, await findingsWorkbookOf(findings, about))
}

function refusalText({ entry, problem, findings, findingsTotal, now }: RefusalToWrite): string {
  const errors = findings.filter(({ severity }) => severity === 'error').slice(0, NAMED)
  const lines = [
    problem.message.vi,
    `Cách xử lý: ${problem.remedy.vi}`,
    '',
    problem.message.en,
    `What to do: ${problem.remedy.en}`,
    '',
    ...errors.flatMap((finding) => [`- ${placeOf(finding)}: ${finding.message.vi}`, `  → ${finding.remedy.vi}`]),
    ...(findingsTotal > errors.length
      ? [
          `Tất cả ${findingsTotal} phát hiện: xem tệp Excel bên cạnh / all ${findingsTotal} findings: see the workbook beside`,
        ]
      : []),
    '',
    `${problem.code} · ${entry.id} · ${shownVietnamTime(now)}`,
    '',
  ]
  return BYTE_ORDER_MARK + lines.join(EOL)
}

const placeOf = ({ dossier, table, row, field }: RenderedFinding): string =>
  [dossier && `Hồ sơ ${dossier.index} (${dossier.MA_LK ?? '–'})`, table, row && `dòng ${row}`, field]
    .filter(Boolean)
    .join(' · ')
