/**
 * What ICD-10 says of whole categories (three characters). Asterisk categories as QĐ 4469/QĐ-BYT marks them; of M07 only a
 * part is marked, so it is left out. Of the codes that one sex alone has, only those categories that belong to it entirely.
 */
const MANIFESTATIONS = new Set(
  (
    'D63 D77 E35 E90 F00 F02 G01 G02 G05 G07 G13 G22 G26 G32 G46 G53 G55 G59 G63 G73 G94 G99 H03 H06 H13 H19 H22 H28 ' +
    'H32 H36 H42 H45 H48 H58 H62 H67 H75 H82 H94 I32 I39 I41 I43 I52 I68 I79 I98 J17 J91 J99 K23 K67 K77 K87 K93 L14 ' +
    'L45 L54 L62 L86 L99 M01 M03 M09 M14 M36 M49 M63 M68 M73 M82 M90 N08 N16 N22 N29 N37 N51 N74 N77 P75'
  ).split(' '),
)

/** First and last category, and the code of GIOI_TINH. */
const OF_ONE_SEX = [
  ['C51', 'C58', '2'],
  ['C60', 'C63', '1'],
  ['D25', 'D28', '2'],
  ['D29', 'D29', '1'],
  ['N40', 'N51', '1'],
  ['N70', 'N98', '2'],
  ['O00', 'O99', '2'],
  ['Q50', 'Q52', '2'],
  ['Q53', 'Q55', '1'],
  ['Z33', 'Z36', '2'],
] as const

const CATEGORY_LENGTH = 3

/** Whether the code is an asterisk code, marked or not: the manifestation of another disease. */
export const isManifestation = (code: string): boolean =>
  code.endsWith('*') || MANIFESTATIONS.has(code.slice(0, CATEGORY_LENGTH))

/** The only sex (as in GIOI_TINH) that can have the disease, else ''. */
export function sexOfDisease(code: string): '1' | '2' | '' {
  const category = code.slice(0, CATEGORY_LENGTH)
  for (const [first, last, sex] of OF_ONE_SEX) if (category >= first && category <= last) return sex
  return ''
}
