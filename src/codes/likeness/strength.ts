import { fold } from './fold.ts'

type Unit = { readonly dimension: string; readonly factor: number }

const MICROGRAM: Unit = { dimension: 'mass', factor: 1 }
const UNITS: Readonly<Record<string, Unit>> = {
  mcg: MICROGRAM,
  ug: MICROGRAM,
  mg: { dimension: 'mass', factor: 1000 },
  g: { dimension: 'mass', factor: 1_000_000 },
  gam: { dimension: 'mass', factor: 1_000_000 },
  kg: { dimension: 'mass', factor: 1_000_000_000 },
  ml: { dimension: 'volume', factor: 1 },
  lit: { dimension: 'volume', factor: 1000 },
  l: { dimension: 'volume', factor: 1000 },
  iu: { dimension: 'units', factor: 1 },
  ui: { dimension: 'units', factor: 1 },
  dvqt: { dimension: 'units', factor: 1 },
  mui: { dimension: 'units', factor: 1_000_000 },
  miu: { dimension: 'units', factor: 1_000_000 },
  meq: { dimension: 'equivalents', factor: 1 },
  mmol: { dimension: 'moles', factor: 1 },
  '%': { dimension: 'percent', factor: 1 },
}

const NAMES = Object.keys(UNITS)
  .sort((a, b) => b.length - a.length)
  .join('|')
const NUMBER = String.raw`\d+(?:[.,]\d+)*`
const QUANTITY = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,])(${NUMBER}) ?(${NAMES})(?![\p{L}\p{N}])(?: ?/ ?(${NUMBER})? ?(${NAMES})(?![\p{L}\p{N}]))?`,
  'gu',
)

/** `0,5` and `0.5` are a half; in groups of three behind a first digit that is no zero, `1.000` and `1,000,000` are thousands. */
function numberOf(text: string): number {
  if (/^[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(text)) return Number(text.replaceAll(/[.,]/g, ''))
  const at = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  return at < 0 ? Number(text) : Number(`${text.slice(0, at).replaceAll(/[.,]/g, '')}.${text.slice(at + 1)}`)
}

/** Twelve significant digits: what is left of 0.1 × 3 after the factor is gone. */
const amount = (text: string, { dimension, factor }: Unit): string =>
  `${dimension} ${Number((numberOf(text) * factor).toPrecision(12))}`

/** The folded text without its quantities, and these in base units, in the order of their text: `0,5 g` and `500mg` are the same. */
export function splitStrengths(text: string): { rest: string; strengths: readonly string[] } {
  const strengths: string[] = []
  const rest = fold(text).replaceAll(
    QUANTITY,
    (written, value: string, unit: string, perValue?: string, perUnit?: string) => {
      const of = UNITS[unit]
      const per = perUnit === undefined ? undefined : UNITS[perUnit]
      if (of === undefined) return written
      strengths.push(amount(value, of) + (per === undefined ? '' : ` / ${amount(perValue ?? '1', per)}`))
      return ' '
    },
  )
  return { rest: rest.replaceAll(/\s+/g, ' ').trim(), strengths: [...new Set(strengths)].sort() }
}
