import type { Warehouse } from '../database.ts'
import { COUNTS, MEASURES, PROOFS, type Measure } from '../../../db/warehouse/roll-ups.ts'
import { text } from '../columns.ts'

/**
 * Roll-ups are never added to: those of a stale day are taken away and made anew from the facts, in the same batch that says that the
 * day is no longer stale. So a message handled twice, or broken off anywhere, changes nothing.
 */

/** Accepted, and not replaced by a later version. */
const IS_CURRENT = "(d.is_current = 1 AND d.outcome <> 'rejected')"
const amount = (name: string) => (table: string) => `CASE WHEN ${IS_CURRENT} THEN ${table}.${name} END`
const timely = (state: string) => () => `${IS_CURRENT} AND d.timeliness IS ${state}`

/** What is added up of each dossier `d`; amounts come from the table of that name. Names are columns of the roll-ups. */
const MEASURE_OF = {
  received: () => '1',
  accepted: () => "d.outcome = 'accepted'",
  accepted_with_warnings: () => "d.outcome = 'accepted-with-warnings'",
  rejected: () => "d.outcome = 'rejected'",
  with_findings: () =>
    'EXISTS (SELECT 1 FROM findings g WHERE g.submission_id = d.submission_id AND g.dossier = d.dossier)',
  current: () => IS_CURRENT,
  at_once: timely("'at-once'"),
  in_time: timely("'in-time'"),
  before_fifth: timely("'before-5th'"),
  excused: timely("'excused'"),
  late: timely("'late'"),
  undetermined: timely('NULL'),
  T_TONGCHI_BV: amount('T_TONGCHI_BV'),
  T_TONGCHI_BH: amount('T_TONGCHI_BH'),
  T_BHTT: amount('T_BHTT'),
  T_BNTT: amount('T_BNTT'),
  T_BNCCT: amount('T_BNCCT'),
  T_NGUONKHAC: amount('T_NGUONKHAC'),
} as const satisfies Record<Measure, (amounts: string) => string>

/** The SQL expression of a measure over one dossier `d`; amounts are those of the table `amounts`. */
export const measureOf = (measure: Measure, amounts = 'd'): string => MEASURE_OF[measure](amounts)

/** An aggregate that rests on fewer persons is not shown. */
export const LEAST_PERSONS = 5

/** Puts rows of days into their table, by keys given as SQL; first by person, so that it is known how many persons each count has. */
function insertDays(
  table: 'facility_days' | 'province_days',
  keys: Readonly<Record<string, string>>,
  { from, where, amounts }: { from: string; where: string; amounts: string },
): string {
  const names = Object.keys(keys)
  const each = names.map((_, at) => at + 1).join(', ')
  const inner = [
    ...Object.entries(keys).map(([name, key]) => `${key} AS ${name}`),
    ...MEASURES.map((measure) => `coalesce(sum(${measureOf(measure, amounts)}), 0) AS ${measure}`),
  ]
  const sums = [
    ...MEASURES.map((measure) => `sum(${measure})`),
    ...COUNTS.map((measure) => `sum(${measure} > 0) >= ${LEAST_PERSONS}`),
  ]
  return `INSERT INTO ${table} (${[...names, ...MEASURES, ...PROOFS].join(', ')})
    SELECT ${[...names, ...sums].join(', ')} FROM (
      SELECT ${inner.join(', ')} FROM ${from} WHERE ${where} GROUP BY ${each}, d.person_hash) GROUP BY ${each}`
}

/** Properties by which the province's days are split: how a dossier shows them. */
const PROPERTIES: Readonly<Record<string, string>> = {
  all: "''",
  'encounter-type': "coalesce(d.MA_LOAI_KCB, '')",
  chapter: "coalesce(d.icd_chapter, '')",
  diagnosis: "coalesce(d.MA_BENH_CHINH, '')",
}

const FINDING_KEYS: Readonly<Record<string, string>> = {
  rule: 'f.rule',
  table: "coalesce(f.table_id, '')",
  field: "coalesce(f.table_id || '.' || f.field, '')",
}

/** Makes the roll-ups of a facility's stale days anew. Safe to repeat, and at any moment. */
export async function refreshFacility(warehouse: Warehouse, facility: string): Promise<void> {
  const stale = 'SELECT day FROM stale_days WHERE area = :facility'
  const args = { facility }
  const statements = [
    `DELETE FROM facility_days WHERE facility = :facility AND day IN (${stale})`,
    insertDays(
      'facility_days',
      { facility: 'd.facility', day: 'd.received_on', purpose: 'd.purpose' },
      { from: 'dossiers d', where: `d.facility = :facility AND d.received_on IN (${stale})`, amounts: 'd' },
    ),
    `DELETE FROM rule_days WHERE facility = :facility AND day IN (${stale})`,
    `INSERT INTO rule_days (rule, facility, day, purpose, dossiers, findings)
       SELECT f.rule, d.facility, d.received_on, d.purpose, count(DISTINCT d.submission_id || ' ' || d.dossier), count(*)
       FROM dossiers d CROSS JOIN findings f ON f.submission_id = d.submission_id AND f.dossier = d.dossier
       WHERE d.facility = :facility AND d.received_on IN (${stale}) GROUP BY 1, 2, 3, 4`,
    'DELETE FROM stale_days WHERE area = :facility',
  ]
  await warehouse.write(statements.map((sql) => ({ sql, args })))
}

/** A province's day is up to some hundred thousand dossiers. */
const PROVINCE_DAYS_AT_ONCE = 4
const FACILITIES_AT_ONCE = 50

/** Makes stale roll-ups anew, some at a time. Returns whether more are waiting. Safe to repeat, and at any moment. */
export async function refreshStale(warehouse: Warehouse): Promise<boolean> {
  const [facilities, days] = await warehouse.askAll([
    {
      sql: 'SELECT DISTINCT area FROM stale_days WHERE length(area) > 2 LIMIT ?',
      args: [FACILITIES_AT_ONCE],
      shape: { area: text },
    },
    {
      sql: 'SELECT area, day FROM stale_days WHERE length(area) = 2 ORDER BY day LIMIT ?',
      args: [PROVINCE_DAYS_AT_ONCE],
      shape: { area: text, day: text },
    },
  ])
  for (const { area } of facilities) await refreshFacility(warehouse, area)
  for (const { area, day } of days) await refreshProvinceDay(warehouse, area, day)
  return facilities.length === FACILITIES_AT_ONCE || days.length === PROVINCE_DAYS_AT_ONCE
}

async function refreshProvinceDay(warehouse: Warehouse, province: string, day: string): Promise<void> {
  const args = { province, day }
  const own = 'd.received_on = :day AND substr(d.facility, 1, 2) = :province'
  const insert = (dimension: string, key: string, from: string, amounts: string): string =>
    insertDays(
      'province_days',
      { province: ':province', dimension: `'${dimension}'`, key, day: ':day', purpose: 'd.purpose' },
      { from, where: own, amounts },
    )
  const statements = [
    'DELETE FROM province_days WHERE province = :province AND day = :day',
    ...Object.entries(PROPERTIES).map(([dimension, key]) => insert(dimension, key, 'dossiers d', 'd')),
    insert('cost-group', 'c.MA_NHOM', `dossiers d CROSS JOIN dossier_costs c ON ${sameDossier('c')}`, 'c'),
    'DELETE FROM finding_days WHERE province = :province AND day = :day',
    ...Object.entries(FINDING_KEYS).map(
      ([dimension, key]) => `INSERT INTO finding_days (province, dimension, key, day, purpose, dossiers, findings)
       SELECT :province, '${dimension}', ${key}, :day, d.purpose, count(DISTINCT d.submission_id || ' ' || d.dossier), count(*)
       FROM dossiers d CROSS JOIN findings f ON ${sameDossier('f')} WHERE ${own} GROUP BY 3, 5`,
    ),
    'DELETE FROM stale_days WHERE area = :province AND day = :day',
  ]
  await warehouse.write(statements.map((sql) => ({ sql, args })))
}

const sameDossier = (other: string): string =>
  `${other}.submission_id = d.submission_id AND ${other}.dossier = d.dossier`
