import { Refusal } from '../../refusals.ts'

/** The old services have fifteen parameters at most, a token of some 400 characters among them. */
const MOST_FIELDS = 64
export const MOST_FIELD_CHARACTERS = 16 * 1024

/** Names under which clients send the file itself, in lower case. */
const FILE_NAMES: ReadonlySet<string> = new Set([
  'filehsbase64',
  'filehs',
  'filehosojson',
  'filehoso',
  'filebase64str',
  'filebase64',
  'file',
])
export const isFileName = (name: string): boolean => FILE_NAMES.has(name.trim().toLowerCase())

/** Parameters by name, whatever their capitals; the first of a name counts. */
export type WrapperFields = {
  /** The value without blanks around it; '' where there is none. */
  readonly get: (...names: readonly string[]) => string
  readonly set: (name: string, value: string) => void
}

/** Throws `wrapper-broken` where there are more than any client sends. */
export function createFields(): WrapperFields {
  const values = new Map<string, string>()
  return {
    get(...names) {
      for (const name of names) {
        const value = values.get(name.toLowerCase())
        if (value !== undefined && value !== '') return value
      }
      return ''
    },
    set(name, value) {
      const key = name.trim().toLowerCase()
      if (values.has(key)) return
      if (values.size === MOST_FIELDS) throw new Refusal('wrapper-broken', { reason: TOO_MANY })
      values.set(key, value.trim())
    },
  }
}

const TOO_MANY = { vi: `quá ${MOST_FIELDS} tham số`, en: `more than ${MOST_FIELDS} parameters` }
