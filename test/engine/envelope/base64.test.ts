import { Buffer } from 'node:buffer'
import { assert, array, constantFrom, integer, property, string, tuple, uint8Array } from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { Base64Error, createBase64Reader } from '../../../src/engine/envelope/base64.ts'
import { decodeQuads, plainCodecs, type Codecs } from '../../../src/engine/envelope/codecs.ts'
import { propertyRuns } from '../../harness/runs.ts'
import { codecs } from '../../../src/edge/codecs.ts'

// The first character of any kind that is asked for has all of Unicode laid out.
vi.setConfig({ testTimeout: 60_000 })

/** The bytes, and whether the text was refused; `before` counts as read. */
function read(pieces: readonly string[], decodeBase64: Codecs['decodeBase64']): { bytes: Buffer; refused: boolean } {
  const reader = createBase64Reader({ decodeBase64 })
  const parts: Buffer[] = []
  try {
    for (const piece of pieces) parts.push(Buffer.from(reader.push(piece)))
    reader.end()
  } catch (error) {
    if (!(error instanceof Base64Error)) throw error
    return { bytes: Buffer.concat([...parts, error.before]), refused: true }
  }
  return { bytes: Buffer.concat(parts), refused: false }
}

const cutAt = (text: string, places: readonly number[]): string[] => {
  const sorted = [0, ...places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b), text.length]
  return sorted.slice(1).map((end, at) => text.slice(sorted[at], end))
}

const cuts = array(integer({ min: 0, max: 5000 }), { maxLength: 8 })
const bytes = uint8Array({ maxLength: 400 })

const decoders: [what: string, decodeBase64: Codecs['decodeBase64']][] = [
  ['this platform', codecs.decodeBase64],
  ['ECMAScript', plainCodecs.decodeBase64],
  ['an older ECMAScript', decodeQuads],
]

describe.each(decoders)('base64 read while it streams, decoded by %s', (_, decodeBase64) => {
  test('gives the bytes, however cut and wherever white space is', () => {
    assert(
      property(
        bytes,
        cuts,
        array(tuple(integer({ min: 0, max: 600 }), constantFrom('\n', '\r\n', ' ', '\t'))),
        (data, places, spaces) => {
          let text = Buffer.from(data).toString('base64')
          for (const [at, space] of spaces)
            text = text.slice(0, at % (text.length + 1)) + space + text.slice(at % (text.length + 1))
          const seen = read(cutAt(text, places), decodeBase64)
          expect(seen.refused).toBe(false)
          expect(seen.bytes.equals(Buffer.from(data))).toBe(true)
        },
      ),
      { numRuns: propertyRuns() },
    )
  })

  test('finds any character that is not base64, and gives the same bytes before it however cut', () => {
    const wrong = string({ minLength: 1, maxLength: 1, unit: 'binary' }).filter(
      (one) => !/^[A-Za-z0-9+/=\s]$/.test(one),
    )
    assert(
      property(
        uint8Array({ minLength: 1, maxLength: 300 }),
        integer({ min: 0, max: 500 }),
        wrong,
        cuts,
        (data, at, one, places) => {
          const text = Buffer.from(data).toString('base64')
          const bad = text.slice(0, at % text.length) + one + text.slice((at % text.length) + 1)
          const whole = read([bad], decodeBase64)
          const cut = read(cutAt(bad, places), decodeBase64)
          expect([whole.refused, cut.refused]).toEqual([true, true])
          expect(cut.bytes.equals(whole.bytes)).toBe(true)
        },
      ),
      { numRuns: propertyRuns() },
    )
  })

  test.each([
    ['text behind the padding', 'QQ==QUJD'],
    ['padding in the middle of a quad', 'QU=D'],
    ['a quad cut short', 'QUJDQ'],
    ['the URL-safe alphabet', 'QU-_'],
    ['a letter whose low byte is a letter of base64', 'QUJ\u0141'],
    ['three pads', 'Q==='],
  ])('refuses %s, whole or cut at every place', (_what, text) => {
    for (let at = 0; at <= text.length; at += 1)
      expect(read([text.slice(0, at), text.slice(at)], decodeBase64).refused).toBe(true)
    expect(read([...text], decodeBase64).refused).toBe(true)
  })
})
