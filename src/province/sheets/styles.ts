import type { OutTone } from './sheet.ts'
import { MAIN_NAMESPACE, XML_DECLARATION } from './xml.ts'

/** Each tone's fill and font, dark on pale: the contrast is above 4.5 : 1, and grey printing keeps them apart. */
const TONES: Readonly<Record<OutTone, { readonly fill: string; readonly font: string }>> = {
  error: { fill: 'FFFFC7CE', font: 'FF9C0006' },
  warning: { fill: 'FFFFEB9C', font: 'FF7F4F00' },
  info: { fill: 'FFDDEBF7', font: 'FF1F4E78' },
  group: { fill: 'FFE7E6E6', font: 'FF000000' },
}
const HEAD = { fill: 'FF1F4E78', font: 'FFFFFFFF' }
const FILLED = [HEAD, TONES.error, TONES.warning, TONES.info, TONES.group]

/** Places of the cell styles in `cellXfs` below. */
export const STYLES = {
  head: 1,
  text: 2,
  number: 3,
  decimal: 4,
  error: 5,
  warning: 6,
  info: 7,
  group: 8,
  day: 9,
} as const

/** Formats built into every spreadsheet program (ECMA-376, part 1, 18.8.30): `#,##0` and `#,##0.00`. */
const WHOLE = 3
const TWO_PLACES = 4
/** The first number that is free for formats of one's own; days are written as in Việt Nam. */
const DAY = 164
/** Word processors of the offices print Times New Roman or Arial; Arial has every Vietnamese letter on every system. */
const FONT = '<name val="Arial"/><family val="2"/>'

const font = (color: string): string => `<font><b/><sz val="10"/><color rgb="${color}"/>${FONT}</font>`
const fill = (color: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="${color}"/><bgColor indexed="64"/></patternFill></fill>`
const side = (name: string): string => `<${name} style="thin"><color rgb="FFBFBFBF"/></${name}>`

const cell = (format: number, fonts: number, fills: number, alignment: string): string =>
  `<xf numFmtId="${format}" fontId="${fonts}" fillId="${fills}" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment ${alignment}/></xf>`

/** `xl/styles.xml` (ECMA-376, part 1, 18.8); the first two fills are fixed by the standard's readers. */
export const stylesXml = (): string => {
  const wrapped = 'vertical="top" wrapText="1"'
  const cells = [
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    cell(0, 1, 2, 'horizontal="center" vertical="center" wrapText="1"'),
    cell(0, 0, 0, wrapped),
    // Otherwise a number touches the text of the next column.
    cell(WHOLE, 0, 0, 'horizontal="right" vertical="top" indent="1"'),
    cell(TWO_PLACES, 0, 0, 'horizontal="right" vertical="top" indent="1"'),
    ...[2, 3, 4, 5].map((at) => cell(0, at, at + 1, wrapped)),
    cell(DAY, 0, 0, 'horizontal="center" vertical="top"'),
  ]
  const fonts = [`<font><sz val="10"/>${FONT}</font>`, ...FILLED.map((each) => font(each.font))]
  const fills = [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    ...FILLED.map((each) => fill(each.fill)),
  ]
  const sides = ['left', 'right', 'top', 'bottom'].map(side).join('')
  const list = (name: string, items: readonly string[]): string =>
    `<${name} count="${items.length}">${items.join('')}</${name}>`
  return [
    `${XML_DECLARATION}<styleSheet xmlns="${MAIN_NAMESPACE}">`,
    list('numFmts', [`<numFmt numFmtId="${DAY}" formatCode="dd/mm/yyyy"/>`]),
    list('fonts', fonts),
    list('fills', fills),
    list('borders', [
      '<border><left/><right/><top/><bottom/><diagonal/></border>',
      `<border>${sides}<diagonal/></border>`,
    ]),
    list('cellStyleXfs', ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']),
    list('cellXfs', cells),
    list('cellStyles', ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']),
    '</styleSheet>',
  ].join('')
}
