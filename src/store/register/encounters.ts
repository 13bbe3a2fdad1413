import { eq, getTableColumns, getTableName, sql, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { integer, orNull, text } from '../columns.ts'
import type { Register } from '../database.ts'
import { upsertsOf } from '../upsert.ts'
import { cards, encounters, registerState, unsettled } from '../../../db/register/schema.ts'
import type { CardPeriod, Encounter } from '../../engine/index.ts'
import { ofDossiers, dossiersArgument } from '../warehouse/dossier-keys.ts'
import type { DossierOfFacility } from '../warehouse/dossier-keys.ts'

/** What makes encounters meet, by the column that holds it. */
const KINDS = ['personHash', 'citizenHash', 'patientHash', 'keyHash'] as const
export type KeyKind = (typeof KINDS)[number]
export type Key = { readonly kind: KeyKind; readonly hash: string }

/** A number that more encounters than this share belongs to no person: a placeholder, or a test. Nothing is concluded from it. */
export const MOST_OF_ONE = 300
/** Between that and so many its encounters are looked at again, so that what was said while there were fewer is taken back. */
const MOST_LOOKED_AT = 2 * MOST_OF_ONE
/** Encounters of one exchange: some 600 bytes each, where sqld answers up to 10 MB. */
const ENCOUNTERS_AT_ONCE = 5000

/** Keys of an encounter, those that it has. */
export const keysOf = (encounter: Readonly<Record<KeyKind, string | null>>): Key[] =>
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

const ENCOUNTERS = getTableName(encounters)
const UNSETTLED = getTableName(unsettled)

/** By hand: what marks, counts and takes out in one transaction. Marks are as new as the register; one that is there already is renewed. */
const MARK = `INSERT INTO ${UNSETTLED} (submission_id, dossier, facility, revision)
  SELECT submission_id, dossier, facility, (SELECT revision FROM register_state)`
const RENEW = 'ON CONFLICT (submission_id, dossier) DO UPDATE SET revision = excluded.revision'

/**
 * Marks those that leave, and whoever shares a number with them. It is part of the transaction that takes them out: afterwards nobody could
 * find out any more whom they met.
 */
const MARK_LEAVING = `${MARK} FROM (SELECT submission_id, dossier, facility FROM ${ENCOUNTERS} WHERE ${ofDossiers(ENCOUNTERS)}
  ${KINDS.map((kind) => {
    const column = encounters[kind].name
    return `UNION SELECT e.submission_id, e.dossier, e.facility
      FROM (SELECT DISTINCT ${column} AS hash FROM ${ENCOUNTERS} WHERE ${ofDossiers(ENCOUNTERS)}) k
      CROSS JOIN ${ENCOUNTERS} e ON e.${column} = k.hash
      WHERE (SELECT count(*) FROM (SELECT 1 FROM ${ENCOUNTERS} c WHERE c.${column} = k.hash LIMIT ${MOST_LOOKED_AT + 1})) <= ${MOST_LOOKED_AT}`
  }).join('\n')}) WHERE true ${RENEW}`

/** Returns no row where the register has no state. */
const RAISE = {
  sql: 'UPDATE register_state SET revision = revision + 1 RETURNING revision',
  shape: { revision: integer },
}

/** Raises the register's revision and returns it: what is read afterwards is at least as new. */
export async function raiseRevision(register: Register): Promise<number> {
  const [raised] = await register.write([RAISE])
  return revisionIn(raised)
}

function revisionIn([raised]: readonly { readonly revision: number }[]): number {
  if (raised === undefined) throw new Error('the register has no state: its migrations have not run')
  return raised.revision
}

/**
 * Enters encounters and takes others out, in one transaction that raises the revision. Returns the revision, every key by which those that
 * came or went meet others, and whether any went: then these and whoever they met are marked to be looked at again, until
 * `clearUnsettled`. The same again changes nothing but the revision.
 */
export async function enter(
  register: Register,
  present: readonly Encounter[],
  gone: readonly DossierOfFacility[],
): Promise<{ revision: number; keys: readonly Key[]; haveLeft: boolean }> {
  const args = { places: dossiersArgument(gone) }
  const columns = KINDS.map((kind) => `${encounters[kind].name} AS "${kind}"`).join(', ')
  const [raised, leaving] = await register.write([
    RAISE,
    { sql: `SELECT ${columns} FROM ${ENCOUNTERS} WHERE ${ofDossiers(ENCOUNTERS)}`, args, shape: KEYS },
    { sql: MARK_LEAVING, args },
    { sql: `DELETE FROM ${ENCOUNTERS} WHERE ${ofDossiers(ENCOUNTERS)}`, args },
    ...upsertsOf(encounters, ['submission_id', 'dossier'], present),
  ])
  return {
    revision: revisionIn(raised),
    keys: distinct([...leaving.flatMap(keysOf), ...present.flatMap(keysOf)]),
    haveLeft: leaving.length > 0,
  }
}

const KEYS = {
  personHash: orNull(text),
  citizenHash: orNull(text),
  patientHash: orNull(text),
  keyHash: orNull(text),
} as const satisfies Record<KeyKind, unknown>

export type Crowd = Key & { readonly count: number }

/** How many encounters each key has, as far as that matters: no more than one above `MOST_LOOKED_AT` are counted. */
export async function countSharing(register: Register, keys: readonly Key[]): Promise<Crowd[]> {
  if (keys.length === 0) return []
  const columns = getTableColumns(encounters)
  const kinds = KINDS.filter((kind) => keys.some((key) => key.kind === kind))
  const answers = await register.askAll(
    kinds.map((kind) => ({
      sql: `SELECT j.value AS hash, (SELECT count(*) FROM (SELECT 1 FROM ${ENCOUNTERS} e
              WHERE e.${columns[kind].name} = j.value LIMIT ${MOST_LOOKED_AT + 1})) AS count FROM json_each(?) j`,
      args: [JSON.stringify(keys.filter((key) => key.kind === kind).map(({ hash }) => hash))],
      shape: { hash: text, count: integer },
    })),
  )
  return kinds.flatMap((kind, at) => (answers[at] ?? []).map((row) => ({ kind, ...row })))
}

export const isOfOne = ({ count }: Crowd): boolean => count <= MOST_OF_ONE
export const isLookedAt = ({ count }: Crowd): boolean => count <= MOST_LOOKED_AT

/** Every encounter that has one of these keys, once, in no order. */
export async function readSharing(register: Register, crowds: readonly Crowd[]): Promise<Encounter[]> {
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
  register: Register,
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
export async function markUnsettled(register: Register, places: readonly DossierOfFacility[]): Promise<void> {
  if (places.length === 0) return
  const list = JSON.stringify(places.map(({ submissionId, dossier, facility }) => [submissionId, dossier, facility]))
  await register.write([
    RAISE,
    {
      sql: `${MARK} FROM (SELECT value ->> 0 AS submission_id, value ->> 1 AS dossier, value ->> 2 AS facility FROM json_each(?))
                WHERE true ${RENEW}`,
      args: [list],
    },
  ])
}

/** Some of the dossiers that wait to be looked at again. */
export const readUnsettled = (register: Register, limit: number): Promise<DossierOfFacility[]> =>
  register
    .select({ submissionId: unsettled.submissionId, dossier: unsettled.dossier, facility: unsettled.facility })
    .from(unsettled)
    .orderBy(unsettled.revision, unsettled.submissionId, unsettled.dossier)
    .limit(limit)

/** Takes away the marks of these dossiers that are no newer than a revision at which they were looked at. */
export async function clearUnsettled(
  register: Register,
  places: readonly DossierOfFacility[],
  revision: number,
): Promise<void> {
  await register.write([
    {
      sql: `DELETE FROM ${UNSETTLED} WHERE revision <= :revision AND ${ofDossiers(UNSETTLED)}`,
      args: { revision, places: dossiersArgument(places) },
    },
  ])
}

/** The dossiers of a submission that were entered. */
export const enteredOf = (register: Register, submissionId: string): Promise<DossierOfFacility[]> =>
  register
    .select({
      submissionId: encounters.submissionId,
      dossier: encounters.dossier,
      facility: encounters.facility,
    })
    .from(encounters)
    .where(eq(encounters.submissionId, submissionId))

/** The encounters at these places that are still there. */
export const readEncounters = (register: Register, places: readonly DossierOfFacility[]): Promise<Encounter[]> =>
  register
    .select()
    .from(encounters)
    .where(
      sql`rowid IN (SELECT o.rowid FROM json_each(${dossiersArgument(places)}) j
        CROSS JOIN ${encounters} o ON o.submission_id = j.value ->> 0 AND o.dossier = j.value ->> 1)`,
    )
