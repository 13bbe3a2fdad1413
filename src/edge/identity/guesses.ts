import { createHash } from 'node:crypto'
import { Refusal } from '../refusals.ts'
import { secretMatches, type SecretCheck } from './secret.ts'

/**
 * Limits on guessing secrets. What is refused is refused before anything is hashed, and where the address decides alone, before the account is looked up: a flood
 * of guesses would take the time of others by look-ups, too. Failures are counted, by minute:
 *
 * - of one client from one address, and of one address: past the limit that address is refused, right or wrong;
 * - of one client from all addresses, and of all clients: past the limit those addresses are refused that have failed within the minute. An
 *   address that has not failed always has its first try, so that nobody is locked out by the failures of others;
 * - hashes at once: past the limit whoever comes waits for a place, and past the length of that queue is asked to come back.
 *
 * A secret that was proven here lately is compared by one fast hash, so that clients who are known pay nothing for others' guesses. The
 * counters are those of one isolate; `shared` counts for the whole place, and an isolate learns from it with the first failure.
 */
const WINDOW_MS = 60_000
const MOST = { pair: 10, address: 60, client: 100, all: 600 } as const
const MOST_AT_ONCE = 2
const MOST_WAITING = 32
/** What is remembered of proven secrets: as long as a day's clients, as many as a province has. */
const PROVEN_MS = 24 * 60 * 60 * 1000
const MOST_PROVEN = 5000
const MOST_COUNTED = 20_000

/** Who tries: the client as it names itself, and its address (empty: not known). */
export type Guesser = { readonly client: string; readonly address: string }

export type GuessLimits = {
  /** The check of one guesser's secrets. It and the check throw `too-many-guesses`, with the seconds to wait: ask for it before the account is looked up. */
  checkFor(guesser: Guesser): SecretCheck
  /**
   * Waits before a refusal of a guess is answered: who guesses from so many connections is answered so many times a second, and takes the time of others no longer.
   * Past `MOST_HELD` there is no waiting, as each holds a connection.
   */
  hold(): Promise<void>
}

const HOLD_MS = 1000
const MOST_HELD = 256

type Counter = { startedAt: number; failures: number }

/**
 * `now` in epoch milliseconds; `salt` is chance of this isolate; `shared`: counts a failure under a key for the whole place, and returns
 * whether it is still within the limit there.
 */
export function createGuessLimits({
  now,
  salt,
  shared = () => Promise.resolve(true),
}: {
  now: () => number
  salt: string
  shared?: (key: string) => Promise<boolean>
}): GuessLimits {
  const counters = new Map<string, Counter>()
  const proven = new Map<string, { print: string; until: number }>()
  const gate = createGate(now)

  const failuresOf = (key: string): number => {
    const counter = counters.get(key)
    return counter !== undefined && now() - counter.startedAt < WINDOW_MS ? counter.failures : 0
  }
  const waitOf = (key: string): number => {
    const counter = counters.get(key)
    return counter === undefined ? 1 : Math.max(1, Math.ceil((counter.startedAt + WINDOW_MS - now()) / 1000))
  }
  const add = (key: string, failures: number): void => {
    const known = failuresOf(key)
    const startedAt = known > 0 ? (counters.get(key)?.startedAt ?? now()) : now()
    counters.delete(key)
    counters.set(key, { startedAt, failures: known + failures })
    forgetOldest(counters, MOST_COUNTED)
  }
  const refuseAt = (key: string, most: number): void => {
    if (failuresOf(key) >= most) throw tooMany(waitOf(key))
  }

  async function failed({ client, address }: Guesser): Promise<void> {
    const keys = { pair: pairOf(client, address), address: `a ${address}`, client: `c ${client}`, all: '*' }
    for (const key of Object.values(keys)) add(key, 1)
    const isWithin = await shared(keys.pair)
    // Other isolates of this place have counted the rest.
    if (!isWithin) add(keys.pair, MOST.pair)
  }

  function assertAddress({ client, address }: Guesser): void {
    refuseAt(pairOf(client, address), MOST.pair)
    refuseAt(`a ${address}`, MOST.address)
  }

  function assertAdmitted(guesser: Guesser, isProven: boolean): void {
    assertAddress(guesser)
    const { client, address } = guesser
    if (isProven || failuresOf(`a ${address}`) === 0) return
    refuseAt(`c ${client}`, MOST.client)
    refuseAt('*', MOST.all)
  }

  return {
    hold: createHold(now),
    checkFor(guesser) {
      assertAddress(guesser)
      return async (secret, stored) => {
        const print = createHash('sha256').update(`${salt}\n${stored}\n${secret}`).digest('base64')
        const known = proven.get(stored)
        const isProven = known !== undefined && known.print === print && known.until > now()
        assertAdmitted(guesser, isProven)
        if (isProven) return true
        const isRight = await gate(() => secretMatches(secret, stored))
        if (isRight) {
          proven.delete(stored)
          proven.set(stored, { print, until: now() + PROVEN_MS })
          forgetOldest(proven, MOST_PROVEN)
        } else await failed(guesser)
        return isRight
      }
    },
  }
}

const pairOf = (client: string, address: string): string => `p ${address} ${client.slice(0, 100)}`

/** Maps keep the order of insertion. */
function forgetOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}

/** Seconds after which it is worth to come back. */
const GATE_SECONDS = 2
/** A hash takes a twentieth of this; who has gone in the middle of one leaves the place after so long. */
const PLACE_MS = 5000
const LOOK_AGAIN_MS = 20
const WAIT_MS = 3000

/**
 * Runs so many at once. Others wait for a place, each by its own timer: in Workers a request that waited for another one would hang when that
 * one is cancelled. Past `MOST_WAITING`, and after `WAIT_MS`, they are refused.
 */
function createGate(now: () => number): <T>(work: () => Promise<T>) => Promise<T> {
  const running = createPlaces(now)
  const waiting = createPlaces(now)
  return async (work) => {
    if (running.taken() >= MOST_AT_ONCE) {
      if (waiting.taken() >= MOST_WAITING) throw tooMany(GATE_SECONDS)
      const leave = waiting.take()
      const until = now() + WAIT_MS
      while (running.taken() >= MOST_AT_ONCE) {
        if (now() >= until) {
          leave()
          throw tooMany(GATE_SECONDS)
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
      }
      leave()
    }
    const leave = running.take()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}

function createHold(now: () => number): () => Promise<void> {
  const holding = createPlaces(now)
  return async () => {
    if (holding.taken() >= MOST_HELD) return
    const leave = holding.take()
    await new Promise((resolve) => setTimeout(resolve, HOLD_MS))
    leave()
  }
}

function createPlaces(now: () => number): { taken: () => number; take: () => () => void } {
  const places = new Map<symbol, number>()
  return {
    taken() {
      for (const [place, since] of places) if (now() - since > PLACE_MS) places.delete(place)
      return places.size
    },
    take() {
      const place = Symbol('place')
      places.set(place, now())
      return () => places.delete(place)
    },
  }
}

const tooMany = (seconds: number): Refusal =>
  new Refusal('too-many-guesses', { seconds }, undefined, { retryAfterSeconds: seconds })
