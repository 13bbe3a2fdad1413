/** By hand: everything that the files of a batch leave in a warehouse, in one transaction. */
import { text } from '../columns.ts'
import type { Command, Warehouse } from '../database.ts'
import { submissions } from '../../../db/warehouse/schema.ts'
import { tuplesOf, upserts } from '../upsert.ts'
import { sealContents } from './contents/write.ts'
import { settlePaid, type EncounterKey } from './dossier-deadlines.ts'
import { unsettleContested } from './dossier-versions.ts'
import { announcingAll, dueWebhooks, type WebhookAddress } from './events.ts'
import { FIRST_HISTORY_ORDINAL, writingHistories, type DossierHistory } from './history-findings.ts'
import type { Vault } from './identity/vault.ts'
import { NOTHING_GATHERED, writing, type Gathered, type SubmissionRow } from './write.ts'

/** What is known of a verified file; its state follows from what the database finds. */
export type FoundSubmission = Omit<SubmissionRow, 'status'>

/** A file whose verification ends: its row, and the dossiers that its edge accepted and the centre rejected. */
export type EndedFile = { readonly submission: FoundSubmission; readonly wrong: readonly number[] }

export type BatchFile = EndedFile & { readonly gathered: Gathered }

export type Batch = {
  readonly files: readonly BatchFile[]
  /** What is to be said of dossiers among others, at a revision of the register. */
  readonly histories: readonly DossierHistory[]
  readonly revision: number
  /** SQL whose value has to be `seen` still, or deadlines were judged by what holds no longer. */
  readonly grounds: { readonly sql: string; readonly seen: string }
}

export type Ended = {
  /** Submissions that are not verified yet: a dossier of theirs has a chain to be settled, or deadlines have to be judged anew. */
  readonly open: ReadonlySet<string>
  readonly webhooks: readonly WebhookAddress[]
}

/** Of a file that is written once more, what an earlier message of it left and this one does not. */
const LEFT_BEHIND = [
  `DELETE FROM findings WHERE submission_id IN (SELECT value FROM json_each(:ids)) AND ordinal < ${FIRST_HISTORY_ORDINAL}`,
  ...['dossier_contents', 'dossier_costs', 'identity_hashes', 'failed_dossiers'].map(
    (table) => `DELETE FROM ${table} WHERE submission_id IN (SELECT value FROM json_each(:ids))`,
  ),
]

const joined = (all: readonly Gathered[]): Gathered => ({
  contents: all.flatMap(({ contents }) => contents),
  findings: all.flatMap(({ findings }) => findings),
  costs: all.flatMap(({ costs }) => costs),
  hashes: all.flatMap(({ hashes }) => hashes),
  rejected: [],
  dossiers: all.flatMap(({ dossiers }) => dossiers),
})

/**
 * Writes files that the warehouse has never seen, and ends their verification: facts, versions, deadlines, contents, history, events and the
 * row that says *verified* are there together, or nothing is. Safe to repeat. `at`: epoch milliseconds.
 */
export async function writeBatch(warehouse: Warehouse, vault: Vault, batch: Batch, at: number): Promise<Ended> {
  const { files, histories, revision, grounds } = batch
  const gathered = files.length === 0 ? NOTHING_GATHERED : joined(files.map((file) => file.gathered))
  const sealed = await sealContents(vault, gathered.contents)
  const ids = JSON.stringify(files.map(({ submission }) => submission.id))
  const keys = gathered.dossiers.flatMap(({ facility, MA_LK, outcome }): EncounterKey[] =>
    MA_LK && outcome !== 'rejected' ? [{ facility, MA_LK }] : [],
  )
  return endFiles(warehouse, files, at, {
    before: [
      ...LEFT_BEHIND.map((sql) => ({ sql, args: { ids } })),
      ...writing(gathered, sealed),
      unsettleContested(ids),
      settlePaid(keys),
      ...(histories.length === 0 ? [] : writingHistories(revision, histories, at)),
    ],
    condition: `${grounds.sql} = :seen`,
    args: { seen: grounds.seen },
  })
}

const UNSETTLED = `SELECT 1 FROM dossiers d WHERE d.submission_id = submissions.id AND d.state IS NULL AND d.outcome <> 'rejected'`

type Ending = {
  readonly before: readonly Command[]
  /** SQL without which no file ends. */
  readonly condition: string
  readonly args: Readonly<Record<string, string>>
}

/**
 * Says of files that they are verified, those of which nothing is unsettled, and announces it, in one transaction behind `before`. What is
 * verified stays as it is. Returns those that are not, and the webhooks for which something is due.
 */
export async function endFiles(
  warehouse: Warehouse,
  files: readonly EndedFile[],
  at: number,
  { before, condition, args }: Ending = { before: [], condition: 'true', args: {} },
): Promise<Ended> {
  const ids = JSON.stringify(files.map(({ submission }) => submission.id))
  const wrong = JSON.stringify(files.flatMap((file) => file.wrong.map((dossier) => [file.submission.id, dossier])))
  const rows = files.map(({ submission }) => ({ ...submission, status: 'verifying' as const }))
  const announced = { ids, wrong }
  const [open, webhooks] = await warehouse.writeThenAsk(
    [
      ...before,
      ...upserts(SUBMISSIONS, tuplesOf(submissions, rows)),
      {
        sql: `UPDATE submissions SET status = 'verified', verified_at = :at, failure = NULL
              WHERE id IN (SELECT value FROM json_each(:ids)) AND status <> 'verified' AND NOT EXISTS (${UNSETTLED}) AND ${condition}`,
        args: { ids, at, ...args },
      },
      ...announcingAll(VERIFIED, { ...announced, at }),
    ],
    [
      {
        sql: `SELECT id FROM submissions WHERE id IN (SELECT value FROM json_each(:ids)) AND status <> 'verified'`,
        args: { ids },
        shape: { id: text },
      },
      dueWebhooks(VERIFIED, announced),
    ],
  )
  return { open: new Set(open.map(({ id }) => id)), webhooks }
}

/**
 * What is verified stays so: another message of the same submission that is slower takes nothing back. Only where dossiers could not be
 * written it is done anew.
 */
const SUBMISSIONS = {
  table: 'submissions',
  key: ['id'],
  onlyWhere: "submissions.status <> 'verified' OR submissions.failed_dossiers > 0",
}

/** The events of those of `:ids` that are verified; `:wrong` are the dossiers rejected after acceptance. */
const VERIFIED = `SELECT 'rejected-after-acceptance' AS kind, s.facility, s.id AS submission_id, j.value ->> 1 AS dossier, NULL AS occasion
    FROM json_each(:wrong) j CROSS JOIN submissions s ON s.id = j.value ->> 0 WHERE s.status = 'verified'
  UNION ALL SELECT 'verified', s.facility, s.id, NULL, NULL
    FROM json_each(:ids) i CROSS JOIN submissions s ON s.id = i.value WHERE s.status = 'verified'`
