/** Words in the guides, accents and capitals optional, also while they are being typed. */
import MiniSearch from 'minisearch'
import type { Guide } from '../../guides.ts'
import { fold } from '../app/fold.ts'

export type Hit = {
  readonly slug: string
  readonly guide: string
  readonly id: string
  readonly title: string
  readonly text: string
}

const MOST_HITS = 30

export function searchIn(guides: readonly Guide[]): (words: string) => readonly Hit[] {
  const places = guides.flatMap(({ slug, title: guide, sections }) =>
    sections.map(({ id, title, text }) => ({ slug, guide, id, title: title || guide, text })),
  )
  const index = new MiniSearch<Hit & { number: number }>({
    idField: 'number',
    fields: ['title', 'guide', 'text'],
    processTerm: (term) => fold(term) || null,
    searchOptions: {
      boost: { title: 3, guide: 2 },
      prefix: true,
      combineWith: 'AND',
      fuzzy: (term) => (term.length > 5 ? 0.15 : false),
    },
  })
  index.addAll(places.map((place, number) => ({ ...place, number })))
  return (words) =>
    index
      .search(words)
      .slice(0, MOST_HITS)
      .flatMap(({ id }) => places[Number(id)] ?? [])
}

/** A piece of the text around the first word that was asked for. */
export function excerpt(text: string, words: string): string {
  const folded = fold(text)
  const first = fold(words)
    .split(/\s+/)
    .map((word) => folded.indexOf(word))
    .find((at) => at >= 0)
  // Letters that lose their accent stay one letter, so that a place in the one is the place in the other.
  const begin = Math.max(0, (first ?? 0) - 60)
  const piece = text.slice(begin, begin + 200)
  return `${begin > 0 ? '… ' : ''}${piece}${begin + 200 < text.length ? ' …' : ''}`
}
