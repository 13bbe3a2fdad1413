import { getTableName } from 'drizzle-orm'
import type { Register } from '../../store/database.ts'
import { cards, encounters, registerState, unsettled } from '../../../db/register/schema.ts'
import { upTo, type CardProblem, type CardReader, type CardRow } from './card-line.ts'

/** Cards of one exchange: some 300 KB. */
const CARDS_AT_ONCE = 1000
/** Problems told; the true number is told beside them. */
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
 * day, and what is known of it is replaced. A line that is wrong is told and left out; those before and behind it count. Dossiers of a card
 * that changed are held against it again by the clock.
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

const COLUMNS = [
  ['card_hash', 'cardHash'],
  ['valid_from', 'validFrom'],
  ['valid_to', 'validTo'],
  ['name_hash', 'nameHash'],
  ['birth_hash', 'birthHash'],
  ['birth_year_hash', 'birthYearHash'],
  ['initial_facility', 'initialFacility'],
  ['status', 'status'],
] as const

/** Returns how many were new or changed. */
async function writeCards(register: Register, rows: readonly CardRow[], now: number): Promise<number> {
  if (rows.length === 0) return 0
  // Of a period that stands twice in a batch the last counts, as it would in two batches.
  const last = new Map(rows.map((row) => [`${row.cardHash} ${row.validFrom}`, row]))
  const list = JSON.stringify([...last.values()].map((row) => COLUMNS.map(([, property]) => row[property])))
  const names = COLUMNS.map(([name]) => name)
  const values = names.slice(2)
  const differs = values.map((name) => `${getTableName(cards)}.${name} IS NOT excluded.${name}`).join(' OR ')
  // Before anything is written: whose cards these are, and which of them change.
  const changed = `SELECT json_extract(j.value, '$[0]') FROM json_each(?) j LEFT JOIN ${getTableName(cards)} c
      ON c.card_hash = json_extract(j.value, '$[0]') AND c.valid_from = json_extract(j.value, '$[1]')
    WHERE ${values.map((name, at) => `c.${name} IS NOT json_extract(j.value, '$[${at + 2}]')`).join(' OR ')}`
  const [, , written] = await register.$client.batch(
    [
      'UPDATE register_state SET revision = revision + 1',
      {
        sql: `INSERT INTO ${getTableName(unsettled)} (submission_id, dossier, facility, revision)
                SELECT e.submission_id, e.dossier, e.facility, (SELECT revision FROM register_state)
                FROM ${getTableName(encounters)} e WHERE e.card_hash IN (${changed})
                ON CONFLICT (submission_id, dossier) DO UPDATE SET revision = excluded.revision`,
        args: [list],
      },
      {
        sql: `INSERT INTO ${getTableName(cards)} (${names.join(', ')}, updated_at)
                SELECT ${names.map((_, at) => `json_extract(value, '$[${at}]')`).join(', ')}, ? FROM json_each(?) WHERE true
                ON CONFLICT (card_hash, valid_from) DO UPDATE SET
                  ${[...values, 'updated_at'].map((name) => `${name} = excluded.${name}`).join(', ')} WHERE ${differs}`,
        args: [now, list],
      },
    ],
    'write',
  )
  return written?.rowsAffected ?? 0
}

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
