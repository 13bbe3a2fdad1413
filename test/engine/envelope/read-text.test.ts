import { assert, array, integer, property, string, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BadText, createTextReader } from '../../../src/engine/envelope/read-text.ts'
import { propertyRuns } from '../../harness/runs.ts'

function read(pieces: readonly Uint8Array[]): { text: string; bad: string | null } {
  const reader = createTextReader()
  let text = ''
  try {
    for (const piece of pieces) text += reader.push(piece)
    text += reader.end()
  } catch (error) {
    if (!(error instanceof BadText)) throw error
    return { text: text + error.before, bad: error.kind }
  }
  return { text, bad: null }
}

const oneByOne = (bytes: Uint8Array): Uint8Array[] => Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('bytes read as UTF-8', () => {
  test('give the characters, cut at any byte, without the byte-order mark', () => {
    assert(
      property(
        string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0') && !text.startsWith('\uFEFF')),
        (text) => {
          expect(read(oneByOne(utf8(text)))).toEqual({ text, bad: null })
          expect(read(oneByOne(utf8(`\uFEFF${text}`)))).toEqual({ text, bad: null })
        },
      ),
      { numRuns: propertyRuns() },
    )
  })

  test('that are bad are found with the same characters before them, however cut', () => {
    assert(
      property(
        string({ unit: 'grapheme' }),
        uint8Array({ minLength: 1, maxLength: 6 }),
        array(integer({ min: 1, max: 5 })),
        (head, tail, sizes) => {
          const bytes = new Uint8Array([0x3c, ...utf8(`Đ${head}`), ...tail, 0xff, 0x41])
          const pieces: Uint8Array[] = []
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = sizes[turn % Math.max(sizes.length, 1)] ?? 1
            pieces.push(bytes.subarray(at, at + size))
            at += size
          }
          expect(read(pieces)).toEqual(read([bytes]))
          expect(read([bytes]).bad).toBe('utf8')
        },
      ),
      { numRuns: propertyRuns() },
    )
  })

  test.each([
    ['a little-endian mark', [0xff, 0xfe, 0x3c, 0x00]],
    ['a big-endian mark', [0xfe, 0xff, 0x00, 0x3c]],
    ['little-endian without a mark', [0x3c, 0x00]],
    ['big-endian without a mark', [0x00, 0x3c]],
  ])('are told to be UTF-16 by %s, whole or byte by byte', (_, bytes) => {
    expect(read([new Uint8Array(bytes)]).bad).toBe('utf16')
    expect(read(oneByOne(new Uint8Array(bytes))).bad).toBe('utf16')
  })

  test('that stop inside a character are bad', () => {
    expect(read([new Uint8Array([0x41, 0xe1, 0xbb])])).toEqual({ text: 'A', bad: 'utf8' })
  })
})
