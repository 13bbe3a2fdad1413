import { SaxesParser } from 'saxes'
import type { Place } from '../../kernel/refusal.ts'
import { bareReference } from './malformed-xml.ts'

/** `&#x10FFFF;` and a little more. */
const LONGEST_REFERENCE = 12
const IN_REFERENCE = /[#\w.:;-]/

/** saxes does not say that it is inside a reference; its state does, compared with that of one that surely is. */
const stateOf = (parser: SaxesParser): unknown => Reflect.get(parser, 'state')
const STATE_IN_REFERENCE = stateOf(new SaxesParser().write('<a>&'))

export type References = {
  /** Gives saxes the rest of the reference in which it is, if it is in one; returns how far that reaches. */
  pass: (characters: string, from: number) => number
  /** For another document. */
  reset: () => void
}

/**
 * saxes looks for the end of a reference up to the next `;`, through tags and all: a bare `&` is told of here. `give` hands it characters,
 * `place` is where it stands. Throws MalformedXml.
 */
export function createReferences(
  parser: SaxesParser,
  give: (characters: string) => void,
  place: () => Place,
): References {
  /** Behind the `&` of a reference that is not closed yet, and its characters so far. */
  let reference: { place: Place; length: number } | null = null
  const isInside = (): boolean => stateOf(parser) === STATE_IN_REFERENCE

  return {
    pass(characters, from) {
      if (!isInside()) return from
      const open = (reference ??= { place: place(), length: 0 })
      let at = from
      while (at < characters.length && isInside()) {
        open.length += 1
        const next = characters.charAt(at)
        if (open.length > LONGEST_REFERENCE || !IN_REFERENCE.test(next)) throw bareReference(open.place)
        give(next)
        at += 1
      }
      if (!isInside()) reference = null
      return at
    },
    reset() {
      reference = null
    },
  }
}
