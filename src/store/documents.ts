/** JSON documents that this service wrote into its own databases, and what proves that they are what they were. */

/** A parser of documents of one form, for `json`. Throws where a document has another one; the message holds nothing of it. */
export const documentOf = <T>(form: string, holds: (document: unknown) => document is T) => ({
  parse(document: unknown): T {
    if (!holds(document)) throw new Error(`a stored document is no ${form}`)
    return document
  },
})

type Members = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object whose members are all texts. */
export const isTexts = (value: unknown): value is Record<string, string> =>
  isObject(value) && Object.values(value).every((member) => typeof member === 'string')

/** Attributes of a code, identities: names and texts. */
export const texts = documentOf('object of texts', isTexts)
