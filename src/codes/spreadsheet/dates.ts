/** Number formats that Excel itself brings and that show a day or a time. */
const BUILT_IN = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47])

/** Whether a number format shows days or times. `code` is the custom format, where there is one. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.has(id)
  const [first = ''] = code.split(';')
  // Quoted, escaped and padded characters are shown as they are; brackets hold colours and conditions, unless elapsed time.
  const letters = first.replaceAll(/"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
  return !/general/i.test(letters) && /[ymdhs]/i.test(letters)
}

const DAY_MS = 86_400_000
/** Day 0 of both systems. Excel counts a 29 February 1900 that never was, so that before March its days are one less. */
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)
const FIRST_DAY_AFTER_FALSE_LEAP_DAY = 61
/** 9999-12-31, Excel's last day. */
const LAST_SERIAL = 2_958_465

/** The day of a stored date, yyyy-mm-dd; null for a time without a day, and for what is no date. */
export function dayOfSerial(text: string, is1904: boolean): string | null {
  const serial = Math.floor(Number(text))
  if (text === '' || !Number.isFinite(serial) || serial < 1 || serial > LAST_SERIAL) return null
  const epoch = is1904 ? EPOCH_1904 : EPOCH_1900
  const shift = !is1904 && serial < FIRST_DAY_AFTER_FALSE_LEAP_DAY ? 1 : 0
  return new Date(epoch + (serial + shift) * DAY_MS).toISOString().slice(0, 10)
}
