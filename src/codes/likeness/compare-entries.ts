/** How alike two entries of lists are: names word by word, and what else identifies a drug or device. */
import { distance } from 'fastest-levenshtein'
import type { Text } from '../../kernel/text.ts'
import { fold, foldIdentifier, wordsOf } from './fold.ts'
import { splitStrengths } from './strength.ts'

/** What is compared: a listed code, a proposal, a local code. */
export type Named = {
  readonly code?: string | null
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Prepared once, compared many times. */
export type Features = {
  /** Without case and outer blanks only. */
  readonly plainName: string
  readonly foldedName: string
  /** The name and other names it goes by (in brackets, of the substance), each as words without strengths. */
  readonly names: readonly (readonly string[])[]
  readonly strengths: readonly string[]
  /** A substance may have several. */
  readonly routes: readonly string[]
  readonly registration: string
  readonly code: string
}

/** Under which names lists and exports keep what helps to compare. */
const ATTRIBUTES = {
  strength: ['strength', 'HAM_LUONG'],
  route: ['route', 'routes', 'MA_DUONG_DUNG', 'DUONG_DUNG'],
  registration: ['registration', 'registrationNumber', 'SO_DANG_KY'],
  substance: ['substance', 'activeSubstance', 'TEN_HOAT_CHAT', 'HOAT_CHAT'],
} as const

/** The first of the names that an entry's attributes know. */
export const attributeOf = (attributes: Named['attributes'], which: keyof typeof ATTRIBUTES): string =>
  ATTRIBUTES[which].map((name) => attributes[name]?.trim() ?? '').find((value) => value !== '') ?? ''

/** Of an entry, all that is compared. */
export function featuresOf({ code, name, attributes }: Named): Features {
  const strengths = splitStrengths(attributeOf(attributes, 'strength')).strengths
  const named = splitStrengths(name)
  return {
    plainName: name.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim(),
    foldedName: fold(name),
    names: [...otherNames(name), ...otherNames(attributeOf(attributes, 'substance'))],
    strengths: [...new Set([...strengths, ...named.strengths])].sort(),
    routes: attributeOf(attributes, 'route')
      .split(/[;,]/)
      .map(foldIdentifier)
      .filter((route) => route !== ''),
    registration: foldIdentifier(attributeOf(attributes, 'registration')),
    code: foldIdentifier(code ?? ''),
  }
}

/** `Paracetamol (acetaminophen)`: both words together, and each by itself. */
function otherNames(name: string): string[][] {
  const { rest } = splitStrengths(name)
  const inside = [...rest.matchAll(/[([]([^()[\]]+)[)\]]/g)].map(([, text = '']) => text)
  const outside = rest.replaceAll(/[([][^()[\]]*[)\]]/g, ' ')
  const all = inside.length === 0 ? [rest] : [rest, outside, ...inside]
  return all.map((text) => [...wordsOf(text)]).filter((words) => words.length > 0)
}

/** Words of a form or package, which say little: `viên nén`, `hộp`, `chai`. */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  'vien nen nang bao phim sui hop chai lo ong goi tuyp dung dich tiem truyen uong thuoc bot siro kem mo hon dich x va cua hoac co khong'.split(
    ' ',
  ),
)
const COMMON_WEIGHT = 0.25
/** Below, two words are two words. */
const ALIKE_WORDS = 0.75
/** In shorter words a letter makes another word. */
const SHORTEST_NEAR_WORD = 5

const weightOf = (word: string): number => (COMMON_WORDS.has(word) ? COMMON_WEIGHT : Math.sqrt(word.length))

function alikeWords(a: string, b: string): number {
  if (a === b) return 1
  if (Math.min(a.length, b.length) < SHORTEST_NEAR_WORD || /\d/.test(a) || /\d/.test(b)) return 0
  const alike = 1 - distance(a, b) / Math.max(a.length, b.length)
  return alike >= ALIKE_WORDS ? alike : 0
}

/** Words in common, by weight, of all words of both; order does not count. 0 to 1. */
function alikeNames(a: readonly string[], b: readonly string[]): number {
  // The same whoever asks: which word takes which is decided in one order.
  if (a.join(' ') > b.join(' ')) return alikeNames(b, a)
  const left = [...b]
  let common = 0
  let total = 0
  for (const word of a) {
    let best = -1
    let bestAlike = 0
    for (const [at, other] of left.entries()) {
      const alike = alikeWords(word, other)
      if (alike > bestAlike) [best, bestAlike] = [at, alike]
    }
    total += weightOf(word)
    if (best < 0) continue
    const [other = ''] = left.splice(best, 1)
    common += bestAlike * (weightOf(word) + weightOf(other))
  }
  for (const word of b) total += weightOf(word)
  return total === 0 ? 0 : common / total
}

const REASONS = {
  'same-name': { vi: 'Cùng tên', en: 'Same name' },
  'same-folded-name': {
    vi: 'Tên chỉ khác dấu, hoa thường, khoảng trắng hoặc ký tự trông giống nhau',
    en: 'The names differ only in accents, case, blanks or look-alike letters',
  },
  'same-words': { vi: 'Tên gồm cùng các từ', en: 'The names have the same words' },
  'near-name': { vi: 'Tên gần giống', en: 'Near names' },
  'same-strength': { vi: 'Cùng hàm lượng', en: 'Same strength' },
  'other-strength': { vi: 'Khác hàm lượng', en: 'Another strength' },
  'same-route': { vi: 'Cùng đường dùng', en: 'Same route' },
  'other-route': { vi: 'Khác đường dùng', en: 'Another route' },
  'same-registration': { vi: 'Cùng số đăng ký', en: 'Same registration number' },
  'same-code': { vi: 'Cùng mã', en: 'Same code' },
} as const satisfies Record<string, Text>

export type ReasonKind = keyof typeof REASONS
export type Reason = { readonly kind: ReasonKind; readonly text: Text }
/** `score` from 0 (nothing in common) to 1; `reasons` for and against, the strongest first. */
export type Likeness = { readonly score: number; readonly nameScore: number; readonly reasons: readonly Reason[] }

/** What each kind of evidence weighs; what one side does not say is no evidence. */
const WEIGHTS = { name: 6, code: 6, registration: 6, strength: 2, route: 1 } as const
const NEAR_NAME = 0.5

function alikeByName(a: Features, b: Features): { score: number; kind: ReasonKind | null } {
  if (a.plainName !== '' && a.plainName === b.plainName) return { score: 1, kind: 'same-name' }
  if (a.foldedName !== '' && a.foldedName === b.foldedName) return { score: 0.98, kind: 'same-folded-name' }
  let score = 0
  for (const one of a.names) for (const other of b.names) score = Math.max(score, alikeNames(one, other))
  if (score > 0.999) return { score: 0.96, kind: 'same-words' }
  return { score: score * 0.95, kind: score >= NEAR_NAME ? 'near-name' : null }
}

/** How alike two entries are, and why. */
export function likenessOf(a: Features, b: Features): Likeness {
  const name = alikeByName(a, b)
  const kinds: ReasonKind[] = []
  let sum = WEIGHTS.name * name.score
  let weights: number = WEIGHTS.name
  const note = (weight: number, same: boolean, kind: ReasonKind): void => {
    weights += weight
    if (same) sum += weight
    kinds.push(kind)
  }
  if (a.code !== '' && a.code === b.code) note(WEIGHTS.code, true, 'same-code')
  if (a.registration !== '' && a.registration === b.registration) note(WEIGHTS.registration, true, 'same-registration')
  if (name.kind !== null) kinds.push(name.kind)
  if (a.strengths.length > 0 && b.strengths.length > 0) {
    const same = a.strengths.join('+') === b.strengths.join('+')
    note(WEIGHTS.strength, same, same ? 'same-strength' : 'other-strength')
  }
  if (a.routes.length > 0 && b.routes.length > 0) {
    const same = a.routes.some((route) => b.routes.includes(route))
    note(WEIGHTS.route, same, same ? 'same-route' : 'other-route')
  }
  const reasons = kinds.map((kind): Reason => ({ kind, text: REASONS[kind] }))
  return { score: Math.round((sum / weights) * 1000) / 1000, nameScore: name.score, reasons }
}

/** The most alike, best first, at most `most`, none below `least`; equal ones in the order of their codes. */
export function rank<T extends Named>(
  wanted: Named,
  among: readonly T[],
  { least, most }: { least: number; most: number },
): { entry: T; likeness: Likeness }[] {
  const features = featuresOf(wanted)
  return among
    .map((entry) => ({ entry, likeness: likenessOf(features, featuresOf(entry)) }))
    .filter(({ likeness }) => likeness.score >= least)
    .sort((a, b) => b.likeness.score - a.likeness.score || ((a.entry.code ?? '') < (b.entry.code ?? '') ? -1 : 1))
    .slice(0, most)
}
