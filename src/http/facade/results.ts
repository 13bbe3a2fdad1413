import type { Context } from 'hono'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { and, desc, eq } from 'drizzle-orm'
import { codes } from '../../../db/reference/schema.ts'
import type { LegacyAnswer } from '../../edge/facade/answers.ts'
import type { LegacyCaller } from '../../edge/facade/legacy-token.ts'
import type { ResultList } from '../../edge/facade/operations.ts'
import {
  dayIn,
  daysAnswer,
  dossierAnswer,
  errorsAnswer,
  facilityAnswer,
  filesAnswer,
  type LegacyRows,
} from '../../edge/facade/results.ts'
import { assertOwnFacility } from '../../edge/facade/submit.ts'
import { isSubmissionId, type Receipt } from '../../edge/receipt/receipt.ts'
import { opensFiles, readRaw } from '../../edge/receipt/raw-reader.ts'
import { readReceipt } from '../../edge/receipt/receipts.ts'
import { acknowledgedFindings, verifiedFindings } from '../../centre/results/findings/read.ts'
import { rowsInBytes } from '../../centre/results/findings/rows-in-bytes.ts'
import { sentByDay, sentSubmissions } from '../../centre/results/sent-days.ts'
import { available } from '../../store/reference/available.ts'
import { isAway } from '../../store/failures.ts'
import { readSubmission } from '../../store/warehouse/read.ts'
import { Refusal } from '../refusals.ts'
import type { AppEnv } from '../services.ts'
import { firstOf, legacyCaller, parametersBeside, parametersInside } from './request.ts'

/** As many as a client shows; the API has all of them. */
const MOST_ERRORS = 1000
const MOST_FILES = 2000
/** The old gateway looks back by 60 days. */
const MOST_DAYS = 100
const DAY_MS = 24 * 60 * 60 * 1000
/** Rows of one dossier that are returned. */
const MOST_ROWS = 5000

type Ask = (...names: readonly string[]) => string

/** What became of files; available as soon as the file was answered, except the lists by day, which the centre has some seconds later. */
export async function legacyResults(c: Context<AppEnv>, list: ResultList): Promise<LegacyAnswer> {
  const parameters = [parametersBeside(c), await parametersInside(c)]
  const caller = await legacyCaller(c, parameters)
  for (const fields of parameters) assertOwnFacility(fields, caller)
  const asked: Ask = (...names) => firstOf(parameters, ...names)
  const warehouse = c.get('services').openWarehouse(caller.facility)
  switch (list) {
    case 'days':
      return daysAnswer(
        await sentByDay(
          warehouse,
          spanOf(caller, dayIn('tuNgay', asked('tuNgay')), dayIn('denNgay', asked('denNgay'))),
        ),
      )
    case 'files': {
      const day = dayIn('ngayGui', asked('ngayGui'))
      return filesAnswer(await sentSubmissions(warehouse, spanOf(caller, day, day), MOST_FILES))
    }
    case 'errors':
      return errorsOf(c, caller, asked('maGiaoDich'))
    case 'dossier':
      return dossierOf(c, caller, asked('maHoSo'))
    case 'facility':
      return facilityAnswer(caller.facility, caller.province, await nameOf(c, caller.facility))
  }
}

function spanOf({ facility }: LegacyCaller, from: string, to: string) {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS
  if (days < 0 || days >= MOST_DAYS)
    throw new Refusal('parameter-invalid', { parameter: 'denNgay', expected: `tuNgay … tuNgay + ${MOST_DAYS - 1}` })
  return { facility, from, to }
}

/** The caller's own receipt: of a stranger's it learns no more than of one that is not there. */
async function ownReceipt(c: Context<AppEnv>, { facility }: LegacyCaller, id: string): Promise<Receipt> {
  const receipt = isSubmissionId(id) ? await readReceipt(c.get('services').store, id) : null
  if (receipt?.facility !== facility) throw new Refusal('submission-unknown')
  return receipt
}

async function errorsOf(c: Context<AppEnv>, caller: LegacyCaller, id: string): Promise<LegacyAnswer> {
  const receipt = await ownReceipt(c, caller, id)
  const warehouse = c.get('services').openWarehouse(caller.facility)
  // While the warehouse is away the receipt says what the sender was answered.
  const state = await readSubmission(warehouse, id).catch(unlessAway)
  const isFinal = state?.status === 'verified'
  const receivedOn = vietnamIsoDay(receipt.receivedAtMs)
  const pages = isFinal
    ? verifiedFindings(warehouse, { submission: id, receivedOn })
    : acknowledgedFindings(receipt.findings)
  const errors = await pages.page(0, MOST_ERRORS, { severity: 'error' })
  return errorsAnswer(errors.map(({ finding }) => finding))
}

function unlessAway(error: unknown): null {
  if (isAway(error)) return null
  throw error
}

/** `maHoSo`: the id of a submission, and the number of the dossier in its file where that is not the first. */
async function dossierOf(c: Context<AppEnv>, caller: LegacyCaller, maHoSo: string): Promise<LegacyAnswer> {
  const [id = '', number = '1'] = maHoSo.split('-')
  const receipt = await ownReceipt(c, caller, id)
  const { store } = c.get('services')
  if (!opensFiles(store)) throw new Refusal('centre-only')
  const raw = await readRaw(store, receipt.rawKey)
  const rows: Record<string, Readonly<Record<string, string>>[]> = {}
  let count = 0
  if (raw)
    await rowsInBytes(raw, receipt, (table, row, dossier) => {
      if (String(dossier) !== number || count === MOST_ROWS) return
      count += 1
      const own = Object.fromEntries(row.names.slice(0, row.length).map((name, at) => [name, row.texts[at] ?? '']))
      rows[table] = [...(rows[table] ?? []), own]
    })
  if (count === 0) throw new Refusal('submission-unknown')
  return dossierAnswer(rows satisfies LegacyRows)
}

/** As the published list of facilities has it now; '' where it does not have it. */
async function nameOf(c: Context<AppEnv>, facility: string): Promise<string> {
  const [listed] = await available(() =>
    c
      .get('services')
      .openReplica()
      .select({ name: codes.name })
      .from(codes)
      .where(and(eq(codes.catalogue, 'facilities'), eq(codes.code, facility)))
      .orderBy(desc(codes.sinceRelease))
      .limit(1),
  )
  return listed?.name ?? ''
}
