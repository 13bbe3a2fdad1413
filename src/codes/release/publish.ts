import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { Refusal } from '../refusals.ts'
import { deflate } from '../../store/reference/compression.ts'
import { canonicalText, contentHash, sha256, type ListedCode } from '../../store/reference/listed-code.ts'
import { packCatalogue } from '../../engine/index.ts'
import type { Reference } from '../../store/database.ts'
import { chain, type ChangeEntry } from './chain.ts'
import type { CatalogueContent, PublishedRelease, ReleasePlan, RowChange } from './plan.ts'
import { readCurrentRows, type CurrentRows } from './current-rows.ts'
import type { Signer } from './signature.ts'
import { writeRelease } from './write.ts'

/**
 * Publishes a release: applies the changes to what is in force, packs a snapshot of every catalogue they touch, chains and signs the
 * changes, and writes all of it in one transaction. Nothing is written when it throws: Refusal('release-conflict') when a row is not
 * (or no longer) what the plan took it for, or another release came first; Refusal('release-too-early') when it is to take effect
 * before the release it follows. `now`: epoch ms.
 */
export async function publish(
  primary: Reference,
  plan: ReleasePlan,
  { sign, now }: { sign: Signer; now: number },
): Promise<PublishedRelease> {
  const touched = new Set([...plan.changes.map(({ catalogue }) => catalogue), ...plan.catalogues.map(({ id }) => id)])
  const standing = await readCurrentRows(primary, [...touched])
  const effectiveAt = Math.max(plan.effectiveAt ?? now, now)
  if (standing.last !== null && effectiveAt < standing.last.effectiveAt)
    throw new Refusal('release-too-early', { release: standing.last.id })

  const contents = await contentsOf(plan, standing)
  const { changes, pages } = chain(standing.head, entriesOf(plan.changes))
  const id = plan.id ?? nextId(standing.ids, now)
  const number = (standing.last?.number ?? 0) + 1
  const lastHash = changes.at(-1)?.hash ?? standing.head.hash
  const listed = contents.map(({ head, rows, contentHash: hash }) => ({
    catalogue: head.id,
    rows,
    contentHash: hash,
    completeness: head.completeness,
    completeFrom: head.completeFrom,
  }))
  const digest = sha256(JSON.stringify(listed))
  const release = { id, number, publishedAt: now, effectiveAt, digest, lastHash }
  const signature = await sign({ ...release, restores: plan.restores ?? null, catalogues: listed })
  const signedPages = await Promise.all(
    pages.map(async (page) => ({ ...page, signature: await sign({ ...page, release: id }) })),
  )
  await writeRelease(primary, { plan, release: { ...release, signature }, contents, changes, pages: signedPages })
  return { ...release, changes: changes.length }
}

/** Closed before opened, so that a follower never holds two rows of one code and day; both in the order of catalogue and code. */
function entriesOf(changes: readonly RowChange[]): ChangeEntry[] {
  const closed = changes.flatMap(({ catalogue, before }): ChangeEntry[] =>
    before === null ? [] : [{ kind: 'closed', catalogue, row: before }],
  )
  const opened = changes.flatMap(({ catalogue, after }): ChangeEntry[] =>
    after === null ? [] : [{ kind: 'opened', catalogue, row: after }],
  )
  const inOrder = (a: ChangeEntry, b: ChangeEntry): number =>
    keyOf(a.catalogue, a.row) < keyOf(b.catalogue, b.row) ? -1 : 1
  return [...closed.sort(inOrder), ...opened.sort(inOrder)]
}

const keyOf = (catalogue: string, { code, validFrom }: ListedCode): string => `${catalogue}\n${code}\n${validFrom}`

/** Every catalogue of the new release, in order: what is touched anew, the rest as it was. */
async function contentsOf(plan: ReleasePlan, standing: CurrentRows): Promise<CatalogueContent[]> {
  const heads = new Map(standing.catalogues.map((content) => [content.head.id, content.head]))
  for (const head of plan.catalogues) heads.set(head.id, head)
  for (const { catalogue } of plan.changes) {
    if (!heads.has(catalogue)) throw new Refusal('catalogue-unknown', { catalogue })
  }
  const ordered = [...heads.values()].sort((a, b) => a.ordinal - b.ordinal)
  return Promise.all(
    ordered.map(async (head) => {
      const rows = standing.rows.get(head.id)
      const known = standing.catalogues.find((content) => content.head.id === head.id)
      if (rows === undefined && known !== undefined) return known
      const after = applied(head.id, rows ?? [], plan.changes)
      const packed = await packCatalogue(head, after, deflate)
      return { head, rows: after.length, contentHash: contentHash(after), hash: packed.hash, packed }
    }),
  )
}

/** Throws where a change rests on a row that is not there, or would have a row twice. */
function applied(catalogue: string, standing: readonly ListedCode[], changes: readonly RowChange[]): ListedCode[] {
  const own = changes.filter((change) => change.catalogue === catalogue)
  const rows = new Map(standing.map((row) => [keyOf(catalogue, row), row]))
  for (const { before } of own) {
    if (before === null) continue
    const key = keyOf(catalogue, before)
    const current = rows.get(key)
    if (current === undefined || canonicalText(current) !== canonicalText(before)) throw conflict(catalogue, before)
    rows.delete(key)
  }
  for (const { after } of own) {
    if (after === null) continue
    const key = keyOf(catalogue, after)
    if (rows.has(key)) throw conflict(catalogue, after)
    rows.set(key, after)
  }
  return [...rows.values()]
}

const conflict = (catalogue: string, { code }: ListedCode): Refusal =>
  new Refusal('release-conflict', { catalogue, code })

/** `2026.11.2`: the second release of November 2026 in Việt Nam. */
function nextId(ids: readonly string[], now: number): string {
  const [year = '', month = ''] = vietnamIsoDay(now).split('-')
  const stem = `${year}.${month}.`
  const ordinals = ids.flatMap((id) => (id.startsWith(stem) ? [Number(id.slice(stem.length))] : []))
  return `${stem}${Math.max(0, ...ordinals) + 1}`
}
