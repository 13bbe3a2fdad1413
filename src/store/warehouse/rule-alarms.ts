import type { Warehouse } from '../database.ts'
import { integer, text } from '../columns.ts'

/** A rule that has something to say about more than this share of what was received is looked at: it may be the rule that is wrong. */
const ALARM_SHARE = 0.2
/** Of fewer dossiers, those of one clerk on one morning are a fifth. */
const ALARM_LEAST_RECEIVED = 50

/** Whether a rule is said of so many of the dossiers received that somebody should look at it. */
export const isAlarming = (dossiers: number, received: number): boolean =>
  received >= ALARM_LEAST_RECEIVED && dossiers > received * ALARM_SHARE

export type RuleAlarm = {
  readonly province: string
  readonly day: string
  readonly rule: string
  readonly dossiers: number
  readonly received: number
}

/**
 * Notes the alarming rules of a day (ISO, one that has passed) in each province of this warehouse, and returns those that were not noted
 * before: none where the day was looked at already, or its roll-ups are not made yet. Safe to repeat.
 */
export async function noteRuleAlarms(warehouse: Warehouse, day: string): Promise<RuleAlarm[]> {
  const args = { day }
  const known = await warehouse.ask({
    sql: `SELECT 1 AS known WHERE EXISTS (SELECT 1 FROM rule_alarm_days WHERE day = :day)
      OR EXISTS (SELECT 1 FROM stale_days WHERE day = :day AND length(area) = 2)`,
    args,
    shape: { known: integer },
  })
  if (known.length > 0) return []
  const [noted] = await warehouse.write([
    {
      sql: `INSERT INTO rule_alarms (province, day, rule, dossiers, received)
          SELECT f.province, f.day, f.key, sum(f.dossiers), v.received FROM finding_days f
          JOIN (SELECT province, sum(received) AS received FROM province_days WHERE dimension = 'all' AND day = :day GROUP BY 1) v
            ON v.province = f.province
          WHERE f.dimension = 'rule' AND f.day = :day GROUP BY 1, 3
          HAVING v.received >= :least AND sum(f.dossiers) > v.received * :share
          ON CONFLICT DO NOTHING RETURNING *`,
      args: { ...args, least: ALARM_LEAST_RECEIVED, share: ALARM_SHARE },
      shape: { province: text, day: text, rule: text, dossiers: integer, received: integer },
    },
    { sql: 'INSERT INTO rule_alarm_days (day) VALUES (:day) ON CONFLICT DO NOTHING', args },
  ])
  return noted
}
