import { text, wholeText } from '../store/columns.ts'
import type { Warehouse } from '../store/database.ts'
import { readManifest, type LakeBucket } from './manifest.ts'

/** The fund's share of all current dossiers of a province, in hundredths of a đồng: as its files have it, and as its figures do. */
export type LakeDifference = { readonly province: string; readonly lake: bigint; readonly figures: bigint }

/**
 * Where the files of a province and its own figures differ. A province of which a month or a day is still to be written is left out: it
 * differs for a while, and rightly.
 */
export async function lakeDifferences(warehouse: Warehouse, bucket: LakeBucket): Promise<LakeDifference[]> {
  const settled = await warehouse.ask({
    sql: `SELECT p.province, CAST(sum(p.T_BHTT) AS TEXT) AS figures FROM province_months p
      WHERE p.dimension = 'all'
        AND NOT EXISTS (SELECT 1 FROM lake_months m WHERE m.province = p.province)
        AND NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = p.province)
      GROUP BY p.province ORDER BY p.province`,
    shape: { province: text, figures: wholeText },
  })
  const compared = await Promise.all(
    settled.map(async ({ province, figures }) => {
      const months = Object.values((await readManifest(bucket, province))?.months ?? {})
      return { province, lake: months.reduce((sum, { fund }) => sum + BigInt(fund), 0n), figures }
    }),
  )
  return compared.filter(({ lake, figures }) => lake !== figures)
}
