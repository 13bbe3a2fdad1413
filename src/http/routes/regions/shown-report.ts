import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Freshness } from '../../../province/region.ts'
import { comparedValues, countsOfColumn, type ProvinceReport } from '../../../province/report.ts'
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
  const { period, provinces, connection, kinds, figures, before, ofPeople, days } = found
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
    ofPeople: ofPeople && { ...ofPeople },
    connection,
    kinds: kinds.map(({ kind, levels }) => ({ kind, levels })),
    compared: comparedValues(found).map(({ table, column, title, isAmount, now, before: earlier }) => ({
      figure: table.figure.id,
      column,
      title,
      now,
      before: earlier,
      dossiers: isAmount ? null : listOf(province, table, '', column),
    })),
    figures: figures.map((each) => shownAnswer(province, each, labels.get(each.by))),
    days: shownAnswer(province, days, undefined),
    facilities: shownFacilities(found),
  }
}

function shownFacilities({ facilities: { connected, volumes, timeliness } }: ProvinceReport): Shown['facilities'] {
  const [received, rejected, late, missing] = [
    countsOfColumn(volumes, 'received'),
    countsOfColumn(volumes, 'rejected'),
    countsOfColumn(timeliness, 'late'),
    countsOfColumn(timeliness, 'missing'),
  ] as const
  return connected.map((each) => ({
    ...each,
    received: received(each.facility),
    rejected: rejected(each.facility),
    late: late(each.facility),
    missing: missing(each.facility),
  }))
}
