/** What addresses are read by: an address that somebody typed is never an error. */

/** One of a closed list, or nothing. */
export const oneOf =
  <const T extends string>(list: readonly T[]) =>
  (value: unknown): T | undefined =>
    list.find((each) => each === value)
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

/** Only what is there: an address has no empty parameters. A member that is left out reads as undefined, which every one of them may be. */
export const present = <T extends object>(search: T): T =>
  // Every member of the searches of this file is optional.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T

/** An ISO day. */
export const isoDay = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined

/** A month as the API names it. */
export const month = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}$/.test(value) ? value : undefined

/** Behind which item a list begins, as the API names it. */
export type Placed = { after?: string | undefined }
