import { getTableName } from 'drizzle-orm'
import type { Register } from '../../store/database.ts'
import { tuplesOf, upserts } from '../../store/upsert.ts'
import { cards, encounters, registerState, unsettled } from '../../../db/register/schema.ts'
import { upTo, type CardProblem, type CardReader, type CardRow } from './card-line.ts'

/** Cards of one exchange: some 300 KB. */
const CARDS_AT_ONCE = 1000
/** Problems shown; the true number is given beside them. */
const TOLD_PROBLEMS = 100
/** A card is some 200 characters. */
const LONGEST_LINE = 10_000

export type CardImport = {
  /** Lines that hold something, the first line of a CSV file left out. */
  lines: number
  /** Periods kept, and of these how many were new or other than before. */
  cards: number
  changed: number
  problems: ({ line: number } & CardProblem)[]
  problemsTotal: number
}

/**
 * Takes cards into the register while they arrive, line by line; the same file again changes nothing. A period is found by card and first
 * day, and what is known of it is replaced. A line that is wrong is reported and left out; those before and behind it count. Dossiers of a card
 * that changed are compared with it again by the clock.
 */
export async function importCards(
  register: Register,
  body: AsyncIterable<Uint8Array>,
  read: CardReader,
  now: number,
): Promise<CardImport> {
  const report: CardImport = { lines: 0, cards: 0, changed: 0, problems: [], problemsTotal: 0 }
  let held: CardRow[] = []
  let number = 0
  const flush = async (): Promise<void> => {
    report.cards += held.length
    report.changed += await writeCards(register, held, now)
    held = []
  }
  for await (const text of linesOf(body)) {
    number += 1
    const found = text === null ? { field: 'line', expected: upTo(LONGEST_LINE) } : read(text)
    if (found === null) continue
    report.lines += 1
    if ('cardHash' in found) {
      held.push(found)
      if (held.length >= CARDS_AT_ONCE) await flush()
    } else {
      report.problemsTotal += 1
      if (report.problems.length < TOLD_PROBLEMS) report.problems.push({ line: number, ...found })
    }
  }
  await flush()
  return report
}

/** Says whether the register has every card in use. */
export async function setComplete(register: Register, cardsComplete: boolean): Promise<void> {
  await register.update(registerState).set({ cardsComplete })
}

const KEY = ['card_hash', 'valid_from']

/** By hand: a thousand cards, and what changes because of them, in one transaction. Returns how many were new or changed. */
async function writeCards(register: Register, rows: readonly CardRow[], now: number): Promise<number> {
  if (rows.length === 0) return 0
  // Of a period that comes twice in a batch the last counts, as it would in two batches.
  const last = [...new Map(rows.map((row) => [`${row.cardHash} ${row.validFrom}`, row])).values()]
  const { names, tuples } = tuplesOf(cards, last)
  const member = (name: string): string => `json_extract(j.value, '$[${names.indexOf(name)}]')`
  const differs = names.filter((name) => !KEY.includes(name)).map((name) => `c.${name} IS NOT ${member(name)}`)
  // Before anything is written: whose cards these are, and which of them change.
  const changed = `SELECT ${member('card_hash')} FROM json_each(?) j LEFT JOIN ${CARDS} c
      ON c.card_hash = ${member('card_hash')} AND c.valid_from = ${member('valid_from')} WHERE ${differs.join(' OR ')}`
  const target = { table: CARDS, key: KEY, unless: ['updated_at'] }
  const answers = await register.write([
    'UPDATE register_state SET revision = revision + 1',
    {
      sql: `INSERT INTO ${getTableName(unsettled)} (submission_id, dossier, facility, revision)
            SELECT e.submission_id, e.dossier, e.facility, (SELECT revision FROM register_state)
            FROM ${getTableName(encounters)} e WHERE e.card_hash IN (${changed})
            ON CONFLICT (submission_id, dossier) DO UPDATE SET revision = excluded.revision`,
      args: [JSON.stringify(tuples)],
    },
    ...upserts(
      target,
      tuplesOf(
        cards,
        last.map((row) => ({ ...row, updatedAt: now })),
      ),
    ),
  ])
  return answers.slice(2).reduce((sum, written) => sum + written, 0)
}

const CARDS = getTableName(cards)

/** Lines of UTF-8 text as they arrive, without their ends; null for one that is too long to be kept. */
async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  const decoder = new TextDecoder()
  let open = ''
  let isTooLong = false
  for await (const piece of body) {
    const lines = (open + decoder.decode(piece, { stream: true })).split('\n')
    open = lines.pop() ?? ''
    for (const line of lines) {
      yield isTooLong || line.length > LONGEST_LINE ? null : line.replace(/\r$/, '')
      isTooLong = false
    }
    if (open.length > LONGEST_LINE) {
      isTooLong = true
      open = ''
    }
  }
  open += decoder.decode()
  if (isTooLong) yield null
  else if (open !== '') yield open
}
