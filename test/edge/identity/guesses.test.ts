/** Guessing secrets: what is refused before it is hashed, and that nobody is locked out by others. */
import { beforeEach, describe, expect, test } from 'vitest'
import { createGuessLimits, type GuessLimits } from '../../../src/edge/identity/guesses.ts'
import { hashSecret } from '../../../src/edge/identity/secret.ts'

/** One round of PBKDF2 over the secret `right`: as quick as a test of hundreds of guesses needs. */
const stored = await quick('right')
async function quick(secret: string): Promise<string> {
  const salt = new Uint8Array(16)
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'PBKDF2', false, [
    'deriveBits',
  ])
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 1 }, material, 256)
  const text = (bytes: ArrayBuffer | Uint8Array): string => Buffer.from(bytes as Uint8Array).toString('base64url')
  return ['pbkdf2-sha256', 1, text(salt), text(bits)].join('$')
}

let now: number
let limits: GuessLimits
beforeEach(() => {
  now = Date.parse('2026-11-30T08:00:00+07:00')
  limits = createGuessLimits({ now: () => now, salt: 'chance' })
})

/** `true`, `false`, or the seconds that a refusal asks to wait. */
async function guess(client: string, address: string, secret: string, of = stored): Promise<boolean | number> {
  try {
    return await limits.checkFor({ client, address })(secret, of)
  } catch (error) {
    expect(error).toMatchObject({ code: 'too-many-guesses', status: 429 })
    return (error as { retryAfterSeconds: number }).retryAfterSeconds
  }
}
const guessed = async (times: number, client: string, address: string): Promise<(boolean | number)[]> => {
  const answers: (boolean | number)[] = []
  for (let at = 0; at < times; at += 1) answers.push(await guess(client, address, `wrong ${at}`))
  return answers
}

describe('of 300 wrong secrets', () => {
  test('of one client from one address ten are looked at within a minute', async () => {
    const answers = await guessed(300, '01001', '192.0.2.1')
    expect(answers.filter((answer) => answer === false)).toHaveLength(10)
    expect(answers.at(-1)).toBe(60)
    // Right or wrong: otherwise the refusals would show it.
    expect(await guess('01001', '192.0.2.1', 'right')).toBe(60)
    now += 59_500
    expect(await guess('01001', '192.0.2.1', 'right')).toBe(1)
    now += 500
    expect(await guess('01001', '192.0.2.1', 'right')).toBe(true)
  })

  test('are refused before the account is looked up', async () => {
    await guessed(10, '01001', '192.0.2.1')
    expect(() => limits.checkFor({ client: '01001', address: '192.0.2.1' })).toThrow(
      expect.objectContaining({ code: 'too-many-guesses' }),
    )
    expect(() => limits.checkFor({ client: '01001', address: '192.0.2.2' })).not.toThrow()
  })

  test('of as many clients from one address sixty are looked at', async () => {
    const answers: (boolean | number)[] = []
    for (let at = 0; at < 300; at += 1) answers.push(await guess(`client-${at}`, '192.0.2.1', 'wrong'))
    expect(answers.filter((answer) => answer === false)).toHaveLength(60)
  })
})

test('a refusal is held for a second, and no longer where too many are held', async () => {
  const began = performance.now()
  const held = Array.from({ length: 256 }, () => limits.hold())
  await limits.hold()
  expect(performance.now() - began).toBeLessThan(500)
  await Promise.all(held)
  expect(performance.now() - began).toBeGreaterThan(950)
})

describe('nobody is locked out', () => {
  test('by failures of the same client from other addresses, known here or not', async () => {
    expect(await guess('01001', '192.0.2.99', 'right')).toBe(true)
    for (let at = 0; at < 30; at += 1) await guessed(10, '01001', `198.51.100.${at}`)
    // Those who have failed are refused now, whatever their own count is.
    expect(await guess('01001', '198.51.100.200', 'wrong')).toBe(false)
    expect(await guess('01001', '198.51.100.200', 'wrong')).toBe(60)
    expect(await guess('01001', '192.0.2.99', 'right')).toBe(true)
    expect(await guess('01001', '192.0.2.100', 'right')).toBe(true)
  })

  test('by failures of all clients from everywhere', async () => {
    for (let at = 0; at < 70; at += 1) await guessed(10, `client-${at}`, `198.51.100.${at}`)
    expect(await guess('another', '198.51.100.1', 'right', await quick('other'))).toBe(60)
    expect(await guess('another', '192.0.2.100', 'right')).toBe(true)
  })

  test('by a person of the same facility: each is counted for itself', async () => {
    await guessed(20, '01001 p1', '192.0.2.1')
    expect(await guess('01001 p1', '192.0.2.1', 'right')).toBe(60)
    expect(await guess('01001 p2', '192.0.2.1', 'right')).toBe(true)
  })
})

test('what another isolate of the place has counted, this one learns with its first failure', async () => {
  limits = createGuessLimits({ now: () => now, salt: 'chance', shared: () => Promise.resolve(false) })
  expect(await guessed(3, '01001', '192.0.2.1')).toEqual([false, 60, 60])
})

test('of 64 at once two are hashed at a time, some wait, and the others are asked to come back; who is known is not held up', async () => {
  const slow = await hashSecret('right')
  expect(await guess('known', '192.0.2.1', 'right', slow)).toBe(true)
  now = Date.now()
  const at = performance.now()
  const crowd = Promise.all(
    Array.from({ length: 64 }, (_, each) => guess(`client-${each}`, `198.51.100.${each}`, 'wrong', slow)),
  )
  expect(await guess('known', '192.0.2.1', 'right', slow)).toBe(true)
  const known = performance.now() - at
  const answers = await crowd
  expect(answers.filter((answer) => answer === 2)).toHaveLength(64 - 2 - 32)
  expect(answers.filter((answer) => answer === false)).toHaveLength(34)
  expect(known).toBeLessThan(performance.now() - at)
})
