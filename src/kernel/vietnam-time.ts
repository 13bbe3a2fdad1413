/** Việt Nam keeps UTC+7 all year, without summer time. Moments are epoch milliseconds. */
const OFFSET_MS = 7 * 60 * 60 * 1000

/** `2026-11-22T08:15:30.123+07:00` */
export const vietnamTime = (moment: number): string => new Date(moment + OFFSET_MS).toISOString().replace('Z', '+07:00')

/** The day in Việt Nam, ISO: `2026-11-22`. */
export const vietnamIsoDay = (moment: number): string => new Date(moment + OFFSET_MS).toISOString().slice(0, 10)

/** The day in Việt Nam as the number the law's dates are compared by: 20261122. */
export const vietnamDay = (moment: number): number => Number(vietnamIsoDay(moment).replaceAll('-', ''))
