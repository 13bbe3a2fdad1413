import { detached } from '../../kernel/detached.ts'

const PLAIN_NAME = /^[A-Za-z_][\w:.-]{0,79}$/
/** A word or a number, such as a HIS writes where the kind of a table is asked for. */
const SHORT_WORD = /^[\p{L}\p{N}](?:[\p{L}\p{N}_ .-]{0,18}[\p{L}\p{N}])?$/u

/** A name as findings show it; one that is not plain is not shown, as it may be a piece of text after a stray `<`. */
export const shownName = (name: string): string => (PLAIN_NAME.test(name) ? detached(name) : '?')

/** A value of the envelope as findings show it; `?` for what is no short word. */
export const shownWord = (value: string): string => (SHORT_WORD.test(value) ? detached(value) : '?')
