/** A province's warehouse full of made-up dossiers of all kinds, written by the database itself from one seed. */
import type { Opened } from '../src/store/database.ts'
import { textIn } from '../test/harness/text-in.ts'
import { icdChapters } from '../src/store/warehouse/icd-chapters.ts'

export type Population = {
  /** Two digits. */
  province: string
  dossiers: number
  facilities: number
  /** ISO day of the first, and how many days follow. */
  firstDay: string
  days: number
  seed: number
  /** Number of the first dossier: a second population may follow the first. */
  firstNumber?: number
}

/** One transaction each: some megabytes. */
const DOSSIERS_AT_ONCE = 10_000
const RULES = 60

/** A pseudo-random whole number below `below`, from the number of a dossier and the purpose it is drawn for. */
const draw = (below: number | string, purpose: number): string =>
  `(((((n.i * 2654435761 + :seed * 40503 + ${purpose} * 97003) & 4294967295) * 2246822519 & 4294967295) >> 7) % (${below}))`

const DIAGNOSES = icdChapters.map(({ from }) => from)

const chosen = (values: readonly string[], purpose: number): string =>
  `json_extract('${JSON.stringify(values)}', '$[' || ${draw(values.length, purpose)} || ']')`

/** The largest facilities have many times what the smallest have. */
const FACILITY = `:province || printf('%03d', 1 + min(${draw(':facilities', 1)}, ${draw(':facilities', 2)}))`
const PERSONS = 'max(40, :dossiers / 3)'
const DAY = `date(:firstDay, '+' || ${draw(':days', 3)} || ' days')`
const PURPOSE = `CASE WHEN ${draw(4, 4)} = 0 THEN 'management' ELSE 'payment' END`
const IS_REJECTED = `(${draw(25, 5)} = 0)`
const MONEY = `(20000 + ${draw(900_000, 6)}) * 100`

const numbers = 'WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :last)'

const DIAGNOSIS = `CASE WHEN ${draw(30, 10)} = 0 THEN NULL ELSE substr(${chosen(DIAGNOSES, 11)}, 1, 1) || printf('%02d', ${draw(90, 12)}) END`
const CHAPTER = `CASE ${icdChapters
  .map(({ id, from, to }) => `WHEN substr(n.MA_BENH_CHINH, 1, 3) BETWEEN '${from}' AND '${to}' THEN '${id}'`)
  .join(' ')} END`

const INSERT_DOSSIERS = `INSERT INTO dossiers (submission_id, dossier, MA_LK, outcome, errors, warnings, facility, purpose, received_at,
  received_on, began_on, ended_on, MA_LOAI_KCB, MA_DOITUONG_KCB, MA_BENH_CHINH, icd_chapter, KET_QUA_DTRI, T_TONGCHI_BV, T_TONGCHI_BH,
  T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC, card_hash, person_hash, is_current, state, timeliness,
  payment_due_on)
${numbers}
SELECT printf('%032x', n.i / 50), n.i % 50 + 1, 'LK' || (n.i * 7), CASE WHEN ${IS_REJECTED} THEN 'rejected'
    WHEN ${draw(4, 7)} = 0 THEN 'accepted-with-warnings' ELSE 'accepted' END, ${IS_REJECTED}, ${draw(3, 8)},
  ${FACILITY}, ${PURPOSE}, unixepoch(${DAY}) * 1000, ${DAY}, date(${DAY}, '-3 days'), date(${DAY}, '-1 days'),
  nullif(${chosen(['01', '01', '01', '02', '03', '03', '04', '05', '07', '08', '09', ''], 9)}, ''), '1.1',
  n.MA_BENH_CHINH, ${CHAPTER}, '1', ${MONEY}, ${MONEY} / 10 * 9, ${MONEY} / 10 * 7, ${MONEY} / 10, ${MONEY} / 10 * 2,
  CASE WHEN ${draw(20, 13)} = 0 THEN 500000 ELSE 0 END,
  printf('%032x', ${draw(PERSONS, 14)}), CASE WHEN ${draw(200, 15)} = 0 THEN NULL ELSE printf('%032x', ${draw(PERSONS, 14)}) END,
  ${draw(40, 16)} <> 0, CASE WHEN ${IS_REJECTED} THEN NULL WHEN ${draw(40, 16)} = 0 THEN 'replaced' ELSE 'standing' END,
  nullif(${chosen(['at-once', 'in-time', 'in-time', 'in-time', 'in-time', 'before-5th', 'late', 'excused', ''], 17)}, ''),
  CASE WHEN ${PURPOSE} = 'management' AND NOT ${IS_REJECTED} AND ${draw(6, 18)} = 0 THEN date(${DAY}, '+9 days') END
FROM (SELECT n.i, ${DIAGNOSIS} AS MA_BENH_CHINH FROM n) n`

const OF_BATCH = `submission_id BETWEEN printf('%032x', :first / 50) AND printf('%032x', (:last - 1) / 50)`

/** Two thirds have none, the others one to three; a rule is the rarer the higher its number. */
const INSERT_FINDINGS = `INSERT INTO findings (submission_id, ordinal, dossier, facility, received_on, rule, severity, table_id, field, told)
SELECT submission_id, dossier * 4 + k, dossier, facility, received_on, rule, CASE WHEN outcome = 'rejected' THEN 'error' ELSE 'warning' END,
  table_id, field, json_object('rule', rule, 'severity', 'warning', 'dossier', json_object('index', dossier, 'MA_LK', MA_LK),
    'table', table_id, 'row', '1', 'field', field, 'line', 12, 'column', 9, 'value', 'N***********',
    'message', json_object('vi', 'Trường ' || field || ' của bảng ' || table_id || ' không đúng định dạng mà quyết định yêu cầu.',
      'en', 'The field ' || field || ' of table ' || table_id || ' does not have the form that the decision asks for.'),
    'remedy', json_object('vi', 'Sửa trong phần mềm HIS rồi gửi lại.', 'en', 'Mend it in the HIS and send again.'),
    'source', json_object('document', 'QĐ 3176/QĐ-BYT', 'place', 'Bảng 1', 'confidence', 'high'))
FROM (SELECT d.*, k.value AS k, 'XML' || (1 + r % 5) AS table_id, 'F' || (r % 12) AS field, 'XML' || (1 + r % 5) || '.F' || (r % 12) || '.R' || r AS rule
  FROM (SELECT d.*, ((d.rowid * 48271 + k.value * 69621) & 2147483647) % ${RULES} * (((d.rowid * 16807 + k.value * 30011) >> 3 & 1023)) / 1024 AS r, k.value AS kk
    FROM dossiers d CROSS JOIN json_each('[1,2,3]') k WHERE ${OF_BATCH} AND (d.rowid * 31 >> 2) % 3 = 0 AND k.value <= 1 + d.rowid % 3) d
  CROSS JOIN json_each('[0]') k0 JOIN json_each('[1,2,3]') k ON k.value = d.kk)`

const INSERT_COSTS = `INSERT INTO dossier_costs (submission_id, dossier, MA_NHOM, facility, purpose, received_on, lines, T_TONGCHI_BV,
  T_TONGCHI_BH, T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC)
SELECT d.submission_id, d.dossier, g.value, d.facility, d.purpose, d.received_on, 3, d.T_TONGCHI_BV / 3, d.T_TONGCHI_BH / 3, d.T_BHTT / 3,
  d.T_BNTT / 3, d.T_BNCCT / 3, d.T_NGUONKHAC / 3
FROM dossiers d CROSS JOIN json_each('["4","13","' || (1 + d.rowid % 3) || '"]') g WHERE ${OF_BATCH} AND d.outcome <> 'rejected'`

/** Writes them; roll-ups are left to `refreshStale`. The same population is the same rows, wherever it is written. */
export async function populate(warehouse: Opened<'warehouse'>, population: Population): Promise<void> {
  const { dossiers, firstNumber = 0, ...rest } = population
  for (let done = 0; done < dossiers; done += DOSSIERS_AT_ONCE) {
    const first = firstNumber + done
    const last = firstNumber + Math.min(dossiers, done + DOSSIERS_AT_ONCE)
    const statement = (sql: string) => {
      const all = Object.entries({ ...rest, dossiers, first, last })
      return { sql, args: Object.fromEntries(all.filter(([name]) => new RegExp(`:${name}\\b`).test(sql))) }
    }
    await warehouse.$client.batch([INSERT_DOSSIERS, INSERT_FINDINGS, INSERT_COSTS].map(statement), 'write')
  }
}

/** What is kept up to date with every row of these tables: indexes, and the triggers that mark stale days. */
const KEPT_UP = `SELECT type, name, sql FROM sqlite_master
  WHERE tbl_name IN ('dossiers', 'findings', 'dossier_costs') AND type IN ('index', 'trigger') AND sql IS NOT NULL`

/**
 * The same rows, many times as fast: what is kept up to date with every row is taken away and made anew behind the last. For a warehouse
 * that nobody else writes to.
 */
export async function populateAtOnce(warehouse: Opened<'warehouse'>, population: Population): Promise<void> {
  const { rows } = await warehouse.$client.execute(KEPT_UP)
  const kept = rows.map(({ type, name, sql }) => ({ type: textIn(type), name: textIn(name), sql: textIn(sql) }))
  for (const { type, name } of kept) await warehouse.$client.execute(`DROP ${type} ${name}`)
  await populate(warehouse, population)
  // One by one: each reads its whole table.
  for (const { sql } of kept) await warehouse.$client.execute(sql)
  await warehouse.$client.execute(`INSERT OR IGNORE INTO stale_days (area, day)
    SELECT facility, received_on FROM dossiers UNION SELECT substr(facility, 1, 2), received_on FROM dossiers`)
}
