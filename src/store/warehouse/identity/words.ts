/**
 * Words that somebody wrote about a dossier: why a file corrects it, why BHXH agrees or not, why it pays less. They should name no patient, and somebody
 * will, so they lie sealed as what identifies a person does, each in the column that it always had.
 */
import * as z from 'zod'
import { integer, json, text, type RowOf } from '../../columns.ts'
import type { Command, Warehouse } from '../../database.ts'
import { ofDossiers } from '../dossier-keys.ts'
import type { SealedPlace, Vault } from './vault.ts'

/** A warehouse, and what opens what lies sealed in it. */
export type KeyedWarehouse = { readonly warehouse: Warehouse; readonly vault: Vault }

/** Before what is sealed. No words begin so: whatever comes in loses its control characters. */
const MARK = '\u0001'

/** SQL of the mark. */
const MARKED = 'char(1)'

/** One row's words, named by the row's own key. */
export const placeOfWords = {
  correction: (submission: string): SealedPlace => ({ table: 'submissions', submission, dossier: 0, ordinal: 0 }),
  agreement: (submission: string, dossier: number): SealedPlace => ({
    table: 'agreements',
    submission,
    dossier,
    ordinal: 0,
  }),
  assessment: (sender: string, id: string): SealedPlace => ({
    table: 'assessments',
    submission: `${sender}\n${id}`,
    dossier: 0,
    ordinal: 0,
  }),
  line: (sender: string, assessment: string, table: string, STT: number): SealedPlace => ({
    table: `assessment_lines ${table}`,
    submission: `${sender}\n${assessment}`,
    dossier: 0,
    ordinal: STT,
  }),
} as const

/** Nothing stays nothing, so that what was erased differs from what is sealed. */
export async function sealWords<T extends string | null>(
  vault: Vault,
  place: SealedPlace,
  words: T,
): Promise<T | string> {
  return words === null || words === '' ? words : `${MARK}${await vault.seal(place, { words })}`
}

/** Also words from before any were sealed. Throws as `Vault.open` does. */
export async function openWords<T extends string | null>(
  vault: Vault,
  place: SealedPlace,
  stored: T,
): Promise<T | string> {
  if (stored === null || !stored.startsWith(MARK)) return stored
  return (await vault.open(place, stored.slice(MARK.length)))['words'] ?? ''
}

type Column = {
  readonly table: 'submissions' | 'agreements' | 'assessments' | 'assessment_lines'
  readonly column: 'correction_reason' | 'reason'
  /** SQL of a row's key as a JSON list, and the place of its words by it. */
  readonly key: string
  readonly placeOf: (key: readonly string[]) => SealedPlace
}

/** Every column that holds such words, in the order in which they are sealed anew. */
const COLUMNS: readonly Column[] = [
  {
    table: 'submissions',
    column: 'correction_reason',
    key: 'json_array(id)',
    placeOf: ([id = '']) => placeOfWords.correction(id),
  },
  {
    table: 'agreements',
    column: 'reason',
    key: 'json_array(submission_id, dossier)',
    placeOf: ([submission = '', dossier]) => placeOfWords.agreement(submission, Number(dossier)),
  },
  {
    table: 'assessments',
    column: 'reason',
    key: 'json_array(sender, id)',
    placeOf: ([sender = '', id = '']) => placeOfWords.assessment(sender, id),
  },
  {
    table: 'assessment_lines',
    column: 'reason',
    key: 'json_array(sender, assessment, table_id, STT)',
    placeOf: ([sender = '', assessment = '', table = '', STT]) =>
      placeOfWords.line(sender, assessment, table, Number(STT)),
  },
]

/** Names of the tables whose words are sealed anew, one after the other. */
export const WORD_TABLES: readonly string[] = COLUMNS.map(({ table }) => table)

const ROWS_AT_ONCE = 200
const KEYED = { row: integer, key: json(z.array(z.coerce.string())), words: text }

/** The commands that seal a page of a table's words under the current key, behind that rowid; how many rows it has, and the last of them. */
export async function resealingWords(
  warehouse: Warehouse,
  vault: Vault,
  table: string,
  after: number,
): Promise<{ commands: Command[]; last: number; isLast: boolean }> {
  const column = COLUMNS.find((each) => each.table === table)
  if (!column) throw new Error(`no words are kept in ${table}`)
  const rows = await warehouse.ask({
    sql: `SELECT rowid AS row, ${column.key} AS key, ${column.column} AS words FROM ${table}
          WHERE rowid > ? AND ${column.column} <> '' AND substr(${column.column}, 1, length(?)) <> ? ORDER BY rowid LIMIT ${ROWS_AT_ONCE}`,
    args: [after, current(vault), current(vault)],
    shape: KEYED,
  })
  const commands = await Promise.all(rows.map((row) => resealed(vault, column, row)))
  return { commands, last: rows.at(-1)?.row ?? after, isLast: rows.length < ROWS_AT_ONCE }
}

const current = (vault: Vault): string => `${MARK}${vault.currentKey}.`

/** Seals some words of before any were sealed, of every table. Each of them has an index of what is plain still, so that nothing costs nothing. */
export async function sealPlainWords(warehouse: Warehouse, vault: Vault): Promise<void> {
  const found = await warehouse.askAll(
    COLUMNS.map(({ table, column, key }) => ({
      sql: `SELECT rowid AS row, ${key} AS key, ${column} AS words FROM ${table} INDEXED BY ${table}_plain_words
            WHERE ${isPlain(column)} LIMIT ${ROWS_AT_ONCE}`,
      args: [],
      shape: KEYED,
    })),
  )
  const commands = await Promise.all(
    found.flatMap((rows, at) => {
      const column = COLUMNS[at]
      return column ? rows.map((row) => resealed(vault, column, row)) : []
    }),
  )
  if (commands.length > 0) await warehouse.write(commands)
}

/** As the indexes `…_plain_words` say it, to the letter. */
const isPlain = (column: string): string => `${column} <> '' AND substr(${column}, 1, 1) <> ${MARKED}`

async function resealed(
  vault: Vault,
  { table, column, placeOf }: Column,
  { row, key, words }: RowOf<typeof KEYED>,
): Promise<Command> {
  const place = placeOf(key)
  const anew = await sealWords(vault, place, await openWords(vault, place, words))
  return { sql: `UPDATE ${table} SET ${column} = ? WHERE rowid = ? AND ${column} = ?`, args: [anew, row, words] }
}

/** Takes the words about dossiers (`:places`) away: those of their file, of agreements and of assessments with their lines. Codes and decisions stay. */
export const forgetWords = (places: string): Command[] => {
  const ofAssessments = `SELECT a.sender, a.id FROM json_each(:places) j CROSS JOIN assessments a
    ON a.submission_id = j.value ->> 0 AND a.dossier = j.value ->> 1`
  return [
    `UPDATE submissions SET correction_reason = '' WHERE correction_reason <> '' AND id IN (SELECT value ->> 0 FROM json_each(:places))`,
    `UPDATE agreements SET reason = '' WHERE ${ofDossiers('agreements')}`,
    `UPDATE assessment_lines SET reason = '' WHERE reason <> '' AND (sender, assessment) IN (${ofAssessments})`,
    `UPDATE assessments SET reason = '' WHERE reason <> '' AND ${ofDossiers('assessments')}`,
  ].map((sql) => ({ sql, args: { places } }))
}
