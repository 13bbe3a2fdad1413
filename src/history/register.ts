import type { InStatement, InValue } from '@libsql/client/web'
import { eq, getTableColumns, getTableName, inArray, sql, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Database } from '../../db/client.ts'
import { cards, encounters, registerState, unsettled } from '../../db/register/schema.ts'
import type { CardPeriod, Encounter } from '../rules/history/encounter.ts'
import { textIn } from '../warehouse/text-in.ts'
import type { DossierPlace } from './read-dossiers.ts'

/** What makes encounters meet, by the column that holds it. */
const KINDS = ['personHash', 'citizenHash', 'patientHash', 'keyHash'] as const
export type KeyKind = (typeof KINDS)[number]
export type Key = { readonly kind: KeyKind; readonly hash: string }

/** A number that more encounters than this share is nobody's: a placeholder, or a test. Nothing is concluded from it. */
export const MOST_OF_ONE = 300
/** Between that and so many its encounters are looked at again, so that what was said while there were fewer is taken back. */
const MOST_LOOKED_AT = 2 * MOST_OF_ONE
/** Encounters of one exchange: some 600 bytes each, where sqld answers up to 10 MB. */
const ENCOUNTERS_AT_ONCE = 5000

/** Keys of an encounter, those that it has. */
export const keysOf = (encounter: Pick<Encounter, KeyKind>): Key[] =>
  KINDS.flatMap((kind) => {
    const hash = encounter[kind]
    return hash === null ? [] : [{ kind, hash }]
  })

/** Every key once. */
export const distinct = (keys: readonly Key[]): Key[] => [
  ...new Map(keys.map((key) => [`${key.kind} ${key.hash}`, key])).values(),
]

/** Among these values, handed over as one parameter. */
const among = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

const amongPlaces = (places: readonly DossierPlace[]): { sql: string; list: string } => ({
  sql: `(submission_id, dossier) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))`,
  list: JSON.stringify(places.map(({ submissionId, dossier }) => [submissionId, dossier])),
})

const RAISE = 'UPDATE register_state SET revision = revision + 1 RETURNING revision'

/** Raises the register's revision and returns it: what is read afterwards is at least as new. */
export async function raiseRevision(register: Database): Promise<number> {
  const { rows } = await register.$client.execute(RAISE)
  return revisionIn(rows[0]?.['revision'])
}

function revisionIn(value: unknown): number {
  if (typeof value !== 'number') throw new Error('the register has no state: its migrations have not run')
  return value
}

/**
 * Enters encounters and takes others out, in one transaction that raises the revision. Returns the revision, and every key by which those
 * that came or went meet others. The same again changes nothing but the revision.
 */
export async function enter(
  register: Database,
  present: readonly Encounter[],
  gone: readonly DossierPlace[],
): Promise<{ revision: number; keys: readonly Key[] }> {
  const out = amongPlaces(gone)
  const table = getTableName(encounters)
  const [raised, left] = await register.$client.batch(
    [
      RAISE,
      {
        sql: `SELECT person_hash, citizen_hash, patient_hash, key_hash FROM ${table} WHERE ${out.sql}`,
        args: [out.list],
      },
      { sql: `DELETE FROM ${table} WHERE ${out.sql}`, args: [out.list] },
      ...entries(present),
    ],
    'write',
  )
  const columns = getTableColumns(encounters)
  const leaving = (left?.rows ?? []).flatMap((row) =>
    KINDS.flatMap((kind) => {
      const hash = row[columns[kind].name]
      return typeof hash === 'string' ? [{ kind, hash }] : []
    }),
  )
  return {
    revision: revisionIn(raised?.rows[0]?.['revision']),
    keys: distinct([...leaving, ...present.flatMap(keysOf)]),
  }
}

/** One statement for all encounters, as one parameter. */
function entries(present: readonly Encounter[]): InStatement[] {
  if (present.length === 0) return []
  const columns = Object.entries(getTableColumns(encounters))
  const names = columns.map(([, { name }]) => `"${name}"`)
  const values = present.map((encounter) => {
    const of = new Map<string, unknown>(Object.entries(encounter))
    return columns.map(([property]) => storable(of.get(property)))
  })
  return [
    {
      sql: `INSERT INTO ${getTableName(encounters)} (${names.join(', ')})
              SELECT ${names.map((_, at) => `json_extract(value, '$[${at}]')`).join(', ')} FROM json_each(?) WHERE true
              ON CONFLICT (submission_id, dossier) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      args: [JSON.stringify(values)],
    },
  ]
}

/** Texts, numbers and truth values are all that an encounter holds. */
function storable(value: unknown): InValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  throw new Error(`a ${typeof value} is no value of an encounter`)
}

export type Crowd = Key & { readonly count: number }

/** How many encounters each key has, as far as that matters: no more than one above `MOST_LOOKED_AT` are counted. */
export async function countSharing(register: Database, keys: readonly Key[]): Promise<Crowd[]> {
  if (keys.length === 0) return []
  const columns = getTableColumns(encounters)
  const kinds = KINDS.filter((kind) => keys.some((key) => key.kind === kind))
  const answers = await register.$client.batch(
    kinds.map((kind) => ({
      sql: `SELECT j.value AS hash, (SELECT count(*) FROM (SELECT 1 FROM ${getTableName(encounters)} e
              WHERE e.${columns[kind].name} = j.value LIMIT ${MOST_LOOKED_AT + 1})) AS count FROM json_each(?) j`,
      args: [JSON.stringify(keys.filter((key) => key.kind === kind).map(({ hash }) => hash))],
    })),
    'read',
  )
  return kinds.flatMap((kind, at) =>
    (answers[at]?.rows ?? []).map((row) => ({ kind, hash: textIn(row['hash']), count: Number(row['count']) })),
  )
}

export const isOfOne = ({ count }: Crowd): boolean => count <= MOST_OF_ONE
export const isLookedAt = ({ count }: Crowd): boolean => count <= MOST_LOOKED_AT

/** Every encounter that has one of these keys, once, in no order. */
export async function readSharing(register: Database, crowds: readonly Crowd[]): Promise<Encounter[]> {
  const found = new Map<string, Encounter>()
  for (const some of slicesOf(crowds)) {
    const conditions = KINDS.flatMap((kind) => {
      const hashes = some.flatMap((key) => (key.kind === kind ? [key.hash] : []))
      return hashes.length === 0 ? [] : [among(encounters[kind], hashes)]
    })
    const [first, ...others] = conditions.map((condition) => register.select().from(encounters).where(condition))
    if (first === undefined) continue
    const rows = await register.batch([first, ...others])
    for (const row of rows.flat()) found.set(`${row.submissionId} ${row.dossier}`, row)
  }
  return [...found.values()]
}

function slicesOf(crowds: readonly Crowd[]): Crowd[][] {
  const slices: Crowd[][] = []
  let room = 0
  for (const crowd of crowds) {
    if (crowd.count === 0) continue
    if (crowd.count > room || slices.length === 0) {
      slices.push([])
      room = ENCOUNTERS_AT_ONCE
    }
    slices.at(-1)?.push(crowd)
    room -= crowd.count
  }
  return slices
}

/** The periods of cards by their hash, and whether the register claims to have every card. */
export async function readCards(
  register: Database,
  hashes: readonly string[],
): Promise<{ isComplete: boolean; periodsOf: (hash: string) => readonly CardPeriod[] }> {
  const [rows, [state]] = await register.batch([
    register
      .select()
      .from(cards)
      .where(among(cards.cardHash, [...new Set(hashes)])),
    register.select().from(registerState).where(eq(registerState.id, 1)),
  ])
  const byCard = new Map<string, CardPeriod[]>()
  for (const row of rows) byCard.set(row.cardHash, [...(byCard.get(row.cardHash) ?? []), row])
  return { isComplete: state?.cardsComplete ?? false, periodsOf: (hash) => byCard.get(hash) ?? [] }
}

/** Notes dossiers to be looked at again; the mark is as new as the register now. */
export async function markUnsettled(register: Database, places: readonly DossierPlace[]): Promise<void> {
  if (places.length === 0) return
  const list = JSON.stringify(places.map(({ submissionId, dossier, facility }) => [submissionId, dossier, facility]))
  await register.$client.batch(
    [
      RAISE,
      {
        sql: `INSERT INTO ${getTableName(unsettled)} (submission_id, dossier, facility, revision)
                SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
                  (SELECT revision FROM register_state) FROM json_each(?) WHERE true
                ON CONFLICT (submission_id, dossier) DO UPDATE SET revision = excluded.revision`,
        args: [list],
      },
    ],
    'write',
  )
}

/** Some of the dossiers that wait to be looked at again. */
export const readUnsettled = (register: Database, limit: number): Promise<DossierPlace[]> =>
  register
    .select({ submissionId: unsettled.submissionId, dossier: unsettled.dossier, facility: unsettled.facility })
    .from(unsettled)
    .orderBy(unsettled.revision, unsettled.submissionId, unsettled.dossier)
    .limit(limit)

/** Takes the marks of these dossiers away, save those that came after a revision. */
export async function clearUnsettled(
  register: Database,
  places: readonly DossierPlace[],
  revision: number,
): Promise<void> {
  const { sql: condition, list } = amongPlaces(places)
  await register.$client.execute({
    sql: `DELETE FROM ${getTableName(unsettled)} WHERE revision < ? AND ${condition}`,
    args: [revision, list],
  })
}

/** The encounters at these places that are still there. */
export async function readEncounters(register: Database, places: readonly DossierPlace[]): Promise<Encounter[]> {
  const submissions = [...new Set(places.map(({ submissionId }) => submissionId))]
  const wanted = new Set(places.map(({ submissionId, dossier }) => `${submissionId} ${dossier}`))
  const rows = await register
    .select()
    .from(encounters)
    .where(
      sql`${inArray(encounters.submissionId, submissions)} AND ${encounters.dossier} IN (SELECT value FROM json_each(${JSON.stringify([...new Set(places.map(({ dossier }) => dossier))])}))`,
    )
  return rows.filter(({ submissionId, dossier }) => wanted.has(`${submissionId} ${dossier}`))
}
