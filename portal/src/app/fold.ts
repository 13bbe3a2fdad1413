/** The text without accents and capitals, as people type it to search: `Đái tháo đường` is found by `dai thao duong`. */
export const fold = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase()
