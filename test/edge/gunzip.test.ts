import { Buffer } from 'node:buffer'
import { gzipSync } from 'node:zlib'
import { array, assert, asyncProperty, integer, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gunzip } from '../../src/edge/gunzip.ts'
import { Refusal } from '../../src/edge/refusals.ts'
import { propertyRuns } from '../harness/runs.ts'

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** What the bytes become, cut into pieces of this size; null where they are refused. */
async function undone(bytes: Uint8Array, size = bytes.length): Promise<string | null> {
  const parts: Buffer[] = []
  try {
    for await (const piece of gunzip(inPieces(bytes, size))) parts.push(Buffer.from(piece))
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'gzip-broken') throw error
    return null
  }
  return Buffer.concat(parts).toString('latin1')
}

const [first, second] = [gzipSync('GIAMDINHHS'), gzipSync('hồ sơ')]
const text = `GIAMDINHHS${Buffer.from('hồ sơ').toString('latin1')}`
const zeros = Buffer.alloc(700)

describe('gzip, as RFC 1952 has it', () => {
  test.each([
    ['one member', first, 'GIAMDINHHS'],
    ['two members', Buffer.concat([first, second]), text],
    ['an empty member between two', Buffer.concat([first, gzipSync(''), second]), text],
    ['two members and zeros behind them', Buffer.concat([first, second, zeros]), text],
    ['something else behind it', Buffer.concat([first, Buffer.from('more')]), null],
    ['something else behind the zeros', Buffer.concat([first, zeros, Buffer.from('more')]), null],
    ['a member behind the zeros', Buffer.concat([first, zeros, second]), null],
    ['a second member cut short', Buffer.concat([first, second.subarray(0, -1)]), null],
    [
      'a second member whose check sum is wrong',
      Buffer.concat([first, second.map((b, at) => (at === 20 ? b ^ 1 : b))]),
      null,
    ],
    ['the first two bytes of a member', first.subarray(0, 2), null],
  ])('%s, however it is cut', async (_, bytes, expected) => {
    for (let size = 1; size <= bytes.length; size += size < 60 ? 1 : 97)
      expect(await undone(bytes, size)).toBe(expected)
    expect(await undone(bytes)).toBe(expected)
  })

  test('any members give what they hold, one behind the other', async () => {
    const members = array(uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 5 })
    await assert(
      asyncProperty(
        members,
        integer({ min: 1, max: 400 }),
        integer({ min: 0, max: 50 }),
        async (parts, size, padding) => {
          const packed = Buffer.concat([...parts.map((part) => gzipSync(part)), Buffer.alloc(padding)])
          expect(await undone(packed, size)).toBe(Buffer.concat(parts).toString('latin1'))
        },
      ),
      { numRuns: propertyRuns() },
    )
  })

  test('is undone only as far as somebody reads: what is left waits', async () => {
    let asked = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        asked += 1
        yield gzipSync(Buffer.alloc(100_000))
      }
    }
    for await (const piece of gunzip(endless())) {
      expect(piece.length).toBeGreaterThan(0)
      break
    }
    expect(asked).toBe(1)
  })
})
