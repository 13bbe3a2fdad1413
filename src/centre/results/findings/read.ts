import * as z from 'zod'
import { integer, json } from '../../../store/columns.ts'
import type { Warehouse } from '../../../store/database.ts'
import type { RenderedFinding } from '../../../engine/index.ts'
import { available } from '../../../store/warehouse/read.ts'
import { renderedFinding } from '../../../store/warehouse/rendered-finding.ts'
import type { NumberedFinding } from './columns.ts'
import type { FindingFilters, FindingPages } from './sheets.ts'
import type { FindingGroup } from './summary.ts'

/**
 * The findings of a verified submission, from its warehouse, and the day (ISO) on which it was received: findings of one severity are found
 * by it. Both throw `warehouse-unavailable`.
 */
export const verifiedFindings = (
  warehouse: Warehouse,
  { submission, receivedOn }: { submission: string; receivedOn: string },
): FindingPages => ({
  // By hand: what a mapper costs beside the query counts over a hundred thousand of them.
  page: (after, limit, filters = {}) => {
    const { conditions, values } = conditionsOf(filters, receivedOn)
    return available(() =>
      warehouse.ask({
        sql: `SELECT ordinal, told AS finding FROM findings
              WHERE ${['submission_id = ?', 'ordinal > ?', ...conditions].join(' AND ')} ORDER BY ordinal LIMIT ?`,
        args: [submission, after, ...values, limit],
        shape: { ordinal: integer, finding: renderedFinding },
      }),
    )
  },
  tally: (filters = {}) =>
    available(async () => {
      const { conditions, values } = conditionsOf(filters, receivedOn)
      // The columns beside min() are those of its row: the first finding is the example.
      const rows = await warehouse.ask({
        sql: `SELECT count(*) AS findings, json_group_array(DISTINCT dossier) FILTER (WHERE dossier IS NOT NULL) AS dossiers,
                min(ordinal) AS first, told FROM findings
              WHERE ${['submission_id = ?', ...conditions].join(' AND ')} GROUP BY rule, severity, table_id`,
        args: [submission, ...values],
        shape: { findings: integer, dossiers: json(z.array(z.int())), told: renderedFinding },
      })
      return rows.map(({ findings, dossiers, told }) => tallyOf(told, findings, dossiers))
    }),
})

/**
 * Conditions beside the submission, and their values. The signs keep the order of the key, or of `findings_by_severity`, which begins with
 * severity and day: a page reads no more than itself. All findings of a submission have the day of its receipt.
 */
function conditionsOf(
  { severity, table, rule, MA_LK }: FindingFilters,
  receivedOn: string,
): { conditions: string[]; values: string[] } {
  const stated = [
    { where: 'severity = ?', value: severity },
    { where: 'received_on = ?', value: severity && receivedOn },
    { where: '+table_id = ?', value: table },
    { where: '+rule = ?', value: rule },
    { where: "json_extract(told, '$.dossier.MA_LK') = ?", value: MA_LK },
  ].flatMap(({ where, value }) => (value === undefined ? [] : [{ where, value }]))
  return { conditions: stated.map(({ where }) => where), values: stated.map(({ value }) => value) }
}

const tallyOf = (
  { rule, severity, table, message, remedy }: RenderedFinding,
  findings: number,
  dossiers: readonly number[],
): FindingGroup => ({ rule, severity, table, findings, dossiers, message: message.vi, remedy: remedy.vi })

/** The first findings, as the edge acknowledged them. */
export function acknowledgedFindings(acknowledged: readonly RenderedFinding[]): FindingPages {
  const all: readonly NumberedFinding[] = acknowledged.map((finding, at) => ({ ordinal: at + 1, finding }))
  return {
    page: (after, limit, filters = {}) =>
      Promise.resolve(all.filter(({ ordinal, finding }) => ordinal > after && isOf(finding, filters)).slice(0, limit)),
    tally: (filters = {}) => {
      const groups = new Map<string, RenderedFinding[]>()
      for (const finding of acknowledged.filter((each) => isOf(each, filters))) {
        const key = JSON.stringify([finding.rule, finding.severity, finding.table])
        groups.set(key, [...(groups.get(key) ?? []), finding])
      }
      const tallies = [...groups.values()].flatMap((group) => {
        const [first] = group
        const dossiers = new Set(group.flatMap(({ dossier }) => dossier?.index ?? []))
        return first === undefined ? [] : [tallyOf(first, group.length, [...dossiers])]
      })
      return Promise.resolve(tallies)
    },
  }
}

const isOf = (finding: RenderedFinding, { severity, table, rule, MA_LK }: FindingFilters): boolean =>
  (severity === undefined || finding.severity === severity) &&
  (table === undefined || finding.table === table) &&
  (rule === undefined || finding.rule === rule) &&
  (MA_LK === undefined || finding.dossier?.MA_LK === MA_LK)
