/** Việt Nam keeps UTC+7 all year, without summer time. Moments are epoch milliseconds. */
export const OFFSET_MS = 7 * 60 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000

/** `2026-11-22T08:15:30.123+07:00` */
export const vietnamTime = (moment: number): string => new Date(moment + OFFSET_MS).toISOString().replace('Z', '+07:00')

/** The day in Việt Nam, ISO: `2026-11-22`. */
export const vietnamIsoDay = (moment: number): string => new Date(moment + OFFSET_MS).toISOString().slice(0, 10)

/** When a day in Việt Nam (ISO) begins. */
export const dayBegins = (isoDay: string): number => Date.parse(`${isoDay}T00:00:00+07:00`)

/** When the next day begins. */
export const dayEnds = (isoDay: string): number => dayBegins(isoDay) + DAY_MS

/** An ISO day as people of Việt Nam write it: `22/11/2026`. */
export const shownDay = (isoDay: string): string => isoDay.split('-').toReversed().join('/')

/** As people of Việt Nam write it: `08:15 22/11/2026`. */
export const shownVietnamTime = (moment: number): string => {
  const [day = '', clock = ''] = vietnamTime(moment).split('T')
  return `${clock.slice(0, 5)} ${shownDay(day)}`
}

/** The day in Việt Nam as the number the law's dates are compared by: 20261122. */
export const vietnamDay = (moment: number): number => Number(vietnamIsoDay(moment).replaceAll('-', ''))

/** Whether the text is a day of the calendar, ISO; 31 February has the form only. */
export function isIsoDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
