import { canonicalText, sha256, type ListedCode } from '../../store/reference/listed-code.ts'

/** One step from one release to the next: a row that counts from now on, or one that no longer counts. */
export type ChangeEntry = { readonly kind: 'opened' | 'closed'; readonly catalogue: string; readonly row: ListedCode }

/** `page`: number of the page it is on. */
export type ChainedChange = ChangeEntry & { readonly number: number; readonly hash: string; readonly page: number }

export type ChangePage = {
  readonly number: number
  readonly firstChange: number
  readonly lastChange: number
  readonly previousHash: string
  readonly lastHash: string
}

/** About 300 KB of JSON a page: few enough requests for a first copy, small enough to be read at once. */
const CHANGES_PER_PAGE = 1000

/** The hash of a change covers the one before: whoever holds the last hash knows that nothing was left out or altered. */
export const changeHash = (previousHash: string, number: number, { kind, catalogue, row }: ChangeEntry): string =>
  sha256(`${previousHash}\n${number}\n${kind}\n${catalogue}\n${canonicalText(row)}`)

/** The head of the chain before these changes; all zero or empty at the very beginning. */
export type ChainHead = { readonly change: number; readonly page: number; readonly hash: string }

/** Numbers, chains and pages the changes of one release. A release without changes has no page. */
export function chain(
  head: ChainHead,
  entries: readonly ChangeEntry[],
): { changes: ChainedChange[]; pages: ChangePage[] } {
  const changes: ChainedChange[] = []
  let hash = head.hash
  for (const entry of entries) {
    const number = head.change + changes.length + 1
    const page = head.page + Math.floor(changes.length / CHANGES_PER_PAGE) + 1
    hash = changeHash(hash, number, entry)
    changes.push({ ...entry, number, hash, page })
  }
  const pages: ChangePage[] = []
  let previousHash = head.hash
  for (let at = 0; at < changes.length; at += CHANGES_PER_PAGE) {
    const held = changes.slice(at, at + CHANGES_PER_PAGE)
    const [first, last] = [held[0], held.at(-1)]
    if (first === undefined || last === undefined) break
    pages.push({
      number: first.page,
      firstChange: first.number,
      lastChange: last.number,
      previousHash,
      lastHash: last.hash,
    })
    previousHash = last.hash
  }
  return { changes, pages }
}
