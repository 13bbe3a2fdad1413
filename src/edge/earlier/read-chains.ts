import type { Warehouse } from '../../store/database.ts'
import * as z from 'zod'
import { AGREEMENT_DECISIONS, DOSSIER_KINDS, VERSION_STATES } from '../../../db/warehouse/versions.ts'
import { json, oneOf, text } from '../../store/columns.ts'
import { acceptedOf, entriesOf } from '../../store/warehouse/dossier-versions.ts'
import type { AcceptedDossier, DossierKind } from './chain.ts'

/** Whose dossiers for what: within it, MA_LK and kind name a chain. */
export type ChainKey = { readonly facility: string; readonly purpose: string }

/** The entries of one chain. */
export type Chain = {
  readonly MA_LK: string
  readonly kind: DossierKind
  readonly entries: readonly AcceptedDossier[]
  /** All that the chain follows from, as text: while it is the same in the database, so is the chain. */
  readonly seen: string
  /** `submission dossier` → what is stored: state, version, is_current, and the version it follows. */
  readonly stored: ReadonlyMap<string, readonly Stored[]>
}

type Stored = string | number | null
const STORED = `(SELECT json_group_array(json_array(c.submission_id || ' ' || c.dossier, c.state, c.version, c.is_current, c.replaces_submission,
    c.replaces_dossier)) FROM (SELECT * ${acceptedOf('j.value', 'k.value')}) c)`

/** The chains of these MA_LKs that have an entry, as they are now. The list is one parameter, however long. */
export async function readChains(
  warehouse: Warehouse,
  { facility, purpose }: ChainKey,
  MA_LKs: readonly string[],
  kinds: readonly DossierKind[] = DOSSIER_KINDS,
): Promise<Chain[]> {
  const rows = await warehouse.ask({
    sql: `SELECT j.value AS MA_LK, k.value AS kind, ${entriesOf('j.value', 'k.value')} AS seen, ${STORED} AS stored
          FROM json_each(:keys) j CROSS JOIN json_each(:kinds) k
          WHERE EXISTS (SELECT 1 FROM dossiers d WHERE d.MA_LK = j.value AND d.facility = :facility AND d.purpose = :purpose AND d.kind = k.value
            AND d.outcome <> 'rejected')`,
    args: { facility, purpose, keys: JSON.stringify(MA_LKs), kinds: JSON.stringify(kinds) },
    shape: { MA_LK: text, kind: oneOf(DOSSIER_KINDS), seen: text, stored: json(STORED_ROWS) },
  })
  return rows.map(chainFrom)
}

/** What the statement above puts into `seen` and `stored`, dossier by dossier. */
const SEEN_ROWS = z.array(
  z.tuple([
    z.string(),
    z.number(),
    z.number(),
    z.string().nullable(),
    z.number(),
    z.number().nullable(),
    z.enum(AGREEMENT_DECISIONS).nullable(),
  ]),
)
const STORED_ROWS = z.array(
  z.tuple([
    z.string(),
    z.enum(VERSION_STATES).nullable(),
    z.number(),
    z.number(),
    z.string().nullable(),
    z.number().nullable(),
  ]),
)
const SEEN = json(SEEN_ROWS)

function chainFrom(row: {
  readonly MA_LK: string
  readonly kind: DossierKind
  readonly seen: string
  readonly stored: z.infer<typeof STORED_ROWS>
}): Chain {
  const { MA_LK, kind, seen } = row
  const states = new Map(row.stored.map(([key, state]) => [key, state]))
  const stored = new Map(row.stored.map(([key, ...values]) => [key, values]))
  const entries = SEEN(seen, 'seen').map(
    ([submission, dossier, receivedAt, contentHash, hasReason, assessedAt, agreement]): AcceptedDossier => ({
      submission,
      dossier,
      receivedAt,
      contentHash,
      hasReason: hasReason === 1,
      assessedAt,
      agreement,
      state: states.get(`${submission} ${dossier}`) ?? null,
    }),
  )
  return { MA_LK, kind, entries, seen, stored }
}
