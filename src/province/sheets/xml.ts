export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
export const MAIN_NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** Characters that XML 1.0 does not have are left out. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
/** What SpreadsheetML reads as one character by its number (ECMA-376, part 1, 22.9.2.19, ST_Xstring). */
const ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g

/** A text as content or attribute of a part. */
export const escaped = (text: string): string =>
  text
    .replaceAll(FORBIDDEN, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(ESCAPE, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
