import { searchable } from '../../store/reference/listed-code.ts'

/** Letters of other scripts that look like Latin ones and slip in by copying; lower case. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  // Cyrillic
  а: 'a',
  в: 'b',
  е: 'e',
  ё: 'e',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ј: 'j',
  ԁ: 'd',
  ԛ: 'q',
  ԝ: 'w',
  ӏ: 'l',
  ɡ: 'g',
  // Greek
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  μ: 'u',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ϲ: 'c',
}

const withoutLookAlikes = (text: string): string =>
  text.replaceAll(/[\u0250-\u052f\u03f2]/gu, (letter) => LOOK_ALIKES[letter] ?? letter)

/**
 * What two names that mean the same have in common: lower case, no accents, one blank between words, full-width and look-alike
 * letters as plain ones. Punctuation stays.
 */
export const fold = (text: string): string => withoutLookAlikes(searchable(text.normalize('NFKC')))

/** The words and numbers of a folded name, in order. */
export const wordsOf = (folded: string): readonly string[] => folded.match(/[\p{L}\p{N}]+/gu) ?? []

/** A registration number or a code without the ways in which people write it differently: blanks, dashes, case. */
export const foldIdentifier = (text: string): string => fold(text).replaceAll(/[^\p{L}\p{N}]/gu, '')
