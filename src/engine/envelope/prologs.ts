/**
 * How documents begin, up to their first tag: declaration and root are the same in each table of a kind, and what saxes has taken once it would
 * take again.
 */
import { asKey, isPlainName, plainName, type PlainName } from './plain-names.ts'

/** The root element, with everything before it as its opening. */
export type Prolog = PlainName & { readonly encoding: string | undefined }

/** Those met in a file. */
export type Prologs = Prolog[]

/** The standards have some 20 roots; two ways of writing each. */
const REMEMBERED = 40
export const LONGEST_PROLOG = 250

/** Takes note of a beginning that saxes has taken: all characters up to the end of the root's own tag. */
export function rememberProlog(prologs: Prologs, text: string, root: string, encoding: string | undefined): void {
  if (prologs.length >= REMEMBERED || text.length > LONGEST_PROLOG || !isPlainName(root)) return
  if (prologs.some(({ opening }) => opening === text)) return
  prologs.push({ ...plainName(asKey(root)), opening: asKey(text), encoding })
}

/** The one with which `characters` begin. */
export const prologOf = (prologs: Prologs, characters: string): Prolog | undefined =>
  prologs.find(({ opening }) => characters.startsWith(opening))
