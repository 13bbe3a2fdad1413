import { and, eq, gte, isNull, like, lt, or } from 'drizzle-orm'
import type { Reference } from '../store/database.ts'
import { accounts, codes } from '../../db/reference/schema.ts'
import { argsOf, type Filters } from './filters.ts'
import type { Region } from './region.ts'
import { IS_OPEN } from '../store/warehouse/open-rejections.ts'
import { flag, text } from '../store/columns.ts'
import { available } from '../store/reference/available.ts'
import { parseAttributes } from '../store/reference/listed-code.ts'

/**
 * none: no account · connected: an account, nothing sent in the period · sending: sent, with rejected dossiers that were not sent again
 * and accepted · complete: sent, and every dossier was accepted in the end.
 */
export const LEVELS = ['none', 'connected', 'sending', 'complete'] as const
export type ConnectionLevel = (typeof LEVELS)[number]

/** How a document names them. */
export const levelNames: Readonly<Record<ConnectionLevel, string>> = {
  none: 'Chưa kết nối',
  connected: 'Đã kết nối, chưa gửi',
  sending: 'Đang gửi',
  complete: 'Gửi đúng, đủ',
}

/** How many facilities are at each level. */
export type LevelCounts = Readonly<Record<ConnectionLevel, number>>

export type ConnectedFacility = {
  readonly facility: string
  /** null: not in the published list of facilities. */
  readonly name: string | null
  /** Its level of care (tuyến) as the list has it; null where it does not say. */
  readonly kind: string | null
  readonly level: ConnectionLevel
  /** The last day on which it sent anything, and how many days that is ago. */
  readonly lastReceivedOn: string | null
  readonly daysSinceLast: number | null
}

const CATALOGUE = 'facilities'

/** How far the facilities of a province are: those of the published list, and those that have an account or have sent. */
export async function connection(
  region: Region,
  reference: Reference,
  filters: Filters,
  today: string,
): Promise<ConnectedFacility[]> {
  const [known, connected, sent] = await Promise.all([
    listedFacilities(reference, region.province, today),
    facilitiesWithAccount(reference, region.province),
    facilitiesThatSent(region, filters),
  ])
  const ids = [...new Set([...known.keys(), ...connected, ...sent.keys()])].sort()
  return ids.flatMap((facility) => {
    if (filters.facility !== undefined && filters.facility !== facility) return []
    const { name = null, kind = null } = known.get(facility) ?? {}
    const last = sent.get(facility)
    return {
      facility,
      name,
      kind,
      level: levelOf(connected.has(facility), last),
      lastReceivedOn: last?.day ?? null,
      daysSinceLast: last ? Math.round((Date.parse(today) - Date.parse(last.day)) / DAY_MS) : null,
    }
  })
}

/** How many of them are at each level. */
export const levelsOf = (facilities: readonly Pick<ConnectedFacility, 'level'>[]): LevelCounts => {
  const counts = { none: 0, connected: 0, sending: 0, complete: 0 }
  for (const { level } of facilities) counts[level] += 1
  return counts
}

/** The same for each level of care (tuyến), in their order; what the list does not say comes first. */
export const levelsByKind = (
  facilities: readonly ConnectedFacility[],
): { kind: string | null; levels: LevelCounts }[] => {
  const kinds = [...new Set(facilities.map(({ kind }) => kind))].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
  return kinds.map((kind) => ({ kind, levels: levelsOf(facilities.filter((each) => each.kind === kind)) }))
}

const DAY_MS = 24 * 60 * 60 * 1000

export type LastSent = { day: string; isInPeriod: boolean; hasOpenRejections: boolean }

function levelOf(hasAccount: boolean, sent: LastSent | undefined): ConnectionLevel {
  if (sent?.isInPeriod === true) return sent.hasOpenRejections ? 'sending' : 'complete'
  return hasAccount || sent ? 'connected' : 'none'
}

async function listedFacilities(
  reference: Reference,
  province: string,
  today: string,
): Promise<Map<string, { name: string; kind: string | null }>> {
  const rows = await available(() =>
    reference
      .select({ code: codes.code, name: codes.name, attributes: codes.attributes })
      .from(codes)
      .where(
        and(
          eq(codes.catalogue, CATALOGUE),
          gte(codes.code, province),
          lt(codes.code, `${province}~`),
          isNull(codes.untilRelease),
          or(isNull(codes.validTo), gte(codes.validTo, today)),
        ),
      ),
  )
  return new Map(
    rows.map(({ code, name, attributes }) => [code, { name, kind: parseAttributes(attributes)['level'] ?? null }]),
  )
}

async function facilitiesWithAccount(reference: Reference, province: string): Promise<Set<string>> {
  const rows = await available(() =>
    reference
      .select({ facility: accounts.facility })
      .from(accounts)
      .where(and(eq(accounts.role, 'facility'), like(accounts.facility, `${province}%`), isNull(accounts.disabledAt))),
  )
  return new Set(rows.flatMap(({ facility }) => facility ?? []))
}

/** What was sent, by facility. Each by itself, through its own days: one that has rejected nothing costs no look at its dossiers. */
export async function facilitiesThatSent(region: Region, filters: Filters): Promise<Map<string, LastSent>> {
  const daysOf = (condition: string): string =>
    `SELECT day FROM facility_days r WHERE r.facility = o.facility AND r.day BETWEEN :from AND :to ${condition}`
  const staleDays = 'SELECT day FROM stale_days WHERE area = o.facility AND day BETWEEN :from AND :to'
  const dossiersOf = (days: string): string =>
    `FROM (${days}) k CROSS JOIN dossiers d ON d.facility = o.facility AND d.received_on = k.day`
  const rows = await region.ask({
    sql: (own) =>
      `SELECT o.facility,
       max(coalesce((SELECT max(day) FROM facility_days WHERE facility = o.facility), ''),
         coalesce((SELECT max(day) FROM stale_days WHERE area = o.facility), '')) AS day,
       EXISTS (${daysOf('')}) OR EXISTS (SELECT 1 ${dossiersOf(staleDays)}) AS isInPeriod,
       EXISTS (SELECT 1 ${dossiersOf(`${daysOf('AND r.rejected > 0')} UNION ${staleDays}`)}
         WHERE d.outcome = 'rejected' AND ${IS_OPEN}) AS hasOpenRejections
     FROM (SELECT facility FROM facility_months m WHERE ${own.ofFacility('m')}
       UNION SELECT area FROM stale_days s WHERE ${own.ofFacilityArea('s')}) o`,
    args: argsOf(filters),
    shape: { facility: text, day: text, isInPeriod: flag, hasOpenRejections: flag },
  })
  return new Map(rows.map(({ facility, ...sent }) => [facility, sent]))
}
