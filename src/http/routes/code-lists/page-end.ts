import { Buffer } from 'node:buffer'
import { NEXT_OF_PAGE, Refusal } from '../../refusals.ts'
import type { SearchPageEnd } from '../../../codes/terminology/search.ts'

/** The end of a page as one opaque word for a URL. */
export const wordOf = ({ rank, code, validFrom }: SearchPageEnd): string =>
  Buffer.from(JSON.stringify([rank, code, validFrom])).toString('base64url')

/** Throws Refusal('parameter-invalid') for anything that `wordOf` did not make. */
export function placeOf(word: string): SearchPageEnd {
  try {
    const parts: unknown = JSON.parse(Buffer.from(word, 'base64url').toString())
    if (Array.isArray(parts)) {
      const [rank, code, validFrom] = parts as unknown[]
      if ((rank === 0 || rank === 1) && typeof code === 'string' && typeof validFrom === 'string')
        return { rank, code, validFrom }
    }
  } catch {
    // Refused below.
  }
  throw new Refusal('parameter-invalid', { parameter: 'after', expected: NEXT_OF_PAGE })
}
