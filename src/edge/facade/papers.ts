import { createHash } from 'node:crypto'
import { CATALOGUE_FORMS } from '../catalogues/forms.ts'
import { createPaperReader, type PaperContents, type ProblemKind, type ReadForm } from '../catalogues/read-paper.ts'
import { SETTLEMENT_FORMS } from '../catalogues/settlement-forms.ts'
import type { PaperNote } from '../receipt/paper-note.ts'
import type { PaperStore } from '../receipt/paper-store.ts'
import { Refusal } from '../refusals.ts'
import { legacyMoment, type LegacyAnswer } from './answers.ts'
import { legacyCodes, RECEIVED, RECEIVED_TEXT } from './codes.ts'
import type { LegacyCaller } from './legacy-token.ts'
import type { PaperKind } from './operations.ts'
import { assertOwnFacility } from './submit.ts'
import type { Wrapper } from './wrapper/open-wrapper.ts'
import type { WrapperFields } from './wrapper/fields.ts'

/** A catalogue of 20,000 rows has some 30 MB. */
const MOST_PAPER_BYTES = 100 * 1024 * 1024
const ID_CHARACTERS = 32
const MOST_PERIOD = 20

const READ_FORMS: ReadonlySet<string> = new Set([...CATALOGUE_FORMS, ...SETTLEMENT_FORMS])
const isRead = (kind: PaperKind): kind is ReadForm => READ_FORMS.has(kind)

/**
 * A paper beside dossiers, kept as it came: the same bytes of a facility and kind are one paper, and their sender gets the first answer. A
 * catalogue, a summary 01/BH or a correction 09/BH is read and compared with its form; what is wrong is noted, and it is kept all the same.
 * Throws a Refusal where it is no such file, or of another facility; then nothing is kept.
 */
export async function takePaper(
  {
    kind,
    caller,
    parameters,
    wrapper,
  }: { kind: PaperKind; caller: LegacyCaller; parameters: WrapperFields; wrapper: Wrapper },
  { store, now }: { store: PaperStore; now: number },
): Promise<PaperNote> {
  const { fields, file } = wrapper
  const assertOwn = (): void => {
    for (const each of [parameters, fields]) assertOwnFacility(each, caller)
  }
  assertOwn()
  if (file === null) throw new Refusal('wrapper-file-missing')
  const { facility, account, person = null } = caller
  const reader = isRead(kind) ? createPaperReader(kind, facility) : null
  const writer = store.open()
  try {
    const digest = createHash('sha256')
    let bytes = 0
    for await (const piece of file) {
      bytes += piece.length
      if (bytes > MOST_PAPER_BYTES) throw new Refusal('file-too-large', { limit: MOST_PAPER_BYTES })
      digest.update(piece)
      reader?.push(piece)
      await writer.write(piece)
    }
    assertOwn()
    const contents: PaperContents | null = reader?.end() ?? null
    const sha256 = digest.digest('hex')
    const period = (fields.get('kyQT') || parameters.get('kyQT')).slice(0, MOST_PERIOD) || null
    const id = paperId([facility, kind, period ?? '', sha256])
    const known = await store.find(id)
    if (known) {
      await writer.abort()
      return known
    }
    const { rows = null, errors = 0, warnings = 0, problems = [] } = contents ?? {}
    const rawKey = await writer.commit()
    const about = { version: 1 as const, id, facility, kind, period, receivedAtMs: now, account, person }
    return await store.keep({ ...about, rawKey, bytes, sha256, rows, errors, warnings, problems: [...problems] })
  } catch (error) {
    await writer.abort()
    throw error
  }
}

const kindOfFirst = (problems: PaperNote['problems']): ProblemKind =>
  problems.find(({ level }) => level === 'error')?.kind ?? 'content'

const paperId = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, ID_CHARACTERS)

const TOLD_PROBLEMS = 3
const NOT_HANDLED = 'Đã nhận và lưu; hệ thống chưa xử lý loại giấy tờ này, cơ sở vẫn phải gửi theo đường đang dùng.'
/** Kinds that are kept and not yet handled. */
const UNHANDLED: ReadonlySet<string> = new Set(['tong-hop', 'chung-tu', 'giay-to', 'gksk'])
/** Of certificates the answer has capitals (one source). */
const CAPITALS: ReadonlySet<string> = new Set(['chung-tu', 'giay-to', 'gksk'])

/** 200 for what was received whole; with errors the code of the first one's kind (09/BH), and the first of them in words. */
export function paperAnswer({ id, kind, receivedAtMs, errors, rows, problems }: PaperNote): LegacyAnswer {
  const code = UNHANDLED.has(kind)
    ? legacyCodes.parameters.paper
    : errors > 0
      ? legacyCodes[kindOfFirst(problems)].paper
      : RECEIVED
  const shown = problems
    .filter(({ level }) => level === 'error')
    .slice(0, TOLD_PROBLEMS)
    .map(({ row, vi }) => (row === '' ? vi : `dòng ${row}: ${vi}`))
  const rejected = `Đã lưu mẫu ${kind} (${rows} dòng) nhưng có ${errors} lỗi: ${shown.join('; ')}. Sửa rồi gửi lại cả tệp.`
  const words = UNHANDLED.has(kind) ? NOT_HANDLED : errors > 0 ? rejected : RECEIVED_TEXT
  const moment = legacyMoment(receivedAtMs)
  return {
    code,
    body: CAPITALS.has(kind)
      ? { MaGD: id, MaKetQua: code, ThoiGianTiepNhan: moment, ThongDiep: words }
      : { maKetQua: code, maGiaoDich: id, thoiGianTiepNhan: moment, thongDiep: words },
  }
}
