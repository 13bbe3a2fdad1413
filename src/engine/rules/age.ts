const DAY_LENGTH = 8
const MONTHS_A_YEAR = 12
const LAST_DAY = 31
const UNKNOWN = '00'

const monthCount = (day: string): number => Number(day.slice(0, 4)) * MONTHS_A_YEAR + Number(day.slice(4, 6))

/** Completed months from a birth to a day or moment, both in their forms; null where month or day of birth is unknown. */
export function monthsOld(birth: string, at: string): number | null {
  if (birth.length < DAY_LENGTH || birth.slice(4, 6) === UNKNOWN || birth.slice(6, 8) === UNKNOWN) return null
  const months = monthCount(at) - monthCount(birth)
  return at.slice(6, 8) < birth.slice(6, 8) ? months - 1 : months
}

/** As `monthsOld`; of what is not known of the birth the last is taken, which makes the patient younger. */
export function leastMonthsOld(birth: string, at: string): number {
  const month = Number(birth.slice(4, 6)) || MONTHS_A_YEAR
  const day = Number(birth.slice(6, 8)) || LAST_DAY
  const months = monthCount(at) - (Number(birth.slice(0, 4)) * MONTHS_A_YEAR + month)
  return Number(at.slice(6, 8)) < day ? months - 1 : months
}

/** Whether somebody was surely born after that day, by as much of the birth as is known. */
export function isBornAfter(birth: string, at: string): boolean {
  const known =
    birth.length < DAY_LENGTH || birth.slice(4, 6) === UNKNOWN ? 4 : birth.slice(6, 8) === UNKNOWN ? 6 : DAY_LENGTH
  return birth.slice(0, known) > at.slice(0, known)
}
