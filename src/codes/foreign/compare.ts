/** Our list and another side's copy of it, row by row: what differs, of which kind. */
import { byCode, type ListedCode } from '../../store/reference/listed-code.ts'
import { compareTexts } from './spelling.ts'

/** A row of the other side's copy; days ISO. */
export type ForeignCode = Pick<ListedCode, 'code' | 'validFrom' | 'validTo' | 'name' | 'attributes'>

/** In the order in which they are shown and counted. */
export const DIFFERENCE_KINDS = [
  'missing-here',
  'missing-there',
  'renamed',
  'other-dates',
  'other-attributes',
  'spelling',
] as const
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

export type CodeDifference = {
  readonly kind: DifferenceKind
  readonly code: string
  readonly ours: ListedCode | null
  readonly theirs: ForeignCode | null
  /** Which members differ: `name`, `validFrom`, `validTo`, or names of attributes. */
  readonly fields: readonly string[]
}

/** One of our rows and one of theirs that are about the same; one side may be missing. */
export type Pair = { readonly ours: ListedCode | null; readonly theirs: ForeignCode | null }

function byCodeOf<T extends ForeignCode>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const row of rows) {
    const own = found.get(row.code)
    if (own === undefined) found.set(row.code, [row])
    else own.push(row)
  }
  for (const own of found.values()) own.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  return found
}

/** Rows of the same code and first day belong together; what is left of a code in the order of its days. In the order of codes. */
export function pairsOf(ours: readonly ListedCode[], theirs: readonly ForeignCode[]): Pair[] {
  const [here, there] = [byCodeOf(ours), byCodeOf(theirs)]
  const pairs: Pair[] = []
  for (const code of new Set([...here.keys(), ...there.keys()])) {
    const own = [...(here.get(code) ?? [])]
    const others = [...(there.get(code) ?? [])]
    for (let at = own.length - 1; at >= 0; at -= 1) {
      const match = others.findIndex(({ validFrom }) => validFrom === own[at]?.validFrom)
      if (match < 0) continue
      pairs.push({ ours: own[at] ?? null, theirs: others[match] ?? null })
      own.splice(at, 1)
      others.splice(match, 1)
    }
    for (let at = 0; at < Math.max(own.length, others.length); at += 1)
      pairs.push({ ours: own[at] ?? null, theirs: others[at] ?? null })
  }
  const rowOf = ({ ours: row, theirs: other }: Pair): ListedCode => row ?? asListed(other)
  return pairs.sort((a, b) => byCode(rowOf(a), rowOf(b)))
}

function asListed(row: ForeignCode | null): ListedCode {
  if (row === null) throw new Error('a pair of nothing')
  return { ...row, sourceDocument: '', replacedBy: null }
}

/**
 * All differences, in the order of codes. `columns`: the attributes that their copy has at all; what it has no column for is not held
 * against it.
 */
export function differencesOf(pairs: readonly Pair[], columns: readonly string[]): CodeDifference[] {
  return pairs.flatMap(({ ours, theirs }) => {
    if (theirs === null)
      return ours === null ? [] : [{ kind: 'missing-there', code: ours.code, ours, theirs, fields: [] }]
    if (ours === null) return [{ kind: 'missing-here', code: theirs.code, ours, theirs, fields: [] }]
    return within(ours, theirs, columns).map(([kind, fields]): CodeDifference => ({
      kind,
      code: ours.code,
      ours,
      theirs,
      fields,
    }))
  })
}

function within(ours: ListedCode, theirs: ForeignCode, columns: readonly string[]): [DifferenceKind, string[]][] {
  const name = compareTexts(ours.name, theirs.name)
  const attributes = columns.map(
    (column) => [column, compareTexts(ours.attributes[column] ?? '', theirs.attributes[column] ?? '')] as const,
  )
  const others = attributes.flatMap(([column, sameness]) => (sameness === 'different' ? [column] : []))
  const dates = (['validFrom', 'validTo'] as const).filter((member) => ours[member] !== theirs[member])
  const spelled = [
    ...(name === 'spelling' ? ['name'] : []),
    ...attributes.flatMap(([column, sameness]) => (sameness === 'spelling' ? [column] : [])),
  ]
  const found: [DifferenceKind, string[]][] = [
    ['renamed', name === 'different' ? ['name'] : []],
    ['other-dates', dates],
    ['other-attributes', others],
    ['spelling', spelled],
  ]
  return found.filter(([, fields]) => fields.length > 0)
}

/** How many of each kind; a row may differ in several. */
export function countKinds(differences: readonly CodeDifference[]): Record<DifferenceKind, number> {
  const counts = {
    'missing-here': 0,
    'missing-there': 0,
    renamed: 0,
    'other-dates': 0,
    'other-attributes': 0,
    spelling: 0,
  }
  for (const { kind } of differences) counts[kind] += 1
  return counts
}

/** One row that a side would have to close or open to hold what the other holds. */
export type DeltaEntry = { readonly kind: 'closed' | 'opened'; readonly row: ForeignCode }
export type Direction = 'to-them' | 'to-us'

/**
 * What the side named would have to change so that both hold the same: its rows that differ are closed, the other side's opened. Closed
 * ones come first, so that no code is there twice on the way; each in the order of codes. It is shown to people and changes nothing.
 */
export function deltaOf(differences: readonly CodeDifference[], direction: Direction): DeltaEntry[] {
  const pairs = new Map(
    differences.map(({ ours, theirs }) => [
      `${ours?.code}\n${ours?.validFrom}\n${theirs?.code}\n${theirs?.validFrom}`,
      { ours, theirs },
    ]),
  )
  const closed: DeltaEntry[] = []
  const opened: DeltaEntry[] = []
  for (const { ours, theirs } of pairs.values()) {
    const [from, to] = direction === 'to-them' ? [theirs, ours] : [ours, theirs]
    if (from !== null) closed.push({ kind: 'closed', row: plain(from) })
    if (to !== null) opened.push({ kind: 'opened', row: plain(to) })
  }
  return [...closed, ...opened]
}

const plain = ({ code, validFrom, validTo, name, attributes }: ForeignCode): ForeignCode => ({
  code,
  validFrom,
  validTo,
  name,
  attributes,
})
