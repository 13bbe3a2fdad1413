/** What is measured of one build: the same for each, so that their figures compare. */
import { until } from '../../scripts/stack/until.ts'
import { NEIGHBOUR_PROVINCE, type StackUsage, type Subject } from './subject.ts'
import { NONE, since, together, type Usage } from './usage.ts'
import { visitsFile } from './visits.ts'

export const SENDERS = 4
const OWN = '01001'
const OTHER = '79001'
/** Of the shard of `OTHER`: it has its queues and its warehouse. */
const NEIGHBOUR = `${NEIGHBOUR_PROVINCE}001`
const WITHIN_MS = 1_800_000

/** How many files each part sends. */
export type Size = {
  /** Warm-up, apart and together. */
  readonly files: number
  /** Dossiers of the large file. */
  readonly large: number
  /** Files that wait when another facility sends one. */
  readonly backlog: number
}

/** Of the centre alone, for each dossier. */
export type Cost = {
  readonly perSecond: number
  readonly worker: number
  readonly warehouse: number
  readonly replica: number
  readonly register: number
  /** CPU of all of them, milliseconds. */
  readonly milliseconds: number
  /** Bytes that the warehouse's server hands to its files: log, replication log and database. */
  readonly bytes: number
}

export type Figures = {
  /** Files acknowledged in a second while the centre rests. */
  readonly acknowledgedAlone: number
  readonly single: Cost
  /** While both work: files acknowledged and verified in a second, and how many of the files were verified when the last was acknowledged. */
  readonly together: { readonly acknowledged: number; readonly verified: number; readonly share: number }
  readonly large: Cost
  /** Seconds until another facility's file is verified, from its acknowledgement. */
  readonly behindBacklog: number
  /** The same where both lie in one shard; null: the build has no account for it. */
  readonly behindNeighbour: number | null
}

let next = 0
const fresh = (facility: string, count: number, dossiers = 1): Buffer[] =>
  Array.from({ length: count }, () => {
    next += dossiers
    return visitsFile(facility, process.pid, next - dossiers, dossiers)
  })

const usedSince = (now: StackUsage, before: StackUsage): StackUsage => ({
  worker: since(now.worker, before.worker),
  warehouses: since(now.warehouses, before.warehouses),
  replicas: since(now.replicas, before.replicas),
  register: since(now.register, before.register),
})

function costOf(used: StackUsage, seconds: number, dossiers: number): Cost {
  const each = ({ cpuSeconds }: Usage): number => (cpuSeconds * 1000) / dossiers
  const all = together([used.worker, used.warehouses, used.replicas, used.register, NONE])
  return {
    perSecond: dossiers / seconds,
    worker: each(used.worker),
    warehouse: each(used.warehouses),
    replica: each(used.replicas),
    register: each(used.register),
    milliseconds: each(all),
    bytes: used.warehouses.writtenBytes / dossiers,
  }
}

/** Receives files while the centre rests, then lets it work alone. */
async function apart(
  subject: Subject,
  files: readonly Buffer[],
  dossiers: number,
): Promise<{ cost: Cost; received: number }> {
  await subject.begin()
  await subject.hold()
  const { seconds } = await subject.send(OWN, files, SENDERS)
  const before = await subject.usage()
  await subject.release()
  const took = await subject.verifiedAre(files.length)
  return {
    cost: costOf(usedSince(await subject.usage(), before), took, dossiers),
    received: files.length / seconds,
  }
}

async function atOnce(subject: Subject, files: readonly Buffer[]): Promise<Figures['together']> {
  await subject.begin()
  const started = performance.now()
  const { seconds } = await subject.send(OWN, files, SENDERS)
  const done = await subject.verified()
  await subject.verifiedAre(files.length)
  const all = (performance.now() - started) / 1000
  return { acknowledged: files.length / seconds, verified: files.length / all, share: done / files.length }
}

async function isVerified({ warehouses }: Subject, id: string): Promise<boolean> {
  const asked = warehouses.map(({ $client }) =>
    $client.execute({ sql: `SELECT 1 FROM submissions WHERE id = ? AND status = 'verified'`, args: [id] }),
  )
  return (await Promise.all(asked)).some(({ rows }) => rows.length > 0)
}

/** `backlog` files of one facility wait; another one sends one. */
async function behind(subject: Subject, backlog: number, waiting: string, other: string): Promise<number> {
  await subject.begin()
  await subject.hold()
  await subject.send(waiting, fresh(waiting, backlog), SENDERS)
  await subject.release()
  const { ids } = await subject.send(other, fresh(other, 1), 1)
  const started = performance.now()
  await until('the file of another facility to be verified', WITHIN_MS, async () =>
    (await isVerified(subject, ids[0] ?? '')) ? true : undefined,
  )
  const took = (performance.now() - started) / 1000
  await subject.verifiedAre(backlog + 1)
  return took
}

/** Warms a build up; returns a verified submission. */
export async function warm(subject: Subject, files: number): Promise<string> {
  await subject.begin()
  const { ids } = await subject.send(OWN, fresh(OWN, files), SENDERS)
  await subject.send(OTHER, fresh(OTHER, 1), 1)
  await subject.verifiedAre(files + 1)
  return ids[0] ?? ''
}

/** All figures of a build that is warm. */
export async function measure(subject: Subject, { files, large, backlog }: Size): Promise<Figures> {
  const single = await apart(subject, fresh(OWN, files), files)
  await apart(subject, fresh(OWN, 1, large), large)
  const wide = await apart(subject, fresh(OWN, 1, large), large)
  return {
    acknowledgedAlone: single.received,
    single: single.cost,
    together: await atOnce(subject, fresh(OWN, files)),
    large: wide.cost,
    behindBacklog: await behind(subject, backlog, OWN, OTHER),
    behindNeighbour: subject.hasNeighbour ? await behind(subject, backlog, OTHER, NEIGHBOUR) : null,
  }
}
