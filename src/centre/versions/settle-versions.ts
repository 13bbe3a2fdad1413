import type { Warehouse } from '../../store/database.ts'
import {
  contestedChains,
  lastDossier,
  settleWithoutChain,
  standAlone,
  unsettledChains,
  unsettleRejected,
  writeVersions,
  type SettledVersion,
} from '../../store/warehouse/dossier-versions.ts'
import { chainOf, type Link } from '../../edge/earlier/chain.ts'
import { readChains, type Chain, type ChainKey } from '../../edge/earlier/read-chains.ts'

/** Dossiers of a submission looked at in one exchange: a second. Where others wait, sqld takes the lock away after five. */
const DOSSIERS_AT_ONCE = 5000
/** Chains read and written in one exchange: some 100 KB where each has a few entries. */
const CHAINS_AT_ONCE = 500
/** Somebody else wrote to one of the chains in between; more often than this in a row nobody does. */
const MOST_TRIES = 20
/** Of what was left unsettled, in one minute. */
const UNSETTLED_AT_ONCE = 5000

/**
 * Settles the chains that the dossiers of a submission belong to: state, version, what each follows, which is current. Safe to repeat,
 * and beside others who settle the same chains. Nearly all dossiers are alone in theirs, which is one statement for all of them.
 */
export async function settleVersions(warehouse: Warehouse, submissionId: string): Promise<void> {
  for (let first = 1, last = 1; first <= last; first += DOSSIERS_AT_ONCE) {
    const stretch = { submission: submissionId, first, behind: first + DOSSIERS_AT_ONCE }
    const [, , contested, [counted]] = await warehouse.write([
      standAlone(stretch),
      unsettleRejected(stretch),
      contestedChains(stretch),
      lastDossier(submissionId),
    ])
    await settleRows(warehouse, contested)
    last = counted?.last ?? 0
  }
}

/** Settles what a crash, or a time before there were versions, has left. Returns whether more is waiting. */
export async function settleUnsettled(warehouse: Warehouse): Promise<boolean> {
  const [, found] = await warehouse.write([settleWithoutChain, unsettledChains(UNSETTLED_AT_ONCE)])
  await settleRows(warehouse, found)
  return found.length === UNSETTLED_AT_ONCE
}

type NamedChain = ChainKey & { readonly MA_LK: string }

async function settleRows(warehouse: Warehouse, rows: readonly NamedChain[]): Promise<void> {
  const keysOf = new Map<string, { key: ChainKey; MA_LKs: string[] }>()
  for (const { MA_LK, ...key } of rows) {
    const name = `${key.facility} ${key.purpose}`
    const known = keysOf.get(name) ?? { key, MA_LKs: [] }
    keysOf.set(name, known)
    known.MA_LKs.push(MA_LK)
  }
  for (const { key, MA_LKs } of keysOf.values()) await settleChains(warehouse, key, MA_LKs)
}

/** Settles the chains of these MA_LKs of a facility, whatever they are now. Throws where others never cease to write to them. */
export async function settleChains(warehouse: Warehouse, key: ChainKey, MA_LKs: readonly string[]): Promise<void> {
  for (let from = 0; from < MA_LKs.length; from += CHAINS_AT_ONCE) {
    await settleSome(warehouse, key, MA_LKs.slice(from, from + CHAINS_AT_ONCE))
  }
}

/** What is written holds for what was read: where that has changed nothing is written, and all is read again until it is as it should be. */
async function settleSome(warehouse: Warehouse, key: ChainKey, MA_LKs: readonly string[]): Promise<void> {
  let open = MA_LKs
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const changed = (await readChains(warehouse, key, open)).flatMap((chain) => {
      const links = changesOf(chain)
      return links.length === 0 ? [] : [{ chain, links }]
    })
    if (changed.length === 0) return
    await warehouse.write([writeVersions(key, changed.flatMap(settledOf))])
    open = [...new Set(changed.map(({ chain }) => chain.MA_LK))]
  }
  throw new Error('a chain of versions changed whenever it was settled')
}

/** The links that are not stored as they should be. */
function changesOf({ entries, kind, stored }: Chain): Link[] {
  return chainOf(entries, kind).filter(({ entry, state, version, follows }) => {
    const [wasState, wasVersion, wasCurrent, submission, dossier] =
      stored.get(`${entry.submission} ${entry.dossier}`) ?? []
    const isCurrent = state === 'standing' ? 1 : 0
    return (
      wasState !== state ||
      wasVersion !== version ||
      wasCurrent !== isCurrent ||
      submission !== (follows?.submission ?? null) ||
      dossier !== (follows?.dossier ?? null)
    )
  })
}

const settledOf = ({
  chain: { MA_LK, kind, seen },
  links,
}: {
  chain: Chain
  links: readonly Link[]
}): SettledVersion[] =>
  links.map(({ entry: { submission, dossier }, state, version, follows }) => ({
    submission,
    dossier,
    state,
    version,
    isCurrent: state === 'standing',
    follows,
    MA_LK,
    kind,
    seen,
  }))
