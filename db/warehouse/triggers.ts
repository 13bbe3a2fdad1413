/**
 * What happens with every row of some tables, whoever writes it. Migrations create the triggers; `npm run db:check` compares the last one of
 * each name with this list. A migration that makes a table anew has to create its triggers anew.
 */
import { MEASURES, PROOFS } from './roll-ups.ts'

export type Trigger = { readonly name: string; readonly table: string; readonly sql: string }

const trigger = (
  name: string,
  event: 'INSERT' | 'UPDATE' | 'DELETE',
  table: string,
  when: string,
  steps: readonly string[],
): Trigger => ({
  name,
  table,
  sql: `CREATE TRIGGER ${name} AFTER ${event} ON ${table} ${when}BEGIN ${steps.map((step) => `${step}; `).join('')}END`,
})

/** The day of a row is stale, for its facility and for its province. */
const staleBy = (row: 'OLD' | 'NEW'): string =>
  `INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT ${row}.facility AS area, ${row}.received_on AS day UNION SELECT substr(${row}.facility, 1, 2), ${row}.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day)`

/** The files of the month in which a dossier lies (`src/lake/month.ts`) are older than it. */
const lakeIsOlder = (row: 'OLD' | 'NEW'): string =>
  `INSERT INTO lake_months (province, month, is_taken) SELECT province, month, 0 FROM (SELECT substr(${row}.facility, 1, 2) AS province, substr(min(coalesce(${row}.ended_on, ${row}.received_on), ${row}.received_on), 1, 7) AS month) n WHERE NOT EXISTS (SELECT 1 FROM lake_months m WHERE m.province = n.province AND m.month = n.month AND m.is_taken = 0)`

/** The same of a finding that is added or taken away after its dossier: the history settles later. */
const lakeIsOlderBy = (row: 'OLD' | 'NEW'): string =>
  `INSERT INTO lake_months (province, month, is_taken) SELECT province, month, 0 FROM (SELECT substr(d.facility, 1, 2) AS province, substr(min(coalesce(d.ended_on, d.received_on), d.received_on), 1, 7) AS month FROM dossiers d WHERE d.submission_id = ${row}.submission_id AND d.dossier = ${row}.dossier) n WHERE NOT EXISTS (SELECT 1 FROM lake_months m WHERE m.province = n.province AND m.month = n.month AND m.is_taken = 0)`

const ADDED = [...MEASURES, ...PROOFS]

/** A month is the sum of the days that are kept: it grows with each row of a day, and shrinks with each that goes. */
function monthOf(days: string, months: string, key: readonly string[]): Trigger[] {
  const dayKey = (row: 'OLD' | 'NEW'): string[] =>
    key.map((name) => (name === 'month' ? `substr(${row}.day, 1, 7)` : `${row}.${name}`))
  const where = key.map((name, at) => `${name} = ${dayKey('OLD')[at]}`).join(' AND ')
  return [
    trigger(`${days}_inserted`, 'INSERT', days, '', [
      `INSERT INTO ${months} (${[...key, ...ADDED].join(', ')}) VALUES (${[...dayKey('NEW'), ...ADDED.map((name) => `NEW.${name}`)].join(', ')}) ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${ADDED.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`,
    ]),
    trigger(`${days}_deleted`, 'DELETE', days, '', [
      `UPDATE ${months} SET ${ADDED.map((name) => `${name} = ${name} - OLD.${name}`).join(', ')} WHERE ${where}`,
      `DELETE FROM ${months} WHERE ${where} AND received = 0`,
    ]),
  ]
}

export const triggers: readonly Trigger[] = [
  trigger('dossiers_inserted', 'INSERT', 'dossiers', '', [staleBy('NEW'), lakeIsOlder('NEW')]),
  trigger('dossiers_changed', 'UPDATE', 'dossiers', '', [
    staleBy('OLD'),
    staleBy('NEW'),
    lakeIsOlder('OLD'),
    lakeIsOlder('NEW'),
  ]),
  trigger('dossiers_deleted', 'DELETE', 'dossiers', '', [staleBy('OLD'), lakeIsOlder('OLD')]),
  trigger('findings_inserted', 'INSERT', 'findings', 'WHEN NEW.dossier IS NOT NULL ', [
    staleBy('NEW'),
    lakeIsOlderBy('NEW'),
  ]),
  trigger('findings_deleted', 'DELETE', 'findings', 'WHEN OLD.dossier IS NOT NULL ', [
    staleBy('OLD'),
    lakeIsOlderBy('OLD'),
  ]),
  ...monthOf('facility_days', 'facility_months', ['facility', 'month', 'purpose']),
  ...monthOf('province_days', 'province_months', ['province', 'dimension', 'key', 'month', 'purpose']),
]
