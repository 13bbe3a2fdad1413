import type { CountedCell } from './suppress.ts'

/** A cell of a table that is kept for good; `isPublic`: what it counts is shown elsewhere, whatever is withheld here. */
export type KeptCell = CountedCell & { readonly isPublic?: boolean }

/** Cells, by position, of which one is the sum of the others. A cell is in two lines at most. */
export type Line = { readonly parts: readonly number[]; readonly sum: number }

/**
 * Which cells are withheld, so that whoever knows every cell shown, every sum, and which cells are withheld, can work out none of them: those that rest
 * on few persons, and others (the smallest) until what a line withholds is of five persons or more together, and no withheld cell is the only way between two lines. Whatever is a sum of cells shown is safe as well, which is why figures are made of such cells alone.
 */
export function protect(cells: readonly KeptCell[], lines: readonly Line[]): boolean[] {
  const hidden = cells.map(({ isFew, dossiers, isPublic }) => isFew && dossiers > 0 && isPublic !== true)
  const members = lines.map(({ parts, sum }) => ({ parts: [...parts], all: [...parts, sum] }))
  const smallest = (of: readonly number[]): number | undefined =>
    of.filter(isOpen).toSorted((a, b) => (cells[a]?.dossiers ?? 0) - (cells[b]?.dossiers ?? 0))[0]
  /** The smallest that may be withheld too: a part before the sum. */
  const nextOf = ({ parts, all }: (typeof members)[number]): number | undefined => smallest(parts) ?? smallest(all)
  const isOpen = (at: number): boolean =>
    hidden[at] === false && cells[at]?.isPublic !== true && (cells[at]?.dossiers ?? 0) > 0
  for (;;) {
    const weak = members.find((line) => isWeak(line.all, hidden, cells) && nextOf(line) !== undefined)
    const bridge = weak
      ? undefined
      : bridgesOf(hidden, lines).find((at) => linesOf(at).some((line) => nextOf(line) !== undefined))
    const line = weak ?? (bridge === undefined ? undefined : linesOf(bridge).find((each) => nextOf(each) !== undefined))
    const next = line && nextOf(line)
    if (next === undefined) return hidden
    hidden[next] = true
  }

  function linesOf(at: number): (typeof members)[number][] {
    return members.filter(({ all }) => all.includes(at))
  }
}

/** Withheld cells of few persons may all be of the same few: their sum, which follows from the line, is withheld by one of more. */
function isWeak(line: readonly number[], hidden: readonly boolean[], cells: readonly KeptCell[]): boolean {
  const withheld = line.filter((at) => hidden[at])
  return withheld.length > 0 && withheld.every((at) => cells[at]?.isFew)
}

/**
 * The withheld cells that follow from the lines: one that a line withholds alone, and others by several lines together. Lines are nodes and each withheld cell joins the two it is in (or one
 * and the ground): what a cell is can differ only along a closed way, so a cell that is on none is known (Tarjan's bridges).
 */
export function bridgesOf(hidden: readonly boolean[], lines: readonly Line[]): number[] {
  const ground = lines.length
  const edges = new Map<number, { to: number; cell: number }[]>()
  const ends = hidden.map((): number[] => [])
  for (const [node, { parts, sum }] of lines.entries())
    for (const cell of [...parts, sum]) if (hidden[cell]) ends[cell]?.push(node)
  for (const [cell, [one, other = ground]] of ends.entries()) {
    if (one === undefined) continue
    edges.set(one, [...(edges.get(one) ?? []), { to: other, cell }])
    edges.set(other, [...(edges.get(other) ?? []), { to: one, cell }])
  }
  const order = new Map<number, number>()
  const found: number[] = []
  const visit = (node: number, cameBy: number | null): number => {
    order.set(node, order.size)
    let low = order.get(node) ?? 0
    for (const { to, cell } of edges.get(node) ?? []) {
      if (cell === cameBy) continue
      const known = order.get(to)
      const reached = known ?? visit(to, cell)
      if (known === undefined && reached > (order.get(node) ?? 0)) found.push(cell)
      low = Math.min(low, reached)
    }
    return low
  }
  for (const node of edges.keys()) if (!order.has(node)) visit(node, null)
  return found
}
