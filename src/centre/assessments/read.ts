import { ASSESSMENT_DECISIONS } from '../../../db/warehouse/versions.ts'
import { integer, oneOf, orNull, text, type RowOf } from '../../store/columns.ts'
import { openWords, placeOfWords, type KeyedWarehouse } from '../../store/warehouse/identity/words.ts'
import type { Assessed, LineJudgement } from './assessment.ts'

/** An assessment as it lies in the warehouse. */
export type KnownAssessment = Assessed & {
  readonly id: string
  readonly sender: string
  readonly submission: string
  readonly dossier: number
  /** Epoch milliseconds. */
  readonly receivedAt: number
  readonly lines: readonly LineJudgement[]
}

/** Beyond it the oldest are left out. */
const MOST_ASSESSMENTS = 100

/** All assessments of a dossier's versions, the newest first. */
export async function readAssessments(
  { warehouse, vault }: KeyedWarehouse,
  facility: string,
  MA_LK: string,
): Promise<KnownAssessment[]> {
  const found = `SELECT a.* FROM assessments a JOIN dossiers d ON d.submission_id = a.submission_id AND d.dossier = a.dossier
    WHERE d.MA_LK = :MA_LK AND d.facility = :facility ORDER BY a.received_at DESC, a.sender, a.id DESC LIMIT ${MOST_ASSESSMENTS}`
  const args = { MA_LK, facility }
  const [heads, lines] = await warehouse.askAll([
    {
      sql: `SELECT id, sender, submission_id AS submission, dossier, received_at AS receivedAt, ${JUDGED} FROM (${found})`,
      args,
      shape: HEAD,
    },
    {
      sql: `SELECT l.sender, l.assessment, l.table_id AS "table", l.STT, l.decision, l.amount, l.reason_code AS reasonCode, l.reason
            FROM assessment_lines l JOIN (${found}) f ON f.sender = l.sender AND f.id = l.assessment ORDER BY l.table_id, l.STT`,
      args,
      shape: LINE,
    },
  ])
  const linesOf = new Map<string, LineJudgement[]>()
  for (const { sender, assessment, table, STT, ...judged } of lines) {
    const key = `${sender} ${assessment}`
    const known = linesOf.get(key) ?? []
    linesOf.set(key, known)
    const place = placeOfWords.line(sender, assessment, table, STT)
    known.push({ table, STT, ...judgementFrom({ ...judged, reason: await openWords(vault, place, judged.reason) }) })
  }
  return Promise.all(
    heads.map(async ({ id, sender, submission, dossier, receivedAt, ...judged }) => {
      const reason = await openWords(vault, placeOfWords.assessment(sender, id), judged.reason)
      return {
        id,
        sender,
        submission,
        dossier,
        receivedAt,
        ...judgementFrom({ ...judged, reason }),
        lines: linesOf.get(`${sender} ${id}`) ?? [],
      }
    }),
  )
}

const JUDGED = 'decision, amount, reason_code AS reasonCode, reason'
const JUDGEMENT = {
  decision: oneOf(ASSESSMENT_DECISIONS),
  amount: orNull(integer),
  reasonCode: orNull(text),
  reason: orNull(text),
}
const HEAD = { id: text, sender: text, submission: text, dossier: integer, receivedAt: integer, ...JUDGEMENT }
const LINE = { sender: text, assessment: text, table: text, STT: integer, ...JUDGEMENT }

/** A reason has a code and words, or neither. */
const judgementFrom = ({ decision, amount, reasonCode, reason }: RowOf<typeof JUDGEMENT>): Assessed => ({
  decision,
  amount,
  reason: reasonCode === null || reason === null ? null : { code: reasonCode, words: reason },
})
