/** Vietnamese first, English beside it: every text of a page is a pair, so that none can be missing in one of them. */
import { createContext, use, type ReactNode } from 'react'
import { formatsIn, type Language } from './formats.ts'

export type { Language }
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

/** Numbers, sizes and times as the language writes them. */
export const useFormats = (): ReturnType<typeof formatsIn> => formatsIn(useLanguage())
