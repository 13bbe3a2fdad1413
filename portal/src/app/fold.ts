/** The text without accents and capitals, as people type it to search: `Đái tháo đường` is found by `dai thao duong`. */
export const fold = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase()

/** Whether a text has every one of the words somewhere, whatever their accents and capitals. No words: every text has them. */
export function hasWords(words: string): (text: string) => boolean {
  const parts = fold(words).split(/\s+/).filter(Boolean)
  return (text) => {
    if (parts.length === 0) return true
    const folded = fold(text)
    return parts.every((part) => folded.includes(part))
  }
}
