/** Roll-ups: what follows from the facts and can be made anew from them (`src/store/warehouse/roll-ups.ts`). Days, months and money as there. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { AMOUNTS, PURPOSES } from './facts.ts'

const PROPERTIES = ['all', 'encounter-type', 'chapter', 'diagnosis', 'cost-group'] as const

/**
 * Counts of dossiers; `with_findings`: with at least one finding, of whatever severity; `current`: accepted, and not replaced by a later
 * version, of which the states of timeliness behind it are the parts.
 */
export const COUNTS = [
  'received',
  'accepted',
  'accepted_with_warnings',
  'rejected',
  'with_findings',
  'current',
  'at_once',
  'in_time',
  'before_fifth',
  'excused',
  'late',
  'undetermined',
] as const

/**
 * What is added up: counts, and the amounts of the dossiers that are accepted and current. The columns, the triggers (`triggers.ts`) and the
 * statements that fill them follow from this list; what each measure means, `src/store/warehouse/roll-ups.ts` says, for every one of them.
 */
export const MEASURES = [...COUNTS, ...AMOUNTS] as const
export type Measure = (typeof MEASURES)[number]

/**
 * The column beside a count. Of a day: 1 where the count is of five persons or more; of a month: on how many days they do. 0 proves
 * nothing, as the persons of several rows may be five together.
 */
export const proofOf = <Name extends string>(count: Name): `five_${Name}` => `five_${count}`
export const PROOFS = COUNTS.map(proofOf)

const measures = () => ({
  ...columnsOf(MEASURES, () => integer().notNull()),
  // Of rows from before there were proofs nothing is proved.
  ...columnsOf(PROOFS, () => integer().notNull().default(0)),
})

function columnsOf<Name extends string, Column>(names: readonly Name[], column: () => Column): Record<Name, Column> {
  // One column for each of the names, and `fromEntries` forgets them.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(names.map((name) => [name, column()])) as Record<Name, Column>
}

/** The dossiers of a facility received on a day. */
export const facilityDays = sqliteTable(
  'facility_days',
  {
    facility: text().notNull(),
    day: text().notNull(),
    purpose: text({ enum: PURPOSES }).notNull(),
    ...measures(),
  },
  (table) => [primaryKey({ columns: [table.facility, table.day, table.purpose] })],
)

/** Provinces may share a database, so each row says whose it is. The dossiers of the whole province received on a day, by one property: `dimension` says which, `key` its value ('' where absent). */
export const provinceDays = sqliteTable(
  'province_days',
  {
    province: text().notNull(),
    dimension: text({ enum: PROPERTIES }).notNull(),
    key: text().notNull(),
    day: text().notNull(),
    purpose: text({ enum: PURPOSES }).notNull(),
    ...measures(),
  },
  // Days before keys: those of some days are read without all others of a dimension.
  (table) => [primaryKey({ columns: [table.province, table.dimension, table.day, table.key, table.purpose] })],
)

/**
 * The same by months (yyyy-mm): always the sum of the days that are kept, whatever writes those, as triggers add and take away with
 * every row of a day. So a stale day is taken out of a month by its own row.
 */
export const facilityMonths = sqliteTable(
  'facility_months',
  {
    facility: text().notNull(),
    month: text().notNull(),
    purpose: text({ enum: PURPOSES }).notNull(),
    ...measures(),
  },
  (table) => [primaryKey({ columns: [table.facility, table.month, table.purpose] })],
)

export const provinceMonths = sqliteTable(
  'province_months',
  {
    province: text().notNull(),
    dimension: text({ enum: PROPERTIES }).notNull(),
    key: text().notNull(),
    month: text().notNull(),
    purpose: text({ enum: PURPOSES }).notNull(),
    ...measures(),
  },
  (table) => [primaryKey({ columns: [table.province, table.dimension, table.month, table.key, table.purpose] })],
)

/** The dossiers of a facility received on a day that a rule has something to say about. */
export const ruleDays = sqliteTable(
  'rule_days',
  {
    rule: text().notNull(),
    facility: text().notNull(),
    day: text().notNull(),
    purpose: text({ enum: PURPOSES }).notNull(),
    dossiers: integer().notNull(),
    findings: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.rule, table.facility, table.day, table.purpose] }),
    index('rule_days_by_facility').on(table.facility, table.day),
  ],
)

/** The dossiers of the province received on a day with something to say about a rule, a table, a field (`XML1.NGAY_RA`). */
export const findingDays = sqliteTable(
  'finding_days',
  {
    province: text().notNull(),
    dimension: text({ enum: ['rule', 'table', 'field'] }).notNull(),
    key: text().notNull(),
    day: text().notNull(),
    purpose: text({ enum: PURPOSES }).notNull(),
    dossiers: integer().notNull(),
    findings: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.province, table.dimension, table.key, table.day, table.purpose] })],
)

/**
 * Facts that changed since their roll-ups were made, written by triggers, so that no writer can forget it: `area` is the facility, and
 * its province (two digits). Until they are made anew, queries count these days from the facts.
 */
export const staleDays = sqliteTable('stale_days', { area: text().notNull(), day: text().notNull() }, (table) => [
  primaryKey({ columns: [table.area, table.day] }),
])
