import type { Row } from '@libsql/client/web'
import { maskValue } from '../engine/index.ts'
import { Refusal } from './refusals.ts'
import type { Identity, Vault } from '../store/warehouse/identity/vault.ts'
import { LEAST_PERSONS } from '../store/warehouse/roll-ups.ts'
import { decimalOf } from './answer.ts'
import { factsOf } from './fewest-persons.ts'
import type { Column, DimensionId, Figure } from './figures.ts'
import { argsOf, type Filters } from './filters.ts'
import type { Region } from './region.ts'

/** The dossiers that one cell of a figure counts. */
export type Cut = {
  readonly figure: Figure
  readonly by: DimensionId
  readonly key: string
  readonly column: Column
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

export type DossierPage = { readonly dossiers: readonly ListedDossier[]; readonly next: string | null }

/** Where a page ends: day, submission and number of its last dossier. */
const CURSOR = /^(\d{4}-\d{2}-\d{2})~([^~]+)~(\d{1,9})$/

/** The figure's column of that name, its first where none is named. Throws `parameter-invalid`. */
export function columnOf(figure: Figure, id: string | undefined): Column {
  const [first] = figure.columns
  const found = id === undefined ? first : figure.columns.find((column) => column.id === id)
  if (found) return found
  const expected = figure.columns.map((column) => column.id).join(', ')
  throw new Refusal('parameter-invalid', { parameter: 'column', expected })
}

/** Whether fewer than five persons stand behind a list: then already its length tells of them. */
export async function isOfFew(region: Region, { figure, by, key, column, filters }: Cut): Promise<boolean> {
  const { from, where } = factsOf(figure, by, column, filters, ':key')
  const rows = await region.ask(`SELECT DISTINCT +d.person_hash FROM ${from} WHERE ${where} LIMIT ${LEAST_PERSONS}`, {
    ...argsOf(filters),
    key,
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
}

/** A page of the dossiers behind a cell, in the order in which they were received. Throws `parameter-invalid`. */
export async function listDossiers(region: Region, cut: Cut, options: PageOptions): Promise<DossierPage> {
  const { after, limit, vault, isUnmasked } = options
  const [, day = '', submission = '', dossier = '-1'] = (after === undefined ? null : CURSOR.exec(after)) ?? []
  if (after !== undefined && day === '')
    throw new Refusal('parameter-invalid', { parameter: 'after', expected: 'next' })
  const { from, where, more } = factsOf(cut.figure, cut.by, cut.column, cut.filters, ':key')
  // In the order of the index of the table that leads, so that a page reads little more than itself.
  const place = (as: string, dayOf: string): string => `${as}.${dayOf}, ${as}.submission_id, ${as}.dossier`
  const order = place(more ?? 'd', 'received_on')
  const rows = await region.ask(
    `SELECT d.*, coalesce(x.identity, i.identity) AS identity, coalesce(x.ordinal, i.ordinal) AS ordinal,
       CASE WHEN x.identity IS NULL THEN 'CHECKIN' ELSE 'XML1' END AS identity_table
     FROM (SELECT ${place('d', 'received_on')} FROM ${from} WHERE ${where} AND (${order}) > (:afterDay, :afterSubmission, :afterDossier)
       ${more ? `GROUP BY ${order} ` : ''}ORDER BY ${order} LIMIT :limit) page
     CROSS JOIN dossiers d ON d.submission_id = page.submission_id AND d.dossier = page.dossier
     LEFT JOIN XML1 x ON x.submission_id = d.submission_id AND x.dossier = d.dossier
     LEFT JOIN CHECKIN i ON i.submission_id = d.submission_id AND i.dossier = d.dossier
     ORDER BY d.received_on, d.submission_id, d.dossier`,
    {
      ...argsOf(cut.filters),
      key: cut.key,
      afterDay: day,
      afterSubmission: submission,
      afterDossier: Number(dossier),
      limit: limit + 1,
    },
  )
  const dossiers = await Promise.all(rows.slice(0, limit).map((row) => listed(row, vault, isUnmasked)))
  const last = dossiers.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return { dossiers, next: hasMore ? `${last.receivedOn}~${last.submission}~${last.dossier}` : null }
}

async function listed(row: Row, vault: Vault | null, isUnmasked: boolean): Promise<ListedDossier> {
  const text = (name: string): string | null => {
    const value = row[name]
    return typeof value === 'string' ? value : null
  }
  const amount = (name: string): string | null => {
    const value = row[name]
    return typeof value === 'number' || typeof value === 'bigint' ? decimalOf(BigInt(value)) : null
  }
  const submission = text('submission_id') ?? ''
  const dossier = Number(row['dossier'])
  const sealed = text('identity')
  const place = { table: text('identity_table') ?? '', submission, dossier, ordinal: Number(row['ordinal']) }
  const identity: Identity = sealed === null || vault === null ? {} : await vault.open(place, sealed)
  const person = (name: keyof typeof PERSON): string | null => {
    const value = identity[name] ?? identity[PERSON[name]]
    return value === undefined ? null : isUnmasked ? value : maskValue(value)
  }
  return {
    submission,
    dossier,
    MA_LK: text('MA_LK'),
    facility: text('facility') ?? '',
    purpose: text('purpose') ?? '',
    receivedOn: text('received_on') ?? '',
    beganOn: text('began_on'),
    endedOn: text('ended_on'),
    MA_LOAI_KCB: text('MA_LOAI_KCB'),
    MA_BENH_CHINH: text('MA_BENH_CHINH'),
    outcome: text('outcome') ?? '',
    errors: Number(row['errors']),
    warnings: Number(row['warnings']),
    timeliness: text('timeliness'),
    dueOn: text('due_on'),
    excusedBy: text('excused_by'),
    paymentDueOn: text('payment_due_on'),
    T_TONGCHI_BV: amount('T_TONGCHI_BV'),
    T_BHTT: amount('T_BHTT'),
    MA_BN: person('MA_BN'),
    HO_TEN: person('HO_TEN'),
    NGAY_SINH: person('NGAY_SINH'),
    MA_THE_BHYT: person('MA_THE_BHYT'),
    SO_CCCD: person('SO_CCCD'),
  }
}
