/** A period as the months and days that are kept: months are added up already, so only the days at its ends are read one by one. */
export type Spans = {
  /** The first and the last whole month (yyyy-mm); where there is none, the last is before the first. */
  readonly firstMonth: string
  readonly lastMonth: string
  /** First and last day of each stretch that no whole month covers: two at most. */
  readonly edges: readonly (readonly [string, string])[]
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Whole months and the days before and behind them; `from` and `to` are ISO days, both inclusive. */
export function spansOf(from: string, to: string): Spans {
  const firstMonth = from.endsWith('-01') ? monthOf(from) : monthAfter(from)
  const lastMonth = dayBeside(to, 1).endsWith('-01') ? monthOf(to) : monthOf(dayBeside(`${monthOf(to)}-01`, -1))
  if (firstMonth > lastMonth) return { firstMonth, lastMonth, edges: [[from, to]] }
  const edges: [string, string][] = []
  if (monthOf(from) < firstMonth) edges.push([from, dayBeside(`${firstMonth}-01`, -1)])
  if (monthOf(to) > lastMonth) edges.push([`${monthOf(to)}-01`, to])
  return { firstMonth, lastMonth, edges }
}

const monthOf = (day: string): string => day.slice(0, 'yyyy-mm'.length)

const dayBeside = (day: string, by: 1 | -1): string =>
  new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10)

function monthAfter(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  // To Date, months count from 0: this is the one that follows.
  return monthOf(new Date(Date.UTC(year, month, 1)).toISOString())
}
