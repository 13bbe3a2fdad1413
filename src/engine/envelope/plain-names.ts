import { wordOf, type Word } from './characters.ts'

/** A name that saxes takes, in its tags. */
export type PlainName = {
  readonly name: string
  /** `<NAME>` */
  readonly opening: string
  /** `<NAME` and `</NAME>` */
  readonly start: Word
  readonly closing: Word
}
export type PlainNames = ReadonlyMap<string, PlainName>

const PLAIN_NAME = /^[A-Za-z_]\w{2,63}$/
export const isPlainName = (name: string): boolean => PLAIN_NAME.test(name)

/** The names made ready to be found; those that are not plain are left out. */
export function plainNames(names: Iterable<string>): PlainNames {
  const plain = [...names].filter(isPlainName)
  return new Map(plain.map((name) => [name, plainName(name)]))
}

export const plainName = (name: string): PlainName => ({
  name,
  opening: `<${name}>`,
  start: wordOf(`<${name}`),
  closing: wordOf(`</${name}>`),
})

/** A key is a string of its own, not a slice that keeps alive what it was cut from. */
export const asKey = (name: string): string => Object.keys({ [name]: true })[0] ?? name
