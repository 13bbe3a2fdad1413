import { inspectFile, type InspectionOptions } from '../../engine/index.ts'
import type { Correction, IdenticalDossier } from '../receipt/receipt.ts'
import type { Purpose } from '../identity/caller.ts'
import type { EarlierDossier } from '../../kernel/refusal.ts'
import { Refusal } from '../refusals.ts'
import { chainOf, type AcceptedDossier, type Link } from './chain.ts'
import type { Chain } from './read-chains.ts'
import type { EarlierLookUp } from './look-up.ts'
import { vietnamTime } from '../../kernel/vietnam-time.ts'
import { createContentHash } from '../../store/warehouse/content-hash.ts'

/** Dossiers that a problem names; the sender finds the others once these are mended or left out. */
const NAMED_DOSSIERS = 20

/** How a file is read; without those who are notified of it. */
export type Checks = Pick<InspectionOptions, 'facility' | 'stated' | 'received' | 'codes' | 'codecs' | 'pack'>

export type SentFile = {
  readonly submission: string
  readonly facility: string
  readonly purpose: Purpose
  readonly correction: Correction | null
  /** The reason that holds where a dossier is found to be changed and none was given; null: such a file is refused. */
  readonly otherwise: Correction | null
  readonly accepted: ReadonlyMap<string, number>
  /** Its bytes once more, read as they were read before. */
  readonly reread: () => AsyncIterable<Uint8Array>
  readonly checks: Checks
}

export type EarlierFound = {
  readonly identical: IdenticalDossier[]
  readonly correction: Correction | null
  /** When the last of the deliveries that this file follows was received (epoch ms); null: it follows none. */
  readonly behind: number | null
}

/**
 * The dossiers of this file that were accepted before with the same content, in the order of the file, and the reason that holds for the
 * others. Throws Refusal('dossier-changed') where a dossier says something else than before and there is no reason. A file is read a second
 * time only where one of its MA_LKs is known, which is seldom.
 */
export async function identicalDossiers(sent: SentFile, lookUp: EarlierLookUp): Promise<EarlierFound> {
  const { facility, purpose, accepted, otherwise } = sent
  const chains = await lookUp({ facility, purpose }, [...accepted.keys()])
  if (chains.length === 0) return { identical: [], correction: sent.correction, behind: null }
  const behind = Math.max(...chains.flatMap(({ entries }) => entries.map(({ receivedAt }) => receivedAt)))
  const contents = await contentsOf(sent, new Set(chains.flatMap(({ MA_LK }) => accepted.get(MA_LK) ?? [])))
  const linksWith = (correction: Correction | null): Linked[] =>
    chains.map((chain) => ({ chain, link: linkOf({ ...sent, correction }, chain, contents) }))

  const links = linksWith(sent.correction ?? otherwise)
  const isChanging = links.some(({ link }) => link.state !== 'identical')
  if (sent.correction === null && otherwise !== null)
    return { identical: identicalOf(links), correction: isChanging ? otherwise : null, behind }
  const changed = links.filter(({ link }) => link.state === 'conflicting')
  if (changed.length === 0) return { identical: identicalOf(links), correction: sent.correction, behind }
  const earlier = changed.slice(0, NAMED_DOSSIERS).map(({ chain, link }) => named(chain, link))
  throw new Refusal('dossier-changed', { count: changed.length }, undefined, { members: { earlier } })
}

type Linked = { readonly chain: Chain; readonly link: Link }

const identicalOf = (links: readonly Linked[]): IdenticalDossier[] =>
  links
    .flatMap(({ chain: { MA_LK }, link: { state, entry, follows } }): IdenticalDossier[] => {
      if (state !== 'identical' || follows === null) return []
      const { submission, dossier } = follows
      return [{ dossier: entry.dossier, MA_LK, earlier: { submission, dossier } }]
    })
    .sort((a, b) => a.dossier - b.dossier)

/** What the dossier becomes in its chain: the last of what is known here. */
function linkOf(
  { submission, correction, accepted }: SentFile,
  { MA_LK, entries, kind }: Chain,
  contents: ReadonlyMap<number, string>,
): Link {
  const dossier = accepted.get(MA_LK) ?? 0
  const own: AcceptedDossier = {
    submission,
    dossier,
    receivedAt: Math.max(...entries.map(({ receivedAt }) => receivedAt)) + 1,
    contentHash: contents.get(dossier) ?? null,
    hasReason: correction !== null,
    assessedAt: null,
    agreement: null,
    state: null,
  }
  const link = chainOf([...entries, own], kind).find(({ entry }) => entry === own)
  if (!link) throw new Error('an entry is not in its own chain')
  return link
}

function named({ MA_LK, entries, kind }: Chain, { follows }: Link): EarlierDossier {
  const standing = chainOf(entries, kind).find(
    ({ entry }) => entry.submission === follows?.submission && entry.dossier === follows.dossier,
  )
  if (!standing) throw new Error('no version is current in a chain that has a dossier')
  const { entry, version, state } = standing
  const { submission, dossier, receivedAt } = entry
  return { MA_LK, submission, dossier, receivedAt: vietnamTime(receivedAt), version, state }
}

/** The content hashes of these dossiers of the file, as the centre computes them. */
async function contentsOf(
  { reread, checks }: SentFile,
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const contents = new Map<number, string>()
  let content = createContentHash()
  const inspection = inspectFile({
    ...checks,
    onFinding() {},
    onRow(table, row, dossier) {
      if (wanted.has(dossier)) content.add(table, row.names, row.texts, row.length)
    },
    onDossier({ index }) {
      if (!wanted.has(index)) return
      contents.set(index, content.end())
      content = createContentHash()
    },
  })
  for await (const bytes of reread()) inspection.push(bytes)
  inspection.end()
  return contents
}
