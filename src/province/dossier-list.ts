import { maskValue } from '../engine/index.ts'
import { NEXT_OF_PAGE, Refusal } from './refusals.ts'
import { headOf, openPart } from '../store/warehouse/contents/read.ts'
import type { Vault } from '../store/warehouse/identity/vault.ts'
import { LEAST_PERSONS } from '../store/warehouse/roll-ups.ts'
import { decimalOf } from './answer-figure.ts'
import { factsOf } from './fewest-persons.ts'
import type { FigureColumn, DimensionId, Figure } from './figures.ts'
import { argsOf, type Filters } from './filters.ts'
import type { OwnProvince } from './own-province.ts'
import type { Region } from './region.ts'
import { bytes, integer, orNull, text, wholeText, type RowOf } from '../store/columns.ts'

/** The dossiers that one cell of a figure counts. */
export type Cut = {
  readonly figure: Figure
  readonly by: DimensionId
  readonly key: string
  readonly column: FigureColumn
  readonly filters: Filters
}

/** One dossier behind a figure. Amounts are decimals with two places; what identifies is masked unless it was asked for with a reason. */
export type ListedDossier = {
  readonly submission: string
  readonly dossier: number
  readonly MA_LK: string | null
  readonly facility: string
  readonly purpose: string
  readonly receivedOn: string
  readonly beganOn: string | null
  readonly endedOn: string | null
  readonly MA_LOAI_KCB: string | null
  readonly MA_BENH_CHINH: string | null
  readonly outcome: string
  readonly errors: number
  readonly warnings: number
  readonly timeliness: string | null
  readonly dueOn: string | null
  readonly excusedBy: string | null
  readonly paymentDueOn: string | null
  readonly T_TONGCHI_BV: string | null
  readonly T_BHTT: string | null
  readonly MA_BN: string | null
  readonly HO_TEN: string | null
  readonly NGAY_SINH: string | null
  readonly MA_THE_BHYT: string | null
  readonly SO_CCCD: string | null
}

/** What of a person is listed, and what QĐ 4210 calls it. */
const PERSON = {
  MA_BN: 'MA_BN',
  HO_TEN: 'HO_TEN',
  NGAY_SINH: 'NGAY_SINH',
  MA_THE_BHYT: 'MA_THE',
  SO_CCCD: 'SO_CCCD',
} as const

export type ListedPage = { readonly dossiers: readonly ListedDossier[]; readonly next: string | null }

/** Where a page ends: day, submission and number of its last dossier. */
const CURSOR = /^(\d{4}-\d{2}-\d{2})~([^~]+)~(\d{1,9})$/

/** The figure's column of that name, its first where none is named. Throws `parameter-invalid`. */
export function columnOf(figure: Figure, id: string | undefined): FigureColumn {
  const [first] = figure.columns
  const found = id === undefined ? first : figure.columns.find((column) => column.id === id)
  if (found) return found
  const expected = figure.columns.map((column) => column.id).join(', ')
  throw new Refusal('parameter-invalid', { parameter: 'column', expected })
}

/** Whether fewer than five persons are in a list: then already its length reveals them. */
export async function isOfFew(region: Region, { figure, by, key, column, filters }: Cut): Promise<boolean> {
  const rows = await region.ask({
    sql: (own) => {
      const { from, where } = factsOf(own, figure, by, column, filters, ':key')
      return `SELECT DISTINCT +d.person_hash AS person FROM ${from} WHERE ${where} LIMIT ${LEAST_PERSONS}`
    },
    args: { ...argsOf(filters), key },
    shape: { person: orNull(text) },
  })
  return rows.length > 0 && rows.length < LEAST_PERSONS
}

export type PageOptions = {
  /** `next` of the page before; none: from the start. */
  readonly after: string | undefined
  readonly limit: number
  /** null: identities are not shown at all, as the deployment has no keys. */
  readonly vault: Vault | null
  readonly isUnmasked: boolean
  /** It was stated what for: then encounter types, diagnoses and amounts are shown too. */
  readonly hasReason: boolean
}

/** A page of the dossiers behind a cell, in the order in which they were received. Throws `parameter-invalid`. */
export async function listDossiers(region: Region, cut: Cut, options: PageOptions): Promise<ListedPage> {
  const { after, limit, vault, isUnmasked, hasReason } = options
  const [, day = '', submission = '', dossier = '-1'] = (after === undefined ? null : CURSOR.exec(after)) ?? []
  if (after !== undefined && day === '')
    throw new Refusal('parameter-invalid', { parameter: 'after', expected: NEXT_OF_PAGE })
  const rows = await region.ask({
    sql: (own) => pageOf(own, cut),
    args: {
      ...argsOf(cut.filters),
      key: cut.key,
      afterDay: day,
      afterSubmission: submission,
      afterDossier: Number(dossier),
      limit: limit + 1,
    },
    shape: LISTED,
  })
  const page = rows.slice(0, limit)
  const dossiers = await Promise.all(page.map((row) => listed(hasReason ? row : withoutPerson(row), vault, isUnmasked)))
  const last = dossiers.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return { dossiers, next: hasMore ? `${last.receivedOn}~${last.submission}~${last.dossier}` : null }
}

/** In the order of the index of the table that leads, so that a page reads little more than itself. */
function pageOf(own: OwnProvince, { figure, by, column, filters }: Cut): string {
  const { from, where, more } = factsOf(own, figure, by, column, filters, ':key')
  const place = (as: string, dayOf: string): string => `${as}.${dayOf}, ${as}.submission_id, ${as}.dossier`
  const order = place(more ?? 'd', 'received_on')
  return `SELECT d.submission_id AS submission, d.dossier, d.MA_LK, d.facility, d.purpose, d.received_on AS receivedOn, d.began_on AS beganOn,
       d.ended_on AS endedOn, d.MA_LOAI_KCB, d.MA_BENH_CHINH, d.outcome, d.errors, d.warnings, d.timeliness, d.due_on AS dueOn,
       d.excused_by AS excusedBy, d.payment_due_on AS paymentDueOn, CAST(d.T_TONGCHI_BV AS TEXT) AS T_TONGCHI_BV,
       CAST(d.T_BHTT AS TEXT) AS T_BHTT, c.key, c.sealed
     FROM (SELECT ${place('d', 'received_on')} FROM ${from} WHERE ${where} AND (${order}) > (:afterDay, :afterSubmission, :afterDossier)
       ${more ? `GROUP BY ${order} ` : ''}ORDER BY ${order} LIMIT :limit) page
     CROSS JOIN dossiers d ON d.submission_id = page.submission_id AND d.dossier = page.dossier
     LEFT JOIN dossier_contents c ON c.submission_id = d.submission_id AND c.dossier = d.dossier AND c.part = 0
     ORDER BY d.received_on, d.submission_id, d.dossier`
}

/** `sealed`: the rows of the dossier, of which the head names the patient. */
const LISTED = {
  submission: text,
  dossier: integer,
  MA_LK: orNull(text),
  facility: text,
  purpose: text,
  receivedOn: text,
  beganOn: orNull(text),
  endedOn: orNull(text),
  MA_LOAI_KCB: orNull(text),
  MA_BENH_CHINH: orNull(text),
  outcome: text,
  errors: integer,
  warnings: integer,
  timeliness: orNull(text),
  dueOn: orNull(text),
  excusedBy: orNull(text),
  paymentDueOn: orNull(text),
  T_TONGCHI_BV: orNull(wholeText),
  T_BHTT: orNull(wholeText),
  key: orNull(text),
  sealed: orNull(bytes),
}

type Row = RowOf<typeof LISTED>

/**
 * Without a reason a list shows nothing that figures about people are made of: whoever counts its rows would have what a figure withholds, and would have it
 * by day and facility.
 */
const withoutPerson = (row: Row): Row => ({
  ...row,
  MA_LOAI_KCB: null,
  MA_BENH_CHINH: null,
  T_TONGCHI_BV: null,
  T_BHTT: null,
})

async function listed(row: Row, vault: Vault | null, isUnmasked: boolean): Promise<ListedDossier> {
  const { key, sealed, T_TONGCHI_BV, T_BHTT, ...facts } = row
  const { submission: submissionId, dossier } = facts
  const rows =
    key === null || sealed === null || vault === null
      ? []
      : await openPart(vault, { submissionId, dossier, part: 0, key, sealed })
  const head = headOf(rows)?.texts
  const ofPerson = (name: keyof typeof PERSON): string | null => {
    const value = head?.get(name) ?? head?.get(PERSON[name])
    return value === undefined ? null : isUnmasked ? value : maskValue(value)
  }
  return {
    ...facts,
    T_TONGCHI_BV: T_TONGCHI_BV === null ? null : decimalOf(T_TONGCHI_BV),
    T_BHTT: T_BHTT === null ? null : decimalOf(T_BHTT),
    MA_BN: ofPerson('MA_BN'),
    HO_TEN: ofPerson('HO_TEN'),
    NGAY_SINH: ofPerson('NGAY_SINH'),
    MA_THE_BHYT: ofPerson('MA_THE_BHYT'),
    SO_CCCD: ofPerson('SO_CCCD'),
  }
}
