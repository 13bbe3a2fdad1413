import type { Row } from '@libsql/client/web'
import type { Warehouse } from '../../store/database.ts'
import { DOSSIER_KINDS } from '../../../db/warehouse/versions.ts'
import { textIn } from '../../store/text-in.ts'
import type { Delivery, DossierKind, VersionState } from './chain.ts'

/** Whose dossiers for what: within it, MA_LK and kind name a chain. */
export type ChainKey = { readonly facility: string; readonly purpose: string }

/** The deliveries of one chain. */
export type Chain = {
  readonly MA_LK: string
  readonly kind: DossierKind
  readonly deliveries: readonly Delivery[]
  /** All that the chain follows from, as text: while it is the same in the database, so is the chain. */
  readonly seen: string
  /** `submission dossier` → what is stored: state, version, is_current, and the version it follows. */
  readonly stored: ReadonlyMap<string, readonly Stored[]>
}

type Stored = string | number | null
type Input = [string, number, number, string | null, number, number | null, Delivery['agreement']]

const accepted = (MA_LK: string, kind: string): string =>
  `FROM dossiers WHERE MA_LK = ${MA_LK} AND facility = :facility AND purpose = :purpose AND kind = ${kind} AND outcome <> 'rejected'
   ORDER BY submission_id, dossier`

/** What a chain follows from, as one JSON text; an SQL expression that asks for `:facility` and `:purpose`. */
export const DELIVERIES = (MA_LK: string, kind: string): string =>
  `(SELECT json_group_array(json_array(c.submission_id, c.dossier, c.received_at, c.content_hash, c.correction_code IS NOT NULL,
      c.assessed_at, (SELECT a.decision FROM agreements a WHERE a.submission_id = c.submission_id AND a.dossier = c.dossier)))
    FROM (SELECT * ${accepted(MA_LK, kind)}) c)`

const STORED = `(SELECT json_group_array(json_array(c.submission_id || ' ' || c.dossier, c.state, c.version, c.is_current, c.replaces_submission,
    c.replaces_dossier)) FROM (SELECT * ${accepted('j.value', 'k.value')}) c)`

/** The chains of these MA_LKs that have a delivery, as they are now. The list is one parameter, however long. */
export async function readDeliveries(
  warehouse: Warehouse,
  { facility, purpose }: ChainKey,
  MA_LKs: readonly string[],
  kinds: readonly DossierKind[] = DOSSIER_KINDS,
): Promise<Chain[]> {
  const { rows } = await warehouse.$client.execute({
    sql: `SELECT j.value AS MA_LK, k.value AS kind, ${DELIVERIES('j.value', 'k.value')} AS seen, ${STORED} AS stored
          FROM json_each(:keys) j CROSS JOIN json_each(:kinds) k
          WHERE EXISTS (SELECT 1 FROM dossiers d WHERE d.MA_LK = j.value AND d.facility = :facility AND d.purpose = :purpose AND d.kind = k.value
            AND d.outcome <> 'rejected')`,
    args: { facility, purpose, keys: JSON.stringify(MA_LKs), kinds: JSON.stringify(kinds) },
  })
  return rows.map(chainFrom)
}

/** The members are those that the statement above names. */
function chainFrom(row: Row): Chain {
  const seen = textIn(row['seen'])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const rows = JSON.parse(textIn(row['stored'])) as [string, ...Stored[]][]
  const stored = new Map(rows.map(([key, ...values]) => [key, values]))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const inputs = JSON.parse(seen) as Input[]
  const deliveries = inputs.map(
    ([submission, dossier, receivedAt, contentHash, hasReason, assessedAt, agreement]): Delivery => ({
      submission,
      dossier,
      receivedAt,
      contentHash,
      hasReason: hasReason === 1,
      assessedAt,
      agreement,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      state: (stored.get(`${submission} ${dossier}`)?.[0] ?? null) as VersionState | null,
    }),
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { MA_LK: textIn(row['MA_LK']), kind: textIn(row['kind']) as DossierKind, deliveries, seen, stored }
}
