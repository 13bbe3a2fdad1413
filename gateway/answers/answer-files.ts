/** Answers as files: what a clerk opens and what a HIS reads. Written as a whole; the same once more changes nothing. */
import { basename, extname, join } from 'node:path'
import { EOL } from 'node:os'
import { z } from 'zod'
import type { RenderedFinding } from '../../src/engine/index.ts'
import { vietnamIsoDay } from '../../src/kernel/vietnam-time.ts'
import { writeWhole } from '../disk.ts'
import type { Delivery, Entry } from '../outbox/entry.ts'
import { findingsWorkbookOf } from './workbook.ts'

/** What the names of answers end in. */
const RECEIPT_JSON = 'bien-nhan.json'
const RECEIPT_WORKBOOK = 'bien-nhan.xlsx'
export const RESULT_JSON = 'ket-qua.json'
export const RESULT_WORKBOOK = 'ket-qua.xlsx'
const REFUSAL_TEXT = 'tu-choi.txt'

/** Signs that Windows allows in no name, and what cannot be seen. */
const RESERVED = /[<>:"/\\|?*]|\p{Cc}/gu
/** Of a name that becomes part of another one: paths of Windows end at 260 characters. */
const STEM_CHARACTERS = 80
const ID_CHARACTERS = 8

/** `<answers>/<day of arrival>/<file>.<id>.<what>`: beside each other in the order of days, and never two of a name. */
export function answerPath(folder: string, { name, id, arrived_at: arrivedAt }: Entry, what: string): string {
  const bare = basename(name.normalize('NFC').replace(/\.gz$/i, ''))
  const stem = bare
    .slice(0, bare.length - extname(bare).length)
    .replace(RESERVED, '_')
    .slice(0, STEM_CHARACTERS)
    .replace(/[. ]+$/, '')
  return join(folder, vietnamIsoDay(arrivedAt), `${stem}.${id.slice(0, ID_CHARACTERS)}.${what}`)
}

const textSchema = z.object({ vi: z.string(), en: z.string() })
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable()
/** A finding of a receipt; whatever a newer service adds is left alone. */
const findingSchema = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  dossier: orNull(z.object({ index: z.int(), MA_LK: orNull(z.string()) })),
  table: orNull(z.string()),
  row: orNull(z.string()),
  field: orNull(z.string()),
  line: orNull(z.int()),
  column: orNull(z.int()),
  value: orNull(z.string()),
  message: textSchema,
  remedy: textSchema,
  source: z.object({ document: z.string(), place: z.string(), confidence: z.enum(['high', 'medium', 'low']) }),
})
const receiptSchema = z.object({ findings: z.array(findingSchema).default([]), findingsTotal: z.int().default(0) })

/** The receipt as it came, and what it found as a workbook. A receipt in another form is kept as bytes alone. */
export async function writeReceipt(folder: string, entry: Entry, receipt: Uint8Array, now: number): Promise<void> {
  await writeWhole(answerPath(folder, entry, RECEIPT_JSON), receipt)
  const read = receiptSchema.safeParse(parsed(receipt))
  if (!read.success || read.data.findings.length === 0) return
  const findings: readonly RenderedFinding[] = read.data.findings
  const about = {
    title: entry.name,
    id: entry.id,
    facility: entry.facility,
    at: now,
    findingsTotal: read.data.findingsTotal,
    isFinal: false,
  }
  await writeWhole(answerPath(folder, entry, RECEIPT_WORKBOOK), await findingsWorkbookOf(findings, about))
}

/** Why a destination will not take it, for a person to read. */
export async function writeTurnedAway(folder: string, entry: Entry, { problem, destination }: Delivery): Promise<void> {
  if (problem === null) return
  const lines = [
    problem.message.vi,
    `Cách xử lý: ${problem.remedy.vi}`,
    '',
    problem.message.en,
    `What to do: ${problem.remedy.en}`,
    '',
    `${problem.code} · ${destination} · ${entry.id}`,
    '',
  ]
  await writeWhole(answerPath(folder, entry, REFUSAL_TEXT), `\uFEFF${lines.join(EOL)}`)
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}
