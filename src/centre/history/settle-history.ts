import { integer } from '../../store/columns.ts'
import type { Register, Warehouse } from '../../store/database.ts'
import { judgeHistory, renderFinding, type Encounter, type RulePack } from '../../engine/index.ts'
import { provinceOf } from '../../edge/identity/caller.ts'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { writeHistories, type DossierHistory } from '../../store/warehouse/history-findings.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import type { DossierOfFacility } from '../../store/warehouse/dossier-keys.ts'
import { readDossierPage } from './read-dossiers.ts'
import {
  clearUnsettled,
  countSharing,
  distinct,
  enter,
  enteredOf,
  isLookedAt,
  isOfOne,
  keysOf,
  markUnsettled,
  raiseRevision,
  readCards,
  readEncounters,
  readSharing,
  readUnsettled,
  type Key,
} from '../../store/register/encounters.ts'

export type HistoryNeeds = {
  /** The register of encounters and cards; null where the deployment has none. */
  openRegister: (() => Register) | null
  /** The warehouse of a facility's province. */
  openWarehouse: (facility: string) => Warehouse
  vault: Vault
  pack: Pick<RulePack, 'govern'>
  /** Epoch milliseconds. */
  now: () => number
}

/** Dossiers judged together: of each all encounters of its person are read. */
const JUDGED_AT_ONCE = 200
/** Marks taken up in a minute of the clock. */
const WAITING_AT_ONCE = 500

/**
 * Holds a submission's dossiers against the others of their patients, in every province: they enter the register (or leave it, when they
 * were replaced or refused), and everything is reported anew of each dossier that they meet. Safe to repeat, at any moment, in any order and
 * at the same time: what counts is what the register holds, and of two writers the one who read it later wins. A dossier of another
 * province whose warehouse is away waits for the clock and holds nobody up. With `dossier` it looks at that one and those behind it on its page only. Returns whether there is a register.
 */
export async function settleHistory(
  submission: { readonly id: string; readonly facility: string; readonly dossier?: number },
  needs: HistoryNeeds,
): Promise<'settled' | 'not-evaluated'> {
  if (needs.openRegister === null) return 'not-evaluated'
  const register = needs.openRegister()
  const warehouse = needs.openWarehouse(submission.facility)
  for (let after: number | null = (submission.dossier ?? 1) - 1; after !== null;) {
    const page = await readDossierPage(warehouse, needs.vault, submission.id, after)
    const { revision, keys, haveLeft } = await enter(register, page.present, page.gone)
    const met = await readSharing(register, (await countSharing(register, keys)).filter(isLookedAt))
    const entered = new Set(page.present.map(nameOf))
    // Also those whose every key is crowded: nothing is said of them, and that has to be known.
    const judged = [...page.present, ...met.filter((encounter) => !entered.has(nameOf(encounter)))]
    const own = provinceOf(submission.facility)
    await markUnsettled(register, await judge(register, needs, { judged, gone: page.gone, revision, own }))
    if (haveLeft) await clearUnsettled(register, [...judged, ...page.gone], revision)
    after = submission.dossier === undefined ? page.next : null
  }
  return 'settled'
}

/** What is to be said of the dossiers of a batch, and of everybody whom they meet, as of a revision of the register. */
export type Histories = { readonly revision: number; readonly histories: readonly DossierHistory[] }

/**
 * Enters encounters that nobody has entered before, those of many files at once, and judges them and whoever they meet. What is returned has
 * to be written: `reportElsewhere` does that in other warehouses. Safe to repeat.
 */
export async function judgeTogether(
  present: readonly Encounter[],
  { openRegister, pack }: Pick<HistoryNeeds, 'openRegister' | 'pack'>,
): Promise<Histories> {
  if (openRegister === null || present.length === 0) return { revision: 0, histories: [] }
  const register = openRegister()
  const { revision, keys } = await enter(register, present, [])
  const crowds = await countSharing(register, keys)
  const shared = new Set(crowds.filter(({ count }) => count > 1).map(textOf))
  const isLonely = (encounter: Encounter): boolean => keysOf(encounter).every((key) => !shared.has(textOf(key)))
  const lonely = present.filter(isLonely)
  const entered = new Set(present.map(nameOf))
  const others = crowds.filter((crowd) => shared.has(textOf(crowd)) && isLookedAt(crowd))
  const met = (await readSharing(register, others)).filter((encounter) => !entered.has(nameOf(encounter)))
  const judged = [...present.filter((encounter) => !isLonely(encounter)), ...met]
  const histories = await historiesOfLonely(register, pack, lonely)
  for (let from = 0; from < judged.length; from += JUDGED_AT_ONCE)
    histories.push(...(await historiesOf(register, { pack }, judged.slice(from, from + JUDGED_AT_ONCE))))
  return { revision, histories }
}

/** Encounters that share no number with another: only their cards may show something. */
async function historiesOfLonely(
  register: Register,
  pack: HistoryNeeds['pack'],
  lonely: readonly Encounter[],
): Promise<DossierHistory[]> {
  if (lonely.length === 0) return []
  const hashes = lonely.flatMap(({ cardHash }) => cardHash ?? [])
  const cards = await readCards(register, hashes)
  return lonely.map((own) => historyOf(own, [own], cards, pack))
}

/** Writes what was judged of dossiers in other warehouses; those of one that is away wait for the clock. */
export async function reportElsewhere(
  { revision, histories }: Histories,
  { openRegister, openWarehouse, now }: Pick<HistoryNeeds, 'openRegister' | 'openWarehouse' | 'now'>,
): Promise<void> {
  if (openRegister === null || histories.length === 0) return
  const missed = await reportEncounters(
    { openWarehouse, now },
    { judged: [], gone: [], revision, own: null },
    histories,
  )
  await markUnsettled(openRegister(), missed)
}

/** Of a submission that is given up: what was entered and is not in its warehouse leaves the register. */
export async function leaveUnwritten(
  submissionId: string,
  warehouse: Warehouse,
  { openRegister }: Pick<HistoryNeeds, 'openRegister'>,
): Promise<void> {
  const entered = openRegister === null ? [] : await enteredOf(openRegister(), submissionId)
  if (entered.length === 0) return
  const written = await warehouse.ask({
    sql: 'SELECT dossier FROM dossiers WHERE submission_id = ?',
    args: [submissionId],
    shape: { dossier: integer },
  })
  const known = new Set(written.map(({ dossier }) => dossier))
  await leaveRegister(
    entered.filter(({ dossier }) => !known.has(dossier)),
    { openRegister },
  )
}

/** Takes dossiers out of the register that no warehouse has in the end; whoever met them is looked at again by the clock. */
export async function leaveRegister(
  places: readonly DossierOfFacility[],
  { openRegister }: Pick<HistoryNeeds, 'openRegister'>,
): Promise<void> {
  if (openRegister !== null && places.length > 0) await enter(openRegister(), [], places)
}

/** Looks again at dossiers that wait for it, some at a time. Returns whether more are waiting. Safe to repeat, and at any moment. */
export async function settleWaiting(needs: Omit<HistoryNeeds, 'vault'>): Promise<boolean> {
  if (needs.openRegister === null) return false
  const register = needs.openRegister()
  const waiting = await readUnsettled(register, WAITING_AT_ONCE)
  if (waiting.length === 0) return false
  const revision = await raiseRevision(register)
  const judged = await readEncounters(register, waiting)
  const present = new Set(judged.map(nameOf))
  const gone = waiting.filter((place) => !present.has(nameOf(place)))
  const missed = await judge(register, needs, { judged, gone, revision, own: null })
  // In this order: newer marks outlast the older ones, and a crash in between loses none.
  await markUnsettled(register, missed)
  await clearUnsettled(register, waiting, revision)
  return waiting.length === WAITING_AT_ONCE && missed.length === 0
}

const nameOf = ({ submissionId, dossier }: Pick<DossierOfFacility, 'submissionId' | 'dossier'>): string =>
  `${submissionId} ${dossier}`

type Work = {
  readonly judged: readonly Encounter[]
  /** Of these nothing is to be reported. */
  readonly gone: readonly DossierOfFacility[]
  readonly revision: number
  /** The province that has to be written; another one may wait. null: each may. */
  readonly own: string | null
}

/** Reports what is to be reported of each. Returns the dossiers whose warehouse could not be written; throws where that is the own one. */
async function judge(register: Register, needs: Omit<HistoryNeeds, 'vault'>, work: Work): Promise<DossierOfFacility[]> {
  const { judged, gone } = work
  const missed = await reportEncounters(
    needs,
    work,
    gone.map((place) => ({ ...place, receivedOn: '', findings: [] })),
  )
  for (let from = 0; from < judged.length; from += JUDGED_AT_ONCE) {
    const some = judged.slice(from, from + JUDGED_AT_ONCE)
    missed.push(...(await reportEncounters(needs, work, await historiesOf(register, needs, some))))
  }
  return missed
}

async function historiesOf(
  register: Register,
  { pack }: Pick<HistoryNeeds, 'pack'>,
  judged: readonly Encounter[],
): Promise<DossierHistory[]> {
  const crowds = await countSharing(register, distinct(judged.flatMap(keysOf)))
  const crowded = new Set(crowds.filter((crowd) => !isOfOne(crowd)).map(textOf))
  const [all, cards] = await Promise.all([
    readSharing(register, crowds.filter(isOfOne)),
    readCards(
      register,
      judged.flatMap(({ cardHash }) => cardHash ?? []),
    ),
  ])
  const known = all.map((encounter) => withoutCrowds(encounter, crowded))
  const byKey = new Map<string, Encounter[]>()
  for (const encounter of known) {
    for (const key of keysOf(encounter)) {
      const sharing = byKey.get(textOf(key)) ?? []
      byKey.set(textOf(key), sharing)
      sharing.push(encounter)
    }
  }
  return judged.map((encounter) => {
    const own = withoutCrowds(encounter, crowded)
    const meets = new Set(keysOf(own).flatMap((key) => byKey.get(textOf(key)) ?? []))
    return historyOf(own, [...meets], cards, pack)
  })
}

/** What is to be said of one encounter among those that it meets, itself among them. */
function historyOf(
  own: Encounter,
  meets: readonly Encounter[],
  cards: Awaited<ReturnType<typeof readCards>>,
  pack: HistoryNeeds['pack'],
): DossierHistory {
  const card = own.cardHash === null ? null : { periods: cards.periodsOf(own.cardHash), isComplete: cards.isComplete }
  const findings = judgeHistory(own, meets, card, pack).map((finding) => {
    const rendered = renderFinding(finding)
    const { rule, severity, table, field } = rendered
    return { rule, severity, table, field, told: JSON.stringify(rendered) }
  })
  const { submissionId, dossier, facility, receivedAt } = own
  return { submissionId, dossier, facility, receivedOn: vietnamIsoDay(receivedAt), findings }
}

const textOf = ({ kind, hash }: Key): string => `${kind} ${hash}`

/** A key that too many share proves nothing. */
const withoutCrowds = (encounter: Encounter, crowded: ReadonlySet<string>): Encounter => ({
  ...encounter,
  ...Object.fromEntries(keysOf(encounter).flatMap((key) => (crowded.has(textOf(key)) ? [[key.kind, null]] : []))),
})

/** Each province by itself, so that one that is away holds up no other. */
async function reportEncounters(
  { openWarehouse, now }: Pick<HistoryNeeds, 'openWarehouse' | 'now'>,
  { revision, own }: Work,
  histories: readonly DossierHistory[],
): Promise<DossierOfFacility[]> {
  const missed: DossierOfFacility[] = []
  const provinces = new Set(histories.map(({ facility }) => provinceOf(facility)))
  for (const province of provinces) {
    const some = histories.filter(({ facility }) => provinceOf(facility) === province)
    try {
      await writeHistories(openWarehouse(some[0]?.facility ?? province), revision, some, now())
    } catch (error) {
      if (province === own) throw error
      missed.push(...some)
    }
  }
  return missed
}
