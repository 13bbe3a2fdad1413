/** Roll-ups: what follows from the facts and can be made anew from them (`src/store/warehouse/roll-ups.ts`). Days, months and money as there. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { PURPOSES } from './facts.ts'

const PROPERTIES = ['all', 'encounter-type', 'chapter', 'diagnosis', 'cost-group'] as const

/** What is added up: counts of dossiers, the amounts of those that are accepted and current, and what is known of the persons. */
const measures = () => ({
  received: integer().notNull(),
  accepted: integer().notNull(),
  acceptedWithWarnings: integer('accepted_with_warnings').notNull(),
  rejected: integer().notNull(),
  /** With at least one finding, of whatever severity. */
  withFindings: integer('with_findings').notNull(),
  /** Accepted, and not replaced by a later version. The rest counts only these. */
  current: integer().notNull(),
  atOnce: integer('at_once').notNull(),
  inTime: integer('in_time').notNull(),
  beforeFifth: integer('before_fifth').notNull(),
  excused: integer().notNull(),
  late: integer().notNull(),
  undetermined: integer().notNull(),
  T_TONGCHI_BV: integer().notNull(),
  T_TONGCHI_BH: integer().notNull(),
  T_BHTT: integer().notNull(),
  T_BNTT: integer().notNull(),
  T_BNCCT: integer().notNull(),
  T_NGUONKHAC: integer().notNull(),
  /**
   * Of a day: 1 where the count rests on five persons or more of that name; of a month: on how many days they do. 0 proves nothing, as
   * the persons of several rows may be five together.
   */
  fiveReceived: integer('five_received').notNull().default(0),
  fiveAccepted: integer('five_accepted').notNull().default(0),
  fiveAcceptedWithWarnings: integer('five_accepted_with_warnings').notNull().default(0),
  fiveRejected: integer('five_rejected').notNull().default(0),
  fiveWithFindings: integer('five_with_findings').notNull().default(0),
  fiveCurrent: integer('five_current').notNull().default(0),
  fiveAtOnce: integer('five_at_once').notNull().default(0),
  fiveInTime: integer('five_in_time').notNull().default(0),
  fiveBeforeFifth: integer('five_before_fifth').notNull().default(0),
  fiveExcused: integer('five_excused').notNull().default(0),
  fiveLate: integer('five_late').notNull().default(0),
  fiveUndetermined: integer('five_undetermined').notNull().default(0),
})

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
