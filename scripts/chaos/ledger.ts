/** What a campaign writes down, and the verdict that follows from it. */
import { table } from '../docs/markdown.ts'

/** A file that somebody sends until it is acknowledged. */
export type Entry = {
  readonly facility: string
  readonly MA_LKs: readonly string[]
  /** Ids it was acknowledged with; more than one is a fault of ours. */
  readonly ids: Set<string>
  attempts: number
  /** What the centre made of it in the end. */
  end: 'waiting' | 'verified' | 'lost' | 'stuck'
}

export type Strike = {
  readonly kind: string
  readonly target: string
  /** Seconds since the campaign began. */
  readonly at: number
  /** Seconds from the end of the fault until the next file was acknowledged; null: none was. */
  recovered: number | null
}

export type Ledger = {
  readonly seed: number
  readonly minutes: number
  readonly entries: Entry[]
  readonly strikes: Strike[]
  /** Status and code, or what the connection ended with → how often. */
  readonly answers: Map<string, number>
  /** Uploads that were cut on purpose. */
  cuts: number
  /** Dossiers of acknowledged files that the warehouses hold more than once. */
  twice: number
  /** Faults that this machine does not allow. */
  readonly leftOut: string[]
}

export const newLedger = (seed: number, minutes: number): Ledger => ({
  seed,
  minutes,
  entries: [],
  strikes: [],
  answers: new Map(),
  cuts: 0,
  twice: 0,
  leftOut: [],
})

export type Verdict = {
  readonly acknowledged: number
  readonly lost: number
  readonly twice: number
  readonly stuck: number
  /** Files that were acknowledged with more than one id. */
  readonly renamed: number
  /** Answers that no sender can do anything with: a correct file refused for good, or 500. */
  readonly wrong: number
  /** Faults after which nothing was acknowledged any more. */
  readonly unrecovered: number
  readonly holds: boolean
}

/** A correct file is acknowledged, or refused with a status that says: again later. */
const MAY_BE_ANSWERED = /^(200|202|408|429|503|token 503|token 429)\b|^connection/

export function verdictOf({ entries, strikes, answers, twice }: Ledger): Verdict {
  const acknowledged = entries.filter(({ ids }) => ids.size > 0)
  const count = (end: Entry['end']): number => acknowledged.filter((entry) => entry.end === end).length
  const wrong = [...answers].reduce((sum, [answer, times]) => sum + (MAY_BE_ANSWERED.test(answer) ? 0 : times), 0)
  const found = {
    acknowledged: acknowledged.length,
    lost: count('lost'),
    twice,
    stuck: count('stuck') + count('waiting'),
    renamed: acknowledged.filter(({ ids }) => ids.size > 1).length,
    wrong,
    unrecovered: strikes.filter(({ recovered }) => recovered === null).length,
  }
  const { lost, stuck, renamed, unrecovered } = found
  const isClean = [lost, twice, stuck, renamed, wrong, unrecovered].every((number) => number === 0)
  return { ...found, holds: isClean && found.acknowledged > 0 && strikes.length > 0 }
}

const middle = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

function strikeRows(strikes: readonly Strike[]): string[][] {
  const kinds = [...new Set(strikes.map(({ kind }) => kind))].sort()
  return kinds.map((kind) => {
    const same = strikes.filter((strike) => strike.kind === kind)
    const times = same.flatMap(({ recovered }) => recovered ?? [])
    const targets = [...new Set(same.map(({ target }) => target))].sort().join(', ')
    const longest = times.length === 0 ? '–' : Math.max(...times).toFixed(1)
    return [kind, targets, String(same.length), times.length === 0 ? '–' : middle(times).toFixed(1), longest]
  })
}

/** The page of a campaign. */
export function report(ledger: Ledger, { day, machine }: { day: string; machine: string }): string {
  const verdict = verdictOf(ledger)
  const answers = [...ledger.answers].toSorted((a, b) => b[1] - a[1]).map(([answer, times]) => [answer, String(times)])
  return `# Chaos ledger

Written by \`npm run chaos -- --minutes ${ledger.minutes} --seed ${ledger.seed} --write\` on ${day}; do not edit. It starts \`npm start\` and sends files all the time, each until it is
acknowledged. At random, by the seed, it kills processes (SIGKILL), stops them for seconds (SIGSTOP), cuts the power of all of them, fills the disks and cuts uploads. In
the end everything is left alone, and every acknowledged file is looked for. ${machine}

**Verdict: ${verdict.holds ? 'holds' : 'DOES NOT HOLD'}.**

${table(
  ['', 'Files or times'],
  [
    ['acknowledged', String(verdict.acknowledged)],
    ['of these lost (no receipt)', String(verdict.lost)],
    ['dossiers that the warehouses hold twice', String(verdict.twice)],
    ['stuck (not verified in the end)', String(verdict.stuck)],
    ['acknowledged under two ids', String(verdict.renamed)],
    ['answers that help no sender (500, a correct file refused)', String(verdict.wrong)],
    ['faults after which nothing was acknowledged any more', String(verdict.unrecovered)],
    ['uploads cut by us', String(ledger.cuts)],
  ],
)}

## Faults

Seconds from the end of the fault (a kill ends at once) until the next file was acknowledged.

${table(['Fault', 'Of', 'Times', 'Middle, s', 'Longest, s'], strikeRows(ledger.strikes))}
${ledger.leftOut.map((each) => `\nLeft out: ${each}\n`).join('')}
## Answers

${table(['Answer', 'Times'], answers)}
`
}
