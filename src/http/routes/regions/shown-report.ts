import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { FigureTable } from '../../../province/answer-figure.ts'
import type { Freshness } from '../../../province/region.ts'
import { comparedColumns, type Compared, type ProvinceReport } from '../../../province/report.ts'
import type { AppEnv } from '../../services.ts'
import { shownFreshness } from './province-request.ts'
import type { reportSchema } from './report-schemas.ts'
import { labelsOfTables, listOf, shownAnswer } from './shown-figure.ts'

type Shown = z.infer<typeof reportSchema>

/** A report as data; `region` is what its provinces are called. */
export async function shownReport(
  c: Context<AppEnv>,
  found: ProvinceReport,
  region: string,
  freshness: Freshness,
): Promise<Shown> {
  const { period, provinces, connection, kinds, figures, before, days, compared } = found
  const province = provinces.join(',')
  const labels = await labelsOfTables(c, figures)
  return {
    province,
    region,
    from: period.from,
    to: period.to,
    period: period.vi,
    ...shownFreshness(freshness),
    before: { ...before },
    connection,
    kinds: kinds.map(({ kind, levels }) => ({ kind, levels })),
    compared: compared.flatMap((each) => shownCompared(province, each)),
    figures: figures.map((each) => shownAnswer(province, each, labels.get(each.by))),
    days: shownAnswer(province, days, undefined),
    facilities: shownFacilities(found),
  }
}

function shownCompared(province: string, { now, before }: Compared): Shown['compared'] {
  const [here] = now.rows
  const [earlier] = before.rows
  const { figure } = now
  return [
    ...comparedColumns(figure).map(({ id, title, at }) => ({
      figure: figure.id,
      column: id,
      title,
      now: here ? (here.counts[at] ?? null) : 0,
      before: earlier ? (earlier.counts[at] ?? null) : 0,
      dossiers: listOf(province, now, '', id),
    })),
    ...figure.amounts.map(({ id, title }, at) => ({
      figure: figure.id,
      column: id,
      title,
      now: here ? (here.amounts[at] ?? null) : '0.00',
      before: earlier ? (earlier.amounts[at] ?? null) : '0.00',
      dossiers: null,
    })),
  ]
}

function shownFacilities({ facilities: { connected, volumes, timeliness } }: ProvinceReport): Shown['facilities'] {
  const [received, rejected, late, missing] = [
    countsBy(volumes, 'received'),
    countsBy(volumes, 'rejected'),
    countsBy(timeliness, 'late'),
    countsBy(timeliness, 'missing'),
  ] as const
  return connected.map((each) => ({
    ...each,
    received: received(each.facility),
    rejected: rejected(each.facility),
    late: late(each.facility),
    missing: missing(each.facility),
  }))
}

/** A column of a table by key; what has no row has none of it. */
function countsBy({ figure, rows }: FigureTable, column: string): (key: string) => number | null {
  const at = figure.columns.findIndex(({ id }) => id === column)
  const counts = new Map(rows.map((row) => [row.key, row.counts[at] ?? null]))
  return (key) => counts.get(key) ?? (counts.has(key) ? null : 0)
}
