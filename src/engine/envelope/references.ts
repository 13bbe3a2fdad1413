import { SaxesParser } from 'saxes'
import type { Place } from '../../kernel/refusal.ts'
import { bareReference } from './malformed-xml.ts'

/** `&#x10FFFF;`, and zeros before its digits, which XML allows. */
const LONGEST_REFERENCE = 32
const IN_REFERENCE = /[#\w.:;-]/

/** saxes does not say that it is inside a reference; its state does, compared with that of one that surely is. */
const stateOf = (parser: SaxesParser): unknown => Reflect.get(parser, 'state')
const STATE_IN_REFERENCE = stateOf(new SaxesParser().write('<a>&'))

export type References = {
  /** Gives saxes the rest of the reference in which it is, if it is in one; returns how far that reaches. */
  pass: (characters: string, from: number) => number
  /** The characters of the reference that is open, or ended last, behind its `&`; saxes does not repeat them. */
  current: () => string
  /** For another document. */
  reset: () => void
}

/**
 * saxes looks for the end of a reference up to the next `;`, through tags and all: a bare `&` is found here. `give` hands it
 * characters, `place` is where it is. Throws MalformedXml.
 */
export function createReferences(
  parser: SaxesParser,
  give: (characters: string) => void,
  place: () => Place,
): References {
  /** Behind the `&` of a reference that is not closed yet, and its characters so far. */
  let reference: { place: Place; text: string } | null = null
  const isInside = (): boolean => stateOf(parser) === STATE_IN_REFERENCE

  return {
    pass(characters, from) {
      if (!isInside()) return from
      const open = (reference ??= { place: place(), text: '' })
      let at = from
      while (at < characters.length && isInside()) {
        const next = characters.charAt(at)
        open.text += next
        if (open.text.length > LONGEST_REFERENCE || !IN_REFERENCE.test(next)) throw bareReference(open.place)
        give(next)
        at += 1
      }
      if (!isInside()) reference = null
      return at
    },
    current: () => reference?.text ?? '',
    reset() {
      reference = null
    },
  }
}
