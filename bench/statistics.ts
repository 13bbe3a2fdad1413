/** What several measurements of one thing come to. */
export type Series = { readonly median: number; readonly least: number; readonly most: number; readonly count: number }

/** The least of the measurements that at least that share (above 0, to 1) of them does not exceed: of 20, the 19th is their p95. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN
}

export const series = (values: readonly number[]): Series => ({
  median: quantile(values, 0.5),
  least: Math.min(...values),
  most: Math.max(...values),
  count: values.length,
})

const figure = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

/** `42.1 (38.0–45.2)`: the median and its spread. */
export const spread = ({ median, least, most }: Series): string =>
  `${figure(median)} (${figure(least)}–${figure(most)})`

export const shown = figure

/**
 * How one thing compares with another that was measured in turn with it: the median of the pairs' ratios. A machine that
 * is slow for a while is slow for both halves of a pair, so its moods cancel out.
 */
export const ratios = (measured: readonly number[], reference: readonly number[]): Series =>
  series(measured.map((value, at) => value / (reference[at] ?? Number.NaN)))
