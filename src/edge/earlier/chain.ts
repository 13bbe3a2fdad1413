import type { AGREEMENT_DECISIONS, DOSSIER_KINDS, VERSION_STATES } from '../../../db/warehouse/versions.ts'

export type VersionState = (typeof VERSION_STATES)[number]
export type DossierKind = (typeof DOSSIER_KINDS)[number]
export type AgreementDecision = (typeof AGREEMENT_DECISIONS)[number]

/** An accepted dossier as a chain sees it: where it lies, when it came, what it says. */
export type AcceptedDossier = {
  readonly submission: string
  readonly dossier: number
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** null: its identity was taken away, or it is older than the hashes; it equals nothing. */
  readonly contentHash: string | null
  readonly hasReason: boolean
  /** When its first assessment came; null: none has. */
  readonly assessedAt: number | null
  readonly agreement: AgreementDecision | null
  /** What it was settled as; asked only where the content is not known any more. */
  readonly state: VersionState | null
}

/** What an entry is in its chain. */
export type Link = {
  readonly entry: AcceptedDossier
  readonly state: VersionState
  /** Its own number; of an identical or conflicting one that of the version it follows. */
  readonly version: number
  /** The version it replaces, equals or conflicts with; null: it is the first. */
  readonly follows: AcceptedDossier | null
}

type Numbered = {
  readonly entry: AcceptedDossier
  readonly version: number
  readonly state: 'effective' | 'waiting' | 'declined'
}

/**
 * The chain of one facility, MA_LK, purpose and kind. It is a function of the set of its entries alone: in whatever order, however
 * often and after whatever crash they are settled, each becomes the same. In the order of receipt
 * - the first is version 1;
 * - what says the same as the current version is identical to it, and so is what repeats an older one without a reason;
 * - other content with a reason is the next version. Once BHXH had assessed a version before it came, it waits for BHXH's agreement
 *   (Circular 48/2017/TT-BYT, article 13);
 * - other content without a reason conflicts. A message at check-in needs none: it shows the state of that moment.
 */
export function chainOf(entries: readonly AcceptedDossier[], kind: DossierKind = 'dossier'): Link[] {
  const links: Link[] = []
  const versions: Numbered[] = []
  for (const entry of entries.toSorted(inOrder)) {
    const current = versions.findLast(({ state }) => state === 'effective')
    const same = sameAs(entry, current, versions, kind)
    if (same) {
      links.push({ entry, state: 'identical', version: same.version, follows: same.entry })
    } else if (current && isNone(entry, kind)) {
      const state = entry.contentHash === null && entry.state === 'identical' ? 'identical' : 'conflicting'
      links.push({ entry, state, version: current.version, follows: current.entry })
    } else {
      const version = versions.length + 1
      const state = current && kind === 'dossier' ? agreed(entry, versions) : 'effective'
      versions.push({ entry, version, state })
      links.push({
        entry,
        // The last of them is set right below.
        state: state === 'effective' ? 'replaced' : state,
        version,
        follows: current?.entry ?? null,
      })
    }
  }
  const standing = versions.findLast(({ state }) => state === 'effective')
  return links.map((link) => (link.entry === standing?.entry ? { ...link, state: 'standing' } : link))
}

const inOrder = (a: AcceptedDossier, b: AcceptedDossier): number =>
  a.receivedAt - b.receivedAt ||
  (a.submission < b.submission ? -1 : a.submission > b.submission ? 1 : 0) ||
  a.dossier - b.dossier

/** The version that says what the entry says, as far as that makes it nothing new. */
function sameAs(
  { contentHash, hasReason }: AcceptedDossier,
  current: Numbered | undefined,
  versions: readonly Numbered[],
  kind: DossierKind,
): Numbered | undefined {
  if (contentHash === null || !current) return undefined
  const says = ({ entry }: Numbered): boolean => entry.contentHash === contentHash
  if (says(current)) return current
  // With a reason it may go back to an older version, or ask once more for what was declined.
  const mayRepeat = hasReason || kind !== 'dossier'
  return versions.findLast((version) => says(version) && (!mayRepeat || version.state === 'waiting'))
}

/** Whether it is no version, as nothing says why it differs; where its content is not known any more, what it was settled as decides. */
function isNone({ contentHash, hasReason, state }: AcceptedDossier, kind: DossierKind): boolean {
  const wasNone = contentHash === null && (state === 'identical' || state === 'conflicting')
  return wasNone || (!hasReason && kind === 'dossier')
}

/** A correction: at once, or by BHXH's agreement where a version that counted had been assessed before it came. */
function agreed({ receivedAt, agreement }: AcceptedDossier, versions: readonly Numbered[]): Numbered['state'] {
  const isSettled = versions.some(
    ({ state, entry: { assessedAt } }) => state === 'effective' && assessedAt !== null && assessedAt <= receivedAt,
  )
  if (!isSettled || agreement === 'agreed') return 'effective'
  return agreement === 'refused' ? 'declined' : 'waiting'
}
