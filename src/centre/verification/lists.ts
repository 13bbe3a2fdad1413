import type { LocalCodes, Snapshot } from '../../engine/index.ts'
import type { Receipt } from '../../edge/receipt/receipt.ts'

export type ListsNeeds = {
  /** The codes of a release. */
  snapshotOf: (release: string) => Promise<Snapshot>
  /** The id of the release in force at a moment (epoch ms), as the primary knows it; null: the primary does not answer. */
  releaseInForceAt: (moment: number) => Promise<string | null>
  /** What a facility's own codes stand for. */
  localCodesOf: (facility: string) => Promise<LocalCodes>
}

export type Lists = { readonly snapshot: Snapshot; readonly stale: false; readonly local: LocalCodes }

/**
 * The lists by which the centre judges a submission. Those of its edge, so that what the edge accepted is not refused for codes that were
 * published since. Where the edge's lists were stale, those that were in force when the file came: only the primary knows for sure. null:
 * it does not answer, and nothing can be judged now.
 */
export async function listsFor(
  { facility, judgedBy, receivedAtMs }: Receipt,
  needs: ListsNeeds,
): Promise<Lists | null> {
  const release = judgedBy.stale ? await needs.releaseInForceAt(receivedAtMs) : judgedBy.release
  if (release === null) return null
  const [snapshot, local] = await Promise.all([needs.snapshotOf(release), needs.localCodesOf(facility)])
  return { snapshot, stale: false, local }
}
