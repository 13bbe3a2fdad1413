import { readRaw } from '../../edge/receipt/raw-reader.ts'
import type { Receipt } from '../../edge/receipt/receipt.ts'
import { integer } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import { isAboutValues } from '../../store/failures.ts'
import { STANDS_ALONE } from '../../store/warehouse/dossier-versions.ts'
import { writeBatch, type BatchFile, type Ended } from '../../store/warehouse/write-batch.ts'
import type { DossierRow } from '../../store/warehouse/write.ts'
import { judgeAlone, OUTAGES_SEEN, readGrounds, type Grounds } from '../deadlines/judge-alone.ts'
import { judgeTogether, reportElsewhere, type Histories } from '../history/settle-history.ts'
import { conclude } from './conclude.ts'
import { createGatherer, type Taken } from './gather-rows.ts'
import { isFull } from './dossier-writer.ts'
import { factsOf, judgeFile, type JudgedFile } from './judge-file.ts'
import type { Lists } from './lists.ts'
import type { WithVault } from './needs.ts'
import { failed, VERIFIED, type Outcome } from './outcome.ts'
import { settleFile, verifyAlone } from './verify-alone.ts'

/** A file that was read and judged, and waits for the others of its group. */
export type PreparedFile = {
  readonly receipt: Receipt
  readonly lists: Lists
  readonly judged: JudgedFile
  readonly taken: Taken
  readonly findingsTotal: number
  readonly bytes: number
}

/** Reads and judges a file that the warehouse has never seen. null: it is too large to be held. */
export async function prepareFile(receipt: Receipt, lists: Lists, needs: WithVault): Promise<PreparedFile | null> {
  const { vault, pack, store } = needs
  const raw = await readRaw(store, receipt.rawKey)
  if (raw === null) throw new Error('the bytes of this submission are not in the store')
  const gatherer = createGatherer(factsOf(receipt), { vault, standard: receipt.standard })
  const behindPiece = (): Promise<boolean> => Promise.resolve(!isFull(gatherer))
  const judged = await judgeFile(receipt, { lists, pack, vault, raw, into: gatherer, behindPiece })
  if (judged === null || isFull(gatherer)) return null
  const { bytes } = gatherer.held
  return { receipt, lists, judged, taken: gatherer.take(), findingsTotal: gatherer.findingsTotal, bytes }
}

type Key = readonly [facility: string, purpose: string, MA_LK: string]
const nameOf = (key: Key): string => JSON.stringify(key)

const keysOf = ({ dossiers }: Taken): Key[] =>
  dossiers.flatMap(({ facility, purpose, MA_LK, outcome }): Key[] =>
    MA_LK && outcome !== 'rejected' ? [[facility, purpose, MA_LK]] : [],
  )

/** Which encounters the warehouse knows already: for the same purpose, and as payment data. */
async function readKnown(warehouse: Warehouse, keys: readonly Key[]) {
  const exists = (purpose: string): string =>
    `EXISTS (SELECT 1 FROM dossiers d WHERE d.MA_LK = j.value ->> 2 AND d.facility = j.value ->> 0 AND d.purpose = ${purpose} AND d.outcome <> 'rejected')`
  const rows = await warehouse.ask({
    sql: `SELECT at, known, paid FROM (SELECT j.key AS at, ${exists('j.value ->> 1')} AS known, ${exists("'payment'")} AS paid FROM json_each(:keys) j)
          WHERE known OR paid`,
    args: { keys: JSON.stringify(keys) },
    shape: { at: integer, known: integer, paid: integer },
  })
  const of = (name: 'known' | 'paid'): Set<string> =>
    new Set(rows.flatMap((row) => (row[name] === 1 && keys[row.at] ? [nameOf(keys[row.at] ?? ['', '', ''])] : [])))
  return { known: of('known'), paid: of('paid') }
}

/** The row of a dossier with what follows from its being alone in its chain; one that is not alone waits to be settled. */
function settledRow(row: DossierRow, isAlone: boolean, isPaid: boolean, grounds: Grounds): DossierRow {
  if (row.outcome === 'rejected') return { ...row, ...judgeAlone(row, grounds) }
  if (!isAlone) return row
  const { paymentDueOn, ...judged } = judgeAlone(row, grounds)
  return { ...row, ...STANDS_ALONE, ...judged, paymentDueOn: isPaid ? null : paymentDueOn }
}

/** Everything that is written of a group beside each file by itself. */
type Ground = Histories & { readonly grounds: Grounds; readonly files: ReadonlyMap<PreparedFile, BatchFile> }

/** Finds out what a group of files rests on, and enters its encounters. */
async function groundOf(group: readonly PreparedFile[], needs: WithVault, warehouse: Warehouse): Promise<Ground> {
  const keys = group.flatMap(({ taken }) => keysOf(taken))
  const facilities = [...new Set(group.map(({ receipt }) => receipt.facility))]
  const [{ known, paid }, grounds] = await Promise.all([readKnown(warehouse, keys), readGrounds(warehouse, facilities)])
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(nameOf(key), (counts.get(nameOf(key)) ?? 0) + 1)
  const isAlone = (key: Key): boolean => !known.has(nameOf(key)) && counts.get(nameOf(key)) === 1
  // A file with one dossier that is not alone is settled as a whole behind the batch.
  const alone = group.filter(({ taken }) => keysOf(taken).every(isAlone))
  const { revision, histories } = await judgeTogether(
    alone.flatMap(({ taken }) => taken.encounters),
    needs,
  )
  const history = needs.openRegister === null ? 'not-evaluated' : 'settled'
  const files = new Map(
    group.map((file): [PreparedFile, BatchFile] => {
      const { judged, taken, findingsTotal } = file
      const dossiers = taken.dossiers.map((row) => {
        const key: Key = [row.facility, row.purpose, row.MA_LK ?? '']
        return settledRow(row, row.MA_LK === null || isAlone(key), paid.has(nameOf(key)), grounds)
      })
      const submission = { ...judged.submission, findingsTotal, history } as const
      return [file, { submission, wrong: judged.wrong, gathered: { ...taken, dossiers } }]
    }),
  )
  return { grounds, revision, histories, files }
}

/**
 * Writes a group of prepared files of one warehouse in one transaction. Where the database refuses values, the group is halved until the file
 * is alone, which then goes by itself; the others are written. Returns what became of each file by the id of its submission.
 */
export async function writeTogether(
  group: readonly PreparedFile[],
  needs: WithVault,
  warehouse: Warehouse,
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>()
  const each = (files: readonly PreparedFile[], outcome: Outcome): void => {
    for (const { receipt } of files) outcomes.set(receipt.id, outcome)
  }
  try {
    const ground = await groundOf(group, needs, warehouse)
    const own = needs.warehouseName(group[0]?.receipt.facility ?? '')
    const isOwn = ({ facility }: { readonly facility: string }): boolean => needs.warehouseName(facility) === own
    const here = ground.histories.filter(isOwn)
    await writeHalves(group, { ...ground, histories: here }, { needs, warehouse, each })
    await reportElsewhere({ ...ground, histories: ground.histories.filter((history) => !isOwn(history)) }, needs)
  } catch (error) {
    each(
      group.filter(({ receipt }) => !outcomes.has(receipt.id)),
      failed(error),
    )
  }
  return outcomes
}

type Writing = {
  readonly needs: WithVault
  readonly warehouse: Warehouse
  readonly each: (files: readonly PreparedFile[], outcome: Outcome) => void
}

async function writeHalves(group: readonly PreparedFile[], ground: Ground, writing: Writing): Promise<void> {
  const { needs, warehouse, each } = writing
  const files = group.flatMap((file) => ground.files.get(file) ?? [])
  let ended: Ended
  try {
    const { grounds, histories, revision } = ground
    const batch = { files, histories, revision, grounds: { sql: OUTAGES_SEEN, seen: grounds.seen } }
    ended = await writeBatch(warehouse, needs.vault, batch, needs.now())
  } catch (error) {
    if (!isAboutValues(error)) throw error
    const half = Math.ceil(group.length / 2)
    if (group.length === 1) return alone(group[0], writing)
    await writeHalves(group.slice(0, half), ofFiles(ground, group.slice(0, half)), writing)
    await writeHalves(group.slice(half), ofFiles(ground, group.slice(half)), writing)
    return
  }
  const done = group.filter(({ receipt }) => !ended.open.has(receipt.id))
  await conclude(
    done.map(({ receipt }) => receipt.id),
    ended.webhooks,
    needs,
  )
  each(done, VERIFIED)
  for (const file of group) {
    const written = ground.files.get(file)
    if (!written || !ended.open.has(file.receipt.id)) continue
    const outcome = await settleFile(written, needs, warehouse).then(() => VERIFIED, failed)
    each([file], outcome)
  }
}

/** The same ground for some of its files: of the others nothing is said yet. Whom both met is said of with either. */
function ofFiles(ground: Ground, some: readonly PreparedFile[]): Ground {
  const others = new Set(
    [...ground.files.keys()].filter((file) => !some.includes(file)).map(({ receipt }) => receipt.id),
  )
  return { ...ground, histories: ground.histories.filter(({ submissionId }) => !others.has(submissionId)) }
}

async function alone(file: PreparedFile | undefined, { needs, warehouse, each }: Writing): Promise<void> {
  if (file === undefined) return
  const outcome = await verifyAlone(file.receipt, file.lists, needs, warehouse).then(() => VERIFIED, failed)
  each([file], outcome)
}
