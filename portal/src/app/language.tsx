/** Vietnamese first, English beside it: every text of a page is a pair, so that none can be missing in one of them. */
import { createContext, use, type ReactNode } from 'react'

export type Language = 'vi' | 'en'
export type Text = { readonly vi: string; readonly en: string }

const LanguageContext = createContext<Language>('vi')

export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  return <LanguageContext value={language}>{children}</LanguageContext>
}

export const useLanguage = (): Language => use(LanguageContext)

/** Texts as functions: `t(TEXTS.title)`; `{name}` is filled from the values. */
export const textIn =
  (language: Language) =>
  (text: Text, values: Readonly<Record<string, string | number>> = {}): string =>
    text[language].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

/** Those of a page, in its language. */
export const useText = (): ReturnType<typeof textIn> => textIn(useLanguage())

const DAY = { day: '2-digit', month: '2-digit', year: 'numeric' } as const

function formatsOf(locale: string) {
  const number = new Intl.NumberFormat(locale)
  const short = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
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
    /** An ISO day. */
    day: (isoDay: string): string => day.format(Date.parse(isoDay)),
    /** Of Việt Nam; epoch milliseconds. */
    time: (moment: number): string => time.format(moment),
  }
}

/** Made once: every row of a list asks for them each time it is drawn. */
const FORMATS = { vi: formatsOf('vi-VN'), en: formatsOf('en-GB') } as const

/** Numbers, sizes and times as the language writes them. */
export const useFormats = (): ReturnType<typeof formatsOf> => FORMATS[useLanguage()]
