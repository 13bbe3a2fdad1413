/** `gateway correct`: a file that changes what was accepted before goes again, with the reason that the service asks for (article 13). */
import { gunzip } from '../../src/edge/gunzip.ts'
import { corrections } from '../../src/edge/earlier/corrections.ts'
import { submissionId } from '../../src/edge/receipt/receipt.ts'
import type { Opened } from '../open.ts'
import type { Entry } from '../outbox/entry.ts'
import { GatewayProblem } from '../problem.ts'

/** The service's problem that asks for a reason. */
const NEEDS_REASON = 'dossier-changed'
const MOST_LOOKED_AT = 10_000

export type CorrectAsked = {
  /** Of the refused file, or its beginning. */
  readonly id: string
  readonly code: string
  readonly reason: string
  /** A name that no other entry has. */
  readonly newId: string
}

/** Enters the refused file anew, with its reason; the refused entry stays as what it is. Throws a GatewayProblem. */
export async function correctRefused(
  { outbox, bodies }: Opened,
  { id, code, reason, newId }: CorrectAsked,
): Promise<Entry> {
  if (!Object.hasOwn(corrections, code))
    throw new GatewayProblem({
      vi: `--correction nhận một trong: ${describeCodes('vi')}.`,
      en: `--correction is one of: ${describeCodes('en')}.`,
    })
  const refused = refusedNamed(outbox.inState('refused', MOST_LOOKED_AT), id)
  const body = await bodies.create(newId)
  try {
    for await (const piece of gunzip(bodies.read(refused.id))) await body.write(piece)
    const packed = await body.commit()
    const correction = { code, reason }
    const submission = submissionId(refused.facility, refused.purpose, refused.sha256, correction)
    const found = outbox.findingsOf(refused.seq)
    const { entry, isNew } = outbox.take({
      id: newId,
      facility: refused.facility,
      purpose: refused.purpose,
      name: refused.name,
      way: refused.way,
      sha256: refused.sha256,
      bytes: refused.bytes,
      packed,
      dossiers: outbox.dossiersOf(refused.seq),
      // Payment data was authenticated for the first try; with a reason it is another statement.
      state: refused.released_by === null ? 'waiting' : 'held',
      problem: null,
      dueOn: refused.due_on,
      findings: found?.findings ?? '[]',
      findingsTotal: found?.findings_total ?? 0,
      destinations: [{ destination: 'service', submission }],
      correction,
    })
    if (!isNew) await body.discard()
    return entry
  } catch (error) {
    await body.discard()
    throw error
  }
}

const describeCodes = (language: 'vi' | 'en'): string =>
  Object.entries(corrections)
    .map(([code, words]) => `${code} (${words[language]})`)
    .join(', ')

function refusedNamed(refused: readonly Entry[], id: string): Entry {
  const [first, ...more] = refused.filter((entry) => entry.id.startsWith(id) && entry.problem?.code === NEEDS_REASON)
  if (first && more.length === 0 && id !== '') return first
  throw new GatewayProblem({
    vi: `${id} không phải mã của đúng một tệp bị từ chối vì thiếu lý do sửa (xem gateway status).`,
    en: `${id} is not the id of exactly one file that was refused for want of a reason (see gateway status).`,
  })
}
