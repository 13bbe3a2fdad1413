import { integer, orNull, text, type RowOf } from '../../../store/columns.ts'
import type { Warehouse } from '../../../store/database.ts'
import { available } from '../../../store/warehouse/read.ts'
import type { Manifest } from './manifest.ts'

/**
 * How the warehouse differs from a manifest (WFL-12). Whether a dossier of the list has arrived is asked of all days: what was sent before
 * midnight may arrive after it. What nobody declared is looked for among those received on the manifest's day, and one that lies in a
 * manifest of another day is declared.
 */
export const MANIFEST_DIFFERENCES = ['missing', 'unknown', 'different', 'rejected'] as const
export type ManifestDifference = (typeof MANIFEST_DIFFERENCES)[number]

/** One dossier on which list and warehouse do not agree; what one of them does not have is null. */
export type Differing = RowOf<typeof DIFFERING>

export type ManifestComparison = {
  readonly counts: {
    readonly declared: number
    /** Declared, arrived, accepted, and not different. */
    readonly agreed: number
    /** MA_LK received on the day, accepted or not. */
    readonly received: number
    readonly missing: number
    readonly unknown: number
    readonly different: number
    readonly rejected: number
    /** Submissions of the facility that the centre is just reading: what they hold may be missing yet. */
    readonly verifying: number
  }
  readonly lists: Readonly<Record<ManifestDifference, readonly Differing[]>>
  /** From where each list goes on; null: it is whole. */
  readonly next: Readonly<Record<ManifestDifference, string | null>>
}

const OWN = 'd.facility = :facility AND d.purpose = :purpose'
/** Any version that ever arrived of an entry `e`. */
const ARRIVED = `SELECT 1 FROM dossiers d WHERE d.MA_LK = e.MA_LK AND ${OWN}`
const ACCEPTED = `${ARRIVED} AND d.outcome <> 'rejected'`
const CURRENT = `${ACCEPTED} AND d.is_current = 1`
const ENTRIES = 'FROM manifest_entries e WHERE e.manifest = :manifest'
const RECEIVED = `FROM (SELECT DISTINCT d.MA_LK, NULL AS hash FROM dossiers d
  WHERE ${OWN} AND d.received_on = :day AND d.MA_LK IS NOT NULL) e WHERE true`

/** Declared or received dossiers `e` (MA_LK, hash) of each difference. */
const FROM: Readonly<Record<ManifestDifference, string>> = {
  missing: `${ENTRIES} AND NOT EXISTS (${ARRIVED})`,
  rejected: `${ENTRIES} AND EXISTS (${ARRIVED}) AND NOT EXISTS (${ACCEPTED})`,
  // Whose content was taken away with a person's identity cannot be compared any more.
  different: `${ENTRIES} AND e.hash IS NOT NULL AND EXISTS (${CURRENT})
    AND NOT EXISTS (${CURRENT} AND (d.content_hash IS NULL OR d.content_hash = e.hash))`,
  unknown: `${RECEIVED} AND NOT EXISTS (SELECT 1 FROM manifest_entries o JOIN manifests m ON m.id = o.manifest
    WHERE o.MA_LK = e.MA_LK AND m.facility = :facility AND m.purpose = :purpose AND m.state = 'standing')`,
}

/** The version that counts of an entry: current and accepted before others, then the newest. */
const HELD = `SELECT d.rowid FROM dossiers d WHERE d.MA_LK = e.MA_LK AND ${OWN}
  ORDER BY d.outcome <> 'rejected' DESC, d.is_current DESC, d.received_at DESC LIMIT 1`

/**
 * Compares as of now; a page of every list, or of one from behind an MA_LK. Throws `warehouse-unavailable`.
 */
export async function compareManifest(
  warehouse: Warehouse,
  manifest: Manifest,
  { list, after, limit }: { list: ManifestDifference | undefined; after: string | undefined; limit: number },
): Promise<ManifestComparison> {
  const values = { facility: manifest.facility, purpose: manifest.purpose, manifest: manifest.id, day: manifest.day }
  const asked = MANIFEST_DIFFERENCES.filter((name) => list === undefined || name === list)
  const count = (from: string) => ({
    sql: `SELECT count(*) AS number ${from}`,
    args: values,
    shape: { number: integer },
  })
  const page = (name: ManifestDifference) => ({
    sql: `SELECT e.MA_LK, e.hash AS declared, h.content_hash AS held, h.submission_id AS submission, h.dossier, h.received_on AS receivedOn
       FROM (SELECT e.MA_LK, e.hash ${FROM[name]} AND e.MA_LK > :after ORDER BY e.MA_LK LIMIT :limit) e
       LEFT JOIN dossiers h ON h.rowid = (${HELD}) ORDER BY e.MA_LK`,
    args: { ...values, after: after ?? '', limit: limit + 1 },
    shape: DIFFERING,
  })
  const [counts, pages] = await available(async () => {
    const verifying = "FROM submissions WHERE facility = :facility AND purpose = :purpose AND status = 'verifying'"
    const [missing, unknown, different, rejected, received, reading, ...rest] = await warehouse.askAll([
      count(FROM.missing),
      count(FROM.unknown),
      count(FROM.different),
      count(FROM.rejected),
      count(RECEIVED),
      count(verifying),
      ...asked.map(page),
    ] as const)
    return [[missing, unknown, different, rejected, received, reading].map(numberIn), rest] as const
  })
  const [missing = 0, unknown = 0, different = 0, rejected = 0, received = 0, verifying = 0] = counts
  const pageOf = (name: ManifestDifference): readonly Differing[] => pages[asked.indexOf(name)] ?? []
  const { declared } = manifest
  return {
    counts: {
      declared,
      agreed: declared - missing - different - rejected,
      received,
      missing,
      unknown,
      different,
      rejected,
      verifying,
    },
    lists: inEach((name) => pageOf(name).slice(0, limit)),
    next: inEach((name) => (pageOf(name).length > limit ? (pageOf(name)[limit - 1]?.MA_LK ?? null) : null)),
  }
}

const inEach = <T>(of: (name: ManifestDifference) => T): Record<ManifestDifference, T> => ({
  missing: of('missing'),
  unknown: of('unknown'),
  different: of('different'),
  rejected: of('rejected'),
})

const DIFFERING = {
  MA_LK: text,
  declared: orNull(text),
  held: orNull(text),
  submission: orNull(text),
  dossier: orNull(integer),
  receivedOn: orNull(text),
}

function numberIn([row]: readonly { readonly number: number }[]): number {
  if (!row) throw new Error('a count has no row')
  return row.number
}
