import { createHash } from 'node:crypto'
import { Refusal } from '../refusals.ts'
import { assessmentLines, assessments } from '../../../db/warehouse/schema.ts'
import { integer, text } from '../../store/columns.ts'
import type { Command, Warehouse } from '../../store/database.ts'
import { uniqueViolation } from '../../store/failures.ts'
import { readContents } from '../../store/warehouse/contents/read.ts'
import { dossierName } from '../../store/warehouse/dossier-keys.ts'
import type { SealedPlace, Vault } from '../../store/warehouse/identity/vault.ts'
import { placeOfWords, sealWords, type KeyedWarehouse } from '../../store/warehouse/identity/words.ts'
import { writeAssessmentState } from '../../store/warehouse/dossier-assessments.ts'
import { settleChains } from '../versions/settle-versions.ts'
import { announcing } from '../../store/warehouse/events.ts'
import type { Assessment, Assessed } from './assessment.ts'

/** An assessment that lies in the warehouse: of which version, and whether this call brought it. */
export type Recorded = {
  readonly id: string
  readonly submission: string
  readonly dossier: number
  readonly isNew: boolean
}

/** Where the items of a call lie, in a warehouse of one province. */
type Found = { readonly submission: string; readonly dossier: number }

/** Items that a problem names. */
const NAMED_ITEMS = 20
/** As much of an assessment's hash as differs from that of every other of its dossier. */
const OCCASION_DIGITS = 16
const PURPOSE = 'payment'

/**
 * Takes in assessments, all of them or none; the one place where they are written. What this sender has sent before under the same id is
 * known and changes nothing. Throws assessment-taken (the same id with other content), assessment-unmatched (no such dossier, version or
 * line). `now`: epoch milliseconds.
 */
export async function recordAssessments(
  { warehouse, vault }: KeyedWarehouse,
  sender: string,
  items: readonly Assessment[],
  now: number,
): Promise<Recorded[]> {
  const record = (): Promise<Recorded[]> => recordOnce({ warehouse, vault }, sender, items, now)
  try {
    return await record()
  } catch (error) {
    if (!isTaken(error)) throw error
    // Somebody sent one of them at the same moment: now it is known.
    return record()
  }
}

async function recordOnce(
  { warehouse, vault }: KeyedWarehouse,
  sender: string,
  items: readonly Assessment[],
  now: number,
): Promise<Recorded[]> {
  const known = await readKnown(warehouse, sender, items)
  assertNone('assessment-taken', items, ({ id }, at) => {
    const content = known.get(id)?.content
    return content === undefined || content === contentOf(items[at]) ? [] : [`assessments[${at}]`]
  })
  const places = await findDossiers(warehouse, items)
  const missing = await findMissingLines({ warehouse, vault }, items, places, known)
  assertNone('assessment-unmatched', items, ({ id, lines }, at) => {
    if (known.has(id)) return []
    if (!places.has(at)) return [`assessments[${at}]`]
    return lines.flatMap((_, line) => (missing.has(`${at} ${line}`) ? [`assessments[${at}].lines[${line}]`] : []))
  })
  const fresh = items.flatMap((item, at) => {
    const place = places.get(at)
    return known.has(item.id) || !place ? [] : [{ item, place }]
  })
  if (fresh.length > 0) await warehouse.write(await writing(vault, sender, fresh, now))
  // What was known may have been written by a call that was broken off right behind it.
  await settleOf(warehouse, items)
  return items.flatMap(({ id }, at): Recorded[] => {
    const place = known.get(id) ?? places.get(at)
    return place ? [{ id, submission: place.submission, dossier: place.dossier, isNew: !known.has(id) }] : []
  })
}

/** Refuses a call with the places of all items that `wrong` names. */
function assertNone(
  code: 'assessment-unmatched' | 'assessment-taken',
  items: readonly Assessment[],
  wrong: (item: Assessment, at: number) => readonly string[],
): void {
  const places = items.flatMap(wrong)
  if (places.length === 0) return
  throw new Refusal(code, { count: places.length }, undefined, { members: { places: places.slice(0, NAMED_ITEMS) } })
}

/** The same whatever the order of its members was. */
function contentOf(item: Assessment | undefined): string {
  if (!item) return ''
  const { id, facility, MA_LK, submission, lines } = item
  const words = (judgement: Assessed): unknown[] => [
    judgement.decision,
    judgement.amount,
    judgement.reason?.code ?? null,
    judgement.reason?.words ?? null,
  ]
  const text = JSON.stringify([
    id,
    facility,
    MA_LK,
    submission,
    words(item),
    lines.map((line) => [line.table, line.STT, words(line)]),
  ])
  return createHash('sha256').update(text).digest('hex')
}

async function readKnown(
  warehouse: Warehouse,
  sender: string,
  items: readonly Assessment[],
): Promise<ReadonlyMap<string, Found & { content: string }>> {
  const rows = await warehouse.ask({
    sql: `SELECT id, content, submission_id AS submission, dossier FROM assessments
          WHERE sender = ? AND id IN (SELECT value FROM json_each(?))`,
    args: [sender, JSON.stringify(items.map(({ id }) => id))],
    shape: { id: text, content: text, submission: text, dossier: integer },
  })
  return new Map(rows.map(({ id, ...known }) => [id, known]))
}

/** Position of an item → the version it assesses. */
async function findDossiers(warehouse: Warehouse, items: readonly Assessment[]): Promise<ReadonlyMap<number, Found>> {
  const asked = items.map(({ facility, MA_LK, submission }) => [facility, MA_LK, submission])
  const rows = await warehouse.ask({
    sql: `SELECT j.key AS at, d.submission_id AS submission, d.dossier FROM json_each(:items) j
          JOIN dossiers d ON d.MA_LK = json_extract(j.value, '$[1]') AND d.facility = json_extract(j.value, '$[0]')
            AND d.purpose = '${PURPOSE}' AND d.kind = 'dossier' AND d.outcome <> 'rejected'
          WHERE CASE WHEN json_extract(j.value, '$[2]') IS NULL THEN d.state = 'standing'
            ELSE d.submission_id = json_extract(j.value, '$[2]') AND d.state IN ('standing', 'replaced') END`,
    args: { items: JSON.stringify(asked) },
    shape: { at: integer, submission: text, dossier: integer },
  })
  return new Map(rows.map(({ at, ...place }) => [at, place]))
}

/** `item line` of those whose STT the version does not have in that table. */
async function findMissingLines(
  { warehouse, vault }: KeyedWarehouse,
  items: readonly Assessment[],
  places: ReadonlyMap<number, Found>,
  known: ReadonlyMap<string, unknown>,
): Promise<ReadonlySet<string>> {
  const asked = items.flatMap(({ id, lines }, at) => {
    const place = places.get(at)
    if (!place || known.has(id) || lines.length === 0) return []
    return [{ at, lines, key: { submissionId: place.submission, dossier: place.dossier } }]
  })
  const keys = asked.map(({ key }) => key)
  const contents = await readContents(warehouse, vault, keys)
  const missing = new Set<string>()
  for (const { at, lines, key } of asked) {
    const rows = contents.get(dossierName(key)) ?? []
    const has = new Set(rows.map(({ table, texts }) => `${table} ${Number(texts.get('STT'))}`))
    for (const [line, { table, STT }] of lines.entries()) if (!has.has(`${table} ${STT}`)) missing.add(`${at} ${line}`)
  }
  return missing
}

type Fresh = { readonly item: Assessment; readonly place: Found }

/** What is said of a dossier or a line, its words sealed for their place. */
async function judged(vault: Vault, place: SealedPlace, { decision, amount, reason }: Assessed): Promise<unknown[]> {
  return [decision, amount, reason?.code ?? null, await sealWords(vault, place, reason?.words ?? null)]
}

/** With the events that announce it. What follows from all assessments of a dossier lies in its own row: the newest decision, and when the first one came. */
async function writing(vault: Vault, sender: string, fresh: readonly Fresh[], now: number): Promise<Command[]> {
  const heads = await Promise.all(
    fresh.map(async ({ item, place: { submission, dossier } }) => {
      const said = await judged(vault, placeOfWords.assessment(sender, item.id), item)
      return [item.id, submission, dossier, contentOf(item), ...said]
    }),
  )
  const lines = await Promise.all(
    fresh.flatMap(({ item: { id, lines: all } }) =>
      all.map(async (line) => {
        const said = await judged(vault, placeOfWords.line(sender, id, line.table, line.STT), line)
        return [id, line.table, line.STT, ...said]
      }),
    ),
  )
  const member = (at: number): string => `json_extract(j.value, '$[${at}]')`
  return [
    {
      sql: `INSERT INTO assessments (sender, id, submission_id, dossier, content, decision, amount, reason_code, reason, received_at)
            SELECT :sender, ${[0, 1, 2, 3, 4, 5, 6, 7].map(member).join(', ')}, :now FROM json_each(:heads) j`,
      args: { sender, now, heads: JSON.stringify(heads) },
    },
    {
      sql: `INSERT INTO assessment_lines (sender, assessment, table_id, STT, decision, amount, reason_code, reason)
            SELECT :sender, ${[0, 1, 2, 3, 4, 5, 6].map(member).join(', ')} FROM json_each(:lines) j`,
      args: { sender, lines: JSON.stringify(lines) },
    },
    ...announcing(
      fresh.map(({ item, place: { submission, dossier } }) => ({
        kind: 'assessed' as const,
        facility: item.facility,
        submissionId: submission,
        dossier,
        occasion: contentOf(item).slice(0, OCCASION_DIGITS),
      })),
      now,
    ),
    writeAssessmentState(fresh.map(({ place }) => place)),
  ]
}

/** A correction that came after the assessment of what it corrects waits from now on. */
async function settleOf(warehouse: Warehouse, items: readonly Assessment[]): Promise<void> {
  const keysOf = new Map<string, string[]>()
  for (const { facility, MA_LK } of items) keysOf.set(facility, [...(keysOf.get(facility) ?? []), MA_LK])
  for (const [facility, MA_LKs] of keysOf) await settleChains(warehouse, { facility, purpose: PURPOSE }, MA_LKs)
}

const isTaken = (error: unknown): boolean =>
  uniqueViolation(error, assessments) || uniqueViolation(error, assessmentLines)
