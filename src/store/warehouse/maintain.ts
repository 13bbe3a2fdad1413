import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import type { Warehouse } from '../database.ts'
import { heartbeats } from '../../../db/warehouse/schema.ts'
import { beginOperation, lastOperation, runOperations } from './identity/operations.ts'
import type { Vault } from './identity/vault.ts'
import { sealPlainWords } from './identity/words.ts'
import { refreshStale } from './roll-ups.ts'
import { noteRuleAlarms, type RuleAlarm } from './rule-alarms.ts'

/** Pages of operations and rounds of roll-ups in one minute: together well below half of it. */
const PAGES_PER_RUN = 40
const ROUNDS_PER_RUN = 5

const DAY_MS = 24 * 60 * 60 * 1000
const SYSTEM = 'system'

export type TendOptions = {
  /** null where the deployment has no keys: then no identity is touched. */
  vault: Vault | null
  /** Purpose → days after which identities go. */
  retentionDays: Readonly<Partial<Record<'management' | 'payment', number | undefined>>>
  /** Called with each rule that was said too often on the day before, once. */
  onAlarm: (alarm: RuleAlarm) => void
  /** Epoch milliseconds. */
  now: number
}

/**
 * What a warehouse needs every minute: the heartbeat by which its replica's age is known, roll-ups of changed days, alarms of rules, and the operations
 * on identities, of which rotation to a new key and daily retention begin by themselves. Safe to repeat and to break off.
 */
export async function maintainWarehouse(
  warehouse: Warehouse,
  { vault, retentionDays, onAlarm, now }: TendOptions,
): Promise<void> {
  await warehouse
    .insert(heartbeats)
    .values({ id: 1, beatAt: now })
    .onConflictDoUpdate({ target: heartbeats.id, set: { beatAt: now } })
  for (let round = 0; round < ROUNDS_PER_RUN; round += 1) if (!(await refreshStale(warehouse))) break
  for (const alarm of await noteRuleAlarms(warehouse, vietnamIsoDay(now - DAY_MS))) onAlarm(alarm)
  if (!vault) return
  await sealPlainWords(warehouse, vault)
  await enterRotation(warehouse, vault.currentKey, now)
  for (const [purpose, days] of Object.entries(retentionDays)) {
    if (days !== undefined) await enterRetention(warehouse, purpose, vietnamIsoDay(now - days * DAY_MS), now)
  }
  await runOperations(warehouse, vault, now, PAGES_PER_RUN)
}

async function enterRotation(warehouse: Warehouse, key: string, now: number): Promise<void> {
  const last = await lastOperation(warehouse, 'rotation')
  if (last?.subject === key) return
  const id = `rotation-${key}-after-${last?.startedAt ?? 0}`
  const words = { by: SYSTEM, reason: 'WAREHOUSE_KEYS names another current key' }
  await beginOperation(warehouse, { id, kind: 'rotation', subject: key, ...words, startedAt: now })
}

/** Days before the last one's are done: nothing is ever received on a day that has passed. */
async function enterRetention(warehouse: Warehouse, purpose: string, before: string, now: number): Promise<void> {
  const last = await lastOperation(warehouse, 'retention', purpose)
  if (last && (last.finishedAt === null || (last.before ?? '') >= before)) return
  const id = `retention-${purpose}-${before}`
  const words = { by: SYSTEM, reason: 'RETENTION_DAYS' }
  await beginOperation(warehouse, {
    id,
    kind: 'retention',
    subject: purpose,
    before,
    tableCursor: last?.before ?? '',
    ...words,
    startedAt: now,
  })
}
