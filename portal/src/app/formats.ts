export type Language = 'vi' | 'en'

/** In place of what is not known. */
const NONE = '–'
const DAY = { day: '2-digit', month: '2-digit', year: 'numeric' } as const

function formatsOf(locale: string) {
  const number = new Intl.NumberFormat(locale)
  const short = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const change = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const day = new Intl.DateTimeFormat(locale, { ...DAY, timeZone: 'UTC' })
  const time = new Intl.DateTimeFormat(locale, {
    ...DAY,
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Ho_Chi_Minh',
  })
  return {
    number: (value: number): string => number.format(value),
    /** Bytes in the unit that people read. */
    size: (bytes: number): string =>
      bytes < 1024 * 1024 ? `${short.format(bytes / 1024)} KB` : `${short.format(bytes / 1024 / 1024)} MB`,
    /** A part of a whole: 0.125 is `12,5%`. */
    share: (part: number): string => share.format(part),
    /** How much more or less, as a part of what it was: 0.125 is `+12,5%`. */
    change: (part: number): string => change.format(part),
    /** An ISO day; `–` where there is none. */
    day: (isoDay: string | null): string => (isoDay === null ? NONE : day.format(Date.parse(isoDay))),
    /** Whole đồng of an exact decimal; `–` where there is none. */
    money: (decimal: string | null): string => (decimal === null ? NONE : number.format(Math.round(Number(decimal)))),
    /** Of Việt Nam; epoch milliseconds. */
    time: (moment: number): string => time.format(moment),
  }
}

/** Made once: every row of a list asks for them each time it is drawn. */
const FORMATS = { vi: formatsOf('vi-VN'), en: formatsOf('en-GB') } as const

/** Numbers, sizes and times as a language writes them. */
export const formatsIn = (language: Language): ReturnType<typeof formatsOf> => FORMATS[language]
