import { detached } from '../../kernel/detached.ts'

const PLAIN_NAME = /^[A-Za-z_][\w:.-]{0,79}$/

/** A name as findings show it; one that is not plain is not shown, as it may be a piece of text after a stray `<`. */
export const plain = (name: string): string => (PLAIN_NAME.test(name) ? detached(name) : '?')
