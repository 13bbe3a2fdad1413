/** A sentence for a person, in both languages. Placeholders are written `{name}`. */
export type Text = { readonly vi: string; readonly en: string }

/** What fills the placeholders; a Text fills each language with its own words. */
export type TextParams = Readonly<Record<string, string | number | Text>>

/** Both sentences with their placeholders filled; a placeholder without a value becomes empty. */
export const fillText = (text: Text, params: TextParams): Text => ({
  vi: fill(text.vi, params, 'vi'),
  en: fill(text.en, params, 'en'),
})

const fill = (template: string, params: TextParams, language: keyof Text): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    return typeof value === 'object' ? value[language] : String(value ?? '')
  })
