/** Grave, acute, hook, tilde, dot below: the tones, as combining marks. The other marks (ă, â, ơ …) make letters. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu
const SYLLABLE = /[\p{L}\p{M}]+/gu

/**
 * One text for all ways to write the same words: letters composed or not, the tone mark on this or that vowel (`hoà`, `hòa`), upper or
 * lower case, blanks, kinds of dashes and quotes. For comparing only.
 */
const withoutSpelling = (text: string): string =>
  text
    .normalize('NFKC')
    .normalize('NFD')
    // A syllable has one tone, so its place within the syllable says nothing: all tones go to the end.
    .replaceAll(SYLLABLE, (syllable) => syllable.replaceAll(TONES, '') + (syllable.match(TONES) ?? []).join(''))
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[‐‑‒–—−]/g, '-')
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/[‘’‚]/g, "'")
    .replaceAll(/\s*([-,;:/()+])\s*/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()

export type Sameness = 'same' | 'spelling' | 'different'

/** same: equal once composed (NFC) and trimmed · spelling: they say the same · different. */
export function compareTexts(a: string, b: string): Sameness {
  if (a.normalize('NFC').trim() === b.normalize('NFC').trim()) return 'same'
  return withoutSpelling(a) === withoutSpelling(b) ? 'spelling' : 'different'
}
