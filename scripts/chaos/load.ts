/** Facilities that send all the time: each file is sent again until it is acknowledged, as their software does. */
import { setTimeout as pause } from 'node:timers/promises'
import { makeDossier, renderDossier, wrapEnvelope } from '../../test/fixtures/dossier.ts'
import { askForToken, tokenIn } from '../stack/demo-token.ts'
import type { Entry, Ledger } from './ledger.ts'

const ANSWERS_WITHIN_MS = 40_000
const AGAIN_AFTER_MS = 1000
const FACILITIES = ['01001', '79001'] as const
const SENDERS_OF_EACH = 2
const BETWEEN_FILES_MS = 700
const MOST_DOSSIERS = 4
/** Of a hundred uploads: cut in the middle by their sender; sent twice at the same moment; larger than a part. */
const CUT_PERCENT = 8
const TWICE_PERCENT = 8
const LARGE_PERCENT = 2
const LONGEST_CUT_MS = 40
/** Dossiers of a file that does not go up in one part. */
const LARGE_DOSSIERS = 180

export type Load = {
  /** Resolves once what was begun has been acknowledged; nothing new is begun. */
  drain(withinMs: number): Promise<void>
  /** How many files were acknowledged so far. */
  acknowledged(): number
}

type Answer = { readonly status: number; readonly text: string }

export type LoadOptions = { readonly url: string; readonly ledger: Ledger; readonly random: () => number }

export function startLoad({ url, ledger, random }: LoadOptions): Load {
  const stopped = new AbortController()
  let acknowledged = 0
  let serial = 0
  const giveUp = new AbortController()
  const count = (answer: string): void => void ledger.answers.set(answer, (ledger.answers.get(answer) ?? 0) + 1)
  const tokens = tokensOf(url, count)

  const make = (facility: string): { entry: Entry; file: string } => {
    const isLarge = random() * 100 < LARGE_PERCENT
    const dossiers = isLarge ? LARGE_DOSSIERS : 1 + Math.floor(random() * MOST_DOSSIERS)
    serial += 1
    const MA_LKs = Array.from({ length: dossiers }, (_, at) => `${facility}.CHAOS${ledger.seed}.${serial}.${at}`)
    const file = wrapEnvelope(
      MA_LKs.map((MA_LK, at) => dossierOf(facility, serial * 1000 + at, MA_LK)),
      { facility },
    )
    const entry: Entry = { facility, MA_LKs, ids: new Set(), attempts: 0, end: 'waiting' }
    ledger.entries.push(entry)
    return { entry, file }
  }

  /** `cutAfterMs`: the sender goes away then; undefined: it waits for an answer. */
  const send = async (entry: Entry, file: string, cutAfterMs?: number): Promise<boolean> => {
    entry.attempts += 1
    const signal = AbortSignal.timeout(cutAfterMs ?? ANSWERS_WITHIN_MS)
    const token = await tokens.get(entry.facility)
    if (token === null) return false
    const answer = await post(url, { token, file, signal }).catch((error: unknown) => connectionOf(error))
    if (typeof answer === 'string') {
      if (cutAfterMs === undefined) count(answer)
      return false
    }
    if (answer.status === 401) tokens.forget(entry.facility)
    const { id, code } = fieldsOf(answer.text)
    if (answer.status !== 401) count(`${answer.status}${code ? ` ${code}` : ''}`)
    if (answer.status !== 200 && answer.status !== 202) return false
    entry.ids.add(id)
    return true
  }

  const sendUntilAcknowledged = async (facility: string): Promise<void> => {
    const { entry, file } = make(facility)
    if (random() * 100 < CUT_PERCENT) {
      ledger.cuts += 1
      await send(entry, file, 1 + Math.floor(random() * LONGEST_CUT_MS))
    }
    const isTwice = random() * 100 < TWICE_PERCENT
    while (!giveUp.signal.aborted) {
      const whole = (): Promise<boolean> => send(entry, file)
      const taken = await Promise.all(isTwice ? [whole(), whole()] : [whole()])
      if (taken.some((each) => each)) {
        acknowledged += 1
        return
      }
      await pause(AGAIN_AFTER_MS)
    }
  }

  const run = async (facility: string): Promise<void> => {
    while (!stopped.signal.aborted) {
      await sendUntilAcknowledged(facility)
      await pause(BETWEEN_FILES_MS)
    }
  }
  const running = FACILITIES.flatMap((facility) => Array.from({ length: SENDERS_OF_EACH }, () => run(facility)))
  return {
    acknowledged: () => acknowledged,
    async drain(withinMs) {
      stopped.abort()
      const timer = setTimeout(() => giveUp.abort(), withinMs)
      await Promise.all(running)
      clearTimeout(timer)
    },
  }
}

function dossierOf(facility: string, seed: number, MA_LK: string) {
  const tables = makeDossier({ standard: '3176', seed, facility })
  const named = Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => ({ ...row, MA_LK }))])
  return renderDossier('3176', Object.fromEntries(named))
}

async function post(
  url: string,
  { token, file, signal }: { token: string; file: string; signal: AbortSignal },
): Promise<Answer> {
  const response = await fetch(`${url}/v1/submissions?purpose=management`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/xml' },
    body: file,
    signal,
  })
  return { status: response.status, text: await response.text() }
}

/** Not what it says, which holds ports and addresses: only its kind. */
const connectionOf = (error: unknown): string => {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error
  if (!(cause instanceof Error)) return 'connection: broken'
  return `connection: ${'code' in cause ? String(cause.code) : cause.name}`
}

function fieldsOf(text: string): { id: string; code: string } {
  try {
    // An acknowledgement or a problem.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { id = '', code = '' } = JSON.parse(text) as { id?: string; code?: string }
    return { id, code }
  } catch {
    return { id: '', code: 'no JSON' }
  }
}

function tokensOf(url: string, count: (answer: string) => void) {
  const known = new Map<string, string>()
  return {
    forget: (account: string): void => void known.delete(account),
    /** null: none is given now. */
    async get(account: string): Promise<string | null> {
      const held = known.get(account)
      if (held !== undefined) return held
      try {
        const answer = await askForToken(url, account, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })
        if (!answer.ok) {
          count(`token ${answer.status}`)
          await answer.body?.cancel()
          return null
        }
        const token = await tokenIn(answer, account)
        known.set(account, token)
        return token
      } catch (error) {
        count(connectionOf(error))
        return null
      }
    },
  }
}
