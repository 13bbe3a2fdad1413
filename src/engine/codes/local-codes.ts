/** A facility's own codes and the national ones they stand for, as approved by its province: they only make a remedy clearer. */
import { dayNumber } from './snapshot.ts'

/** The national code for a local one of a catalogue on a day (yyyymmdd); null where none is approved. */
export type LocalCodes = (catalogue: string, localCode: string, day: number) => string | null

export const NO_LOCAL_CODES: LocalCodes = () => null

/** One mapping as it travels; days ISO. */
type PackedMapping = readonly [catalogue: string, localCode: string, code: string, from: string, to: string | null]

const OPEN_END = 9999_12_31

/** Ready to be asked. */
export function createLocalCodes(packed: readonly PackedMapping[]): LocalCodes {
  if (packed.length === 0) return NO_LOCAL_CODES
  const periods = new Map<string, { code: string; from: number; to: number }[]>()
  for (const [catalogue, localCode, code, from, to] of packed) {
    const key = `${catalogue}\n${localCode}`
    const period = { code, from: dayNumber(from), to: to === null ? OPEN_END : dayNumber(to) }
    const known = periods.get(key)
    if (known === undefined) periods.set(key, [period])
    else known.push(period)
  }
  return (catalogue, localCode, day) =>
    periods.get(`${catalogue}\n${localCode}`)?.find(({ from, to }) => from <= day && day <= to)?.code ?? null
}
