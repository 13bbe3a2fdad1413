import type { Row } from '@libsql/client/web'
import type { Warehouse } from '../../store/database.ts'
import { textIn } from '../../store/text-in.ts'
import type { Judgement, LineJudgement } from './assessment.ts'

/** An assessment as it lies in the warehouse. */
export type KnownAssessment = Judgement & {
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
  warehouse: Warehouse,
  facility: string,
  MA_LK: string,
): Promise<KnownAssessment[]> {
  const found = `SELECT a.* FROM assessments a JOIN dossiers d ON d.submission_id = a.submission_id AND d.dossier = a.dossier
    WHERE d.MA_LK = :MA_LK AND d.facility = :facility ORDER BY a.received_at DESC, a.sender, a.id DESC LIMIT ${MOST_ASSESSMENTS}`
  const args = { MA_LK, facility }
  const [heads, lines] = await warehouse.$client.batch(
    [
      { sql: found, args },
      {
        sql: `SELECT l.* FROM assessment_lines l JOIN (${found}) f ON f.sender = l.sender AND f.id = l.assessment ORDER BY l.table_id, l.STT`,
        args,
      },
    ],
    'read',
  )
  const linesOf = new Map<string, LineJudgement[]>()
  for (const row of lines?.rows ?? []) {
    const key = `${textIn(row['sender'])} ${textIn(row['assessment'])}`
    const line = { table: textIn(row['table_id']), STT: Number(row['STT']), ...judgementFrom(row) }
    const known = linesOf.get(key) ?? []
    linesOf.set(key, known)
    known.push(line)
  }
  return (heads?.rows ?? []).map((row) => {
    const [sender, id] = [textIn(row['sender']), textIn(row['id'])]
    return {
      id,
      sender,
      submission: textIn(row['submission_id']),
      dossier: Number(row['dossier']),
      receivedAt: Number(row['received_at']),
      ...judgementFrom(row),
      lines: linesOf.get(`${sender} ${id}`) ?? [],
    }
  })
}

function judgementFrom(row: Row): Judgement {
  const code = textIn(row['reason_code'])
  const amount = row['amount']
  return {
    // The column holds what its list allows.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    decision: textIn(row['decision']) as Judgement['decision'],
    amount: typeof amount === 'number' ? amount : null,
    reason: code === '' ? null : { code, words: textIn(row['reason']) },
  }
}
