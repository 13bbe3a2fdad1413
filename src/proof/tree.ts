/**
 * A Merkle tree that only grows (RFC 9162, section 2.1): who keeps its root at one size can be shown, by some hashes, that an entry is in it, and
 * that a later root is of the same entries with more behind them. Hashes are SHA-256 in hexadecimal; sizes and positions are exact up to 2^53.
 *
 * Of the nodes only those over a full 2^level entries are kept: they never change. Any other hash is folded from at most one of each level.
 */
import { createHash } from 'node:crypto'

/** Of a kept node: over the entries from `position * 2^level` on, 2^level of them. */
export type NodePlace = { readonly level: number; readonly position: number }
export type TreeNode = NodePlace & { readonly hash: string }
/** Entries from the first on, without the second. */
export type EntryRange = readonly [from: number, to: number]

const LEAF = new Uint8Array([0])
const INNER = new Uint8Array([1])

/** The root of a tree without entries. */
export const EMPTY_ROOT = createHash('sha256').digest('hex')

export const leafHash = (entry: string | Uint8Array): string =>
  createHash('sha256').update(LEAF).update(entry).digest('hex')

const nodeHash = (left: string, right: string): string =>
  createHash('sha256').update(INNER).update(left, 'hex').update(right, 'hex').digest('hex')

/**
 * The kept nodes that make up a range, from left to right. The range begins where a subtree of at least its length may begin, as every range
 * of this file does.
 */
export function placesOf([from, to]: EntryRange): NodePlace[] {
  const places: NodePlace[] = []
  for (let at = from; at < to;) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1
    places.push({ level, position: at / 2 ** level })
    at += 2 ** level
  }
  return places
}

/** The hash over a range by those of its kept nodes, from left to right. */
export const foldHashes = (hashes: readonly string[]): string =>
  hashes.reduceRight((right, left) => (right === '' ? left : nodeHash(left, right)), '') || EMPTY_ROOT

/** What a tree of `size` entries has kept at its right edge, and what it has with more entries behind them. */
export function appended(
  size: number,
  edge: readonly TreeNode[],
  leaves: readonly string[],
): { readonly size: number; readonly root: string; readonly nodes: readonly TreeNode[] } {
  const known = new Map(edge.map((node) => [keyOf(node), node.hash]))
  const nodes: TreeNode[] = []
  const keep = (node: TreeNode): void => {
    known.set(keyOf(node), node.hash)
    nodes.push(node)
  }
  for (const [at, leaf] of leaves.entries()) {
    let node: TreeNode = { level: 0, position: size + at, hash: leaf }
    keep(node)
    while (node.position % 2 === 1) {
      const left = hashIn(known, { level: node.level, position: node.position - 1 })
      node = { level: node.level + 1, position: (node.position - 1) / 2, hash: nodeHash(left, node.hash) }
      keep(node)
    }
  }
  const grown = size + leaves.length
  return { size: grown, root: foldHashes(placesOf([0, grown]).map((place) => hashIn(known, place))), nodes }
}

const keyOf = ({ level, position }: NodePlace): string => `${level}/${position}`

/** The hash over a range by kept nodes. Throws where one of them is missing. */
export const hashOf = (nodes: readonly TreeNode[], range: EntryRange): string => {
  const known = new Map(nodes.map((node) => [keyOf(node), node.hash]))
  return foldHashes(placesOf(range).map((place) => hashIn(known, place)))
}

function hashIn(known: ReadonlyMap<string, string>, place: NodePlace): string {
  const hash = known.get(keyOf(place))
  if (hash === undefined) throw new Error(`the log has no node ${keyOf(place)}`)
  return hash
}

/** The largest power of two that is less than a length of two or more. */
function halfOf(length: number): number {
  let half = 1
  while (half * 2 < length) half *= 2
  return half
}

/** The ranges whose hashes show that the entry at `index` is in a tree of `size` (2.1.3.1). */
export function inclusionRanges(index: number, size: number): EntryRange[] {
  const path = (at: number, [from, to]: EntryRange): EntryRange[] => {
    if (to - from === 1) return []
    const middle = from + halfOf(to - from)
    return at < middle ? [...path(at, [from, middle]), [middle, to]] : [...path(at, [middle, to]), [from, middle]]
  }
  return path(index, [0, size])
}

/** The ranges whose hashes show that a tree of `first` entries is the beginning of one of `second` (2.1.4.1). */
export function consistencyRanges(first: number, second: number): EntryRange[] {
  const subproof = (kept: number, [from, to]: EntryRange, isKnown: boolean): EntryRange[] => {
    if (kept === to) return isKnown ? [] : [[from, to]]
    const middle = from + halfOf(to - from)
    return kept <= middle
      ? [...subproof(kept, [from, middle], isKnown), [middle, to]]
      : [...subproof(kept, [middle, to], false), [from, middle]]
  }
  return first === 0 || first === second ? [] : subproof(first, [0, second], true)
}

export type InclusionProof = {
  readonly leaf: string
  readonly index: number
  readonly size: number
  readonly root: string
  readonly proof: readonly string[]
}

const isOdd = (number: number): boolean => number % 2 === 1
const half = (number: number): number => Math.floor(number / 2)

/** Whether the proof shows that the entry is in the tree of that root (2.1.3.2). */
export function isIncluded({ leaf, index, size, root, proof }: InclusionProof): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false
  let [at, last, hash] = [index, size - 1, leaf]
  for (const other of proof) {
    if (last === 0) return false
    if (isOdd(at) || at === last) {
      hash = nodeHash(other, hash)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else {
      hash = nodeHash(hash, other)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && hash === root
}

/** A tree as its root says it. */
export type TreeHead = { readonly size: number; readonly root: string }

/** Whether the proof shows that the second tree is the first with entries behind it (2.1.4.2). */
export function isConsistent(first: TreeHead, second: TreeHead, proof: readonly string[]): boolean {
  if (first.size > second.size) return false
  if (first.size === second.size) return first.root === second.root && proof.length === 0
  if (first.size === 0) return first.root === EMPTY_ROOT && proof.length === 0
  if (proof.length === 0) return false
  const isFull = Number.isInteger(Math.log2(first.size))
  const [start = '', ...rest] = isFull ? [first.root, ...proof] : proof
  let [at, last] = [first.size - 1, second.size - 1]
  while (isOdd(at)) [at, last] = [half(at), half(last)]
  let [older, newer] = [start, start]
  for (const other of rest) {
    if (last === 0) return false
    if (isOdd(at) || at === last) {
      ;[older, newer] = [nodeHash(other, older), nodeHash(other, newer)]
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else {
      newer = nodeHash(newer, other)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && older === first.root && newer === second.root
}
