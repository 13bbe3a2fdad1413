import { shownDay } from '../kernel/vietnam-time.ts'
import { Refusal } from './refusals.ts'

/** Days, both ends inclusive; `vi` is how a report names it. */
export type Period = { readonly from: string; readonly to: string; readonly vi: string }

const MONTHS_OF = { Q: 3, H: 6 } as const

/** `2026-11` a month, `2026-Q3` a quarter, `2026-H1` a half-year, `2026` a year. Throws `parameter-invalid`. */
export function periodOf(text: string): Period {
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text)
  if (month) return monthsFrom(month[1], Number(month[2]), 1, `tháng ${Number(month[2])} năm ${month[1]}`)
  const part = /^(\d{4})-(Q[1-4]|H[12])$/.exec(text)
  if (part) {
    const [kind, number] = [part[2]?.startsWith('Q') === true ? 'Q' : 'H', Number(part[2]?.slice(1))] as const
    const words =
      kind === 'Q' ? `quý ${'I II III IV'.split(' ')[number - 1]}` : `6 tháng ${number === 1 ? 'đầu' : 'cuối'}`
    return monthsFrom(part[1], (number - 1) * MONTHS_OF[kind] + 1, MONTHS_OF[kind], `${words} năm ${part[1]}`)
  }
  if (/^\d{4}$/.test(text)) return monthsFrom(text, 1, 12, `năm ${text}`)
  throw new Refusal('parameter-invalid', { parameter: 'period', expected: '2026-11, 2026-Q3, 2026-H1, 2026' })
}

function monthsFrom(year: string | undefined, first: number, count: number, vi: string): Period {
  const day = (month: number, date: number): string =>
    new Date(Date.UTC(Number(year), month, date)).toISOString().slice(0, 10)
  // Day 0 of a month is the last of the one before.
  return { from: day(first - 1, 1), to: day(first - 1 + count, 0), vi }
}

/** Any days a person asks for. */
export const daysOf = (from: string, to: string): Period => ({
  from,
  to,
  vi: `từ ${shownDay(from)} đến ${shownDay(to)}`,
})
