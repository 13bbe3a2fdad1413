/** The log's tree: the vectors of RFC 6962's reference implementation, and what must hold of every tree. */
import { array, assert, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  appended,
  consistencyRanges,
  EMPTY_ROOT,
  hashOf,
  inclusionRanges,
  isConsistent,
  isIncluded,
  leafHash,
  placesOf,
  type TreeNode,
} from '../../src/proof/tree.ts'

/** google/certificate-transparency, `merkletree/merkle_tree_test.cc`. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const leaves = INPUTS.map((input) => leafHash(Buffer.from(input, 'hex')))

/** A tree grown by batches of these sizes: all that is kept, and the head after each batch. */
function grown(all: readonly string[], batches: readonly number[]) {
  const nodes: TreeNode[] = []
  const heads = [{ size: 0, root: EMPTY_ROOT }]
  for (const batch of batches) {
    const { size } = heads.at(-1) ?? { size: 0 }
    const edge = placesOf([0, size]).map((place) => {
      const found = nodes.find(({ level, position }) => level === place.level && position === place.position)
      if (found === undefined) throw new Error('missing')
      return found
    })
    const next = appended(size, edge, all.slice(size, size + batch))
    nodes.push(...next.nodes)
    heads.push({ size: next.size, root: next.root })
  }
  return { nodes, heads }
}
const inclusion = (nodes: readonly TreeNode[], index: number, size: number): string[] =>
  inclusionRanges(index, size).map((range) => hashOf(nodes, range))
const consistency = (nodes: readonly TreeNode[], first: number, second: number): string[] =>
  consistencyRanges(first, second).map((range) => hashOf(nodes, range))

describe('vectors', () => {
  const { nodes, heads } = grown(leaves, [1, 1, 1, 1, 1, 1, 1, 1])

  test('roots of every size', () => {
    expect(EMPTY_ROOT).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(heads.slice(1).map(({ root }) => root)).toEqual(ROOTS)
  })

  test('inclusion', () => {
    expect(inclusion(nodes, 0, 1)).toEqual([])
    expect(inclusion(nodes, 0, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(inclusion(nodes, 2, 3)).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'])
  })

  test('consistency', () => {
    expect(consistency(nodes, 6, 8)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(consistency(nodes, 1, 1)).toEqual([])
  })
})

describe('of every tree', () => {
  const many = Array.from({ length: 80 }, (_, at) => leafHash(`entry ${at}`))
  const whole = grown(
    many,
    many.map(() => 1),
  )
  const head = (size: number) => whole.heads[size] ?? { size: -1, root: '' }
  const size = integer({ min: 1, max: many.length })

  test('it is the same by whichever batches it grew', () => {
    assert(
      property(array(integer({ min: 1, max: 9 }), { maxLength: 9 }), (batches) => {
        const { heads } = grown(many, batches)
        for (const one of heads) expect(one).toEqual(head(one.size))
      }),
    )
  })

  test('each entry is proven in each tree that has it, and nothing else is: not elsewhere, not another one, not by a changed proof', () => {
    assert(
      property(size, integer({ min: 0 }), integer({ min: 0 }), (of, some, other) => {
        const [index, elsewhere] = [some % of, other % of]
        const proof = inclusion(whole.nodes, index, of)
        const claim = { leaf: many[index] ?? '', index, size: of, root: head(of).root, proof }
        expect(isIncluded(claim)).toBe(true)
        if (elsewhere !== index) expect(isIncluded({ ...claim, index: elsewhere })).toBe(false)
        expect(isIncluded({ ...claim, leaf: leafHash('another') })).toBe(false)
        expect(isIncluded({ ...claim, index: of })).toBe(false)
        expect(isIncluded({ ...claim, root: head(of - 1).root })).toBe(false)
        expect(isIncluded({ ...claim, proof: [...proof, leafHash('more')] })).toBe(false)
        for (const at of proof.keys()) {
          expect(isIncluded({ ...claim, proof: proof.toSpliced(at, 1) })).toBe(false)
          expect(isIncluded({ ...claim, proof: proof.with(at, leafHash('changed')) })).toBe(false)
        }
      }),
    )
  })

  test('each tree is proven the beginning of each later one, and no tree of other entries is', () => {
    assert(
      property(size, size, (one, other) => {
        const [first, second] = [Math.min(one, other), Math.max(one, other)]
        const proof = consistency(whole.nodes, first, second)
        expect(isConsistent(head(first), head(second), proof)).toBe(true)
        expect(isConsistent(head(0), head(second), [])).toBe(true)
        const changed = grown(many.with(first - 1, leafHash('changed')), [first]).heads[1] ?? head(0)
        expect(isConsistent(changed, head(second), proof)).toBe(false)
        if (first === second) return
        expect(isConsistent(head(second), head(first), proof)).toBe(false)
        expect(isConsistent(head(first), { ...head(second), root: leafHash('x') }, proof)).toBe(false)
        for (const at of proof.keys()) {
          expect(isConsistent(head(first), head(second), proof.toSpliced(at, 1))).toBe(false)
          expect(isConsistent(head(first), head(second), proof.with(at, leafHash('changed')))).toBe(false)
        }
      }),
    )
  })

  test('a size beyond 2^32 has its proofs', () => {
    const huge = 2 ** 40 + 3
    expect(inclusionRanges(2 ** 40, huge)).toEqual([
      [2 ** 40 + 1, 2 ** 40 + 2],
      [2 ** 40 + 2, huge],
      [0, 2 ** 40],
    ])
    expect(placesOf([0, huge])).toEqual([
      { level: 40, position: 0 },
      { level: 1, position: 2 ** 39 },
      { level: 0, position: 2 ** 40 + 2 },
    ])
  })
})
