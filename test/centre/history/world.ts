/** Two provinces and the register on real servers, and dossiers that lie in the warehouses as verification leaves them. */
import { asc, gte } from 'drizzle-orm'
import type { Opened } from '../../../src/store/database.ts'
import { findings } from '../../../db/warehouse/schema.ts'
import { settleHistory, settleWaiting, type HistoryNeeds } from '../../../src/centre/history/settle-history.ts'
import { plainPack } from '../../../src/engine/index.ts'
import { FIRST_HISTORY_ORDINAL } from '../../../src/store/warehouse/history-findings.ts'
import { cardHash } from '../../../src/store/warehouse/identity/numbers.ts'
import { NOTHING_GATHERED, writeAll, writeDossiers, writeSubmission } from '../../../src/store/warehouse/write.ts'
import { createContentBuilder } from '../../../src/store/warehouse/contents/format.ts'
import { rowOf } from '../rows.ts'
import { testVault } from '../../store/warehouse/keys.ts'
import { startRegister, startWarehouse } from '../../store/warehouse/sqld.ts'

/** When the centre works in these tests. */
const NOW = Date.UTC(2026, 10, 22, 5)

export type Dossier = {
  MA_LK: string
  card: string
  NGAY_VAO: string
  NGAY_RA: string
  name?: string
  birth?: string
  MA_LOAI_KCB?: string
  KET_QUA_DTRI?: string
  outcome?: 'accepted' | 'rejected'
  isCurrent?: boolean
}
export type Submission = {
  id: string
  facility: string
  receivedAt: number
  purpose?: 'management' | 'payment'
  dossiers: readonly Dossier[]
}

/** What was reported of a dossier and others: its submission, its number, the rule and the words. */
export type Reported = { submission: string; dossier: number | null; rule: string; message: string }

export type World = {
  readonly register: Opened<'register'>
  readonly needs: HistoryNeeds
  warehouseOf(facility: string): Opened<'warehouse'>
  /** Its rows as verification writes them; nothing is settled. */
  write(submission: Submission): Promise<void>
  settle(submission: Submission, needs?: Partial<HistoryNeeds>): Promise<void>
  /** Everything that waits, until nothing does. */
  settleWaiting(): Promise<void>
  reported(prefix?: string): Promise<Reported[]>
  /** The same of one run among several, without what is its own: names of all runs are alike. */
  reportedIn(run: string): Promise<Reported[]>
  dispose(): Promise<void>
}

export async function startWorld(): Promise<World> {
  const started: { dispose: () => Promise<void> }[] = []
  const begin = async <Name extends 'warehouse' | 'register'>(
    starting: Promise<{ database: Opened<Name>; dispose: () => Promise<void> }>,
  ): Promise<Opened<Name>> => {
    const one = await starting
    started.push(one)
    return one.database
  }
  const register = await begin(startRegister())
  const provinces = new Map([
    ['01', await begin(startWarehouse())],
    ['79', await begin(startWarehouse())],
  ])
  const warehouseOf = (facility: string): Opened<'warehouse'> => {
    const warehouse = provinces.get(facility.slice(0, 2))
    if (!warehouse) throw new Error('no such province')
    return warehouse
  }
  const needs: HistoryNeeds = {
    openRegister: () => register,
    openWarehouse: warehouseOf,
    vault: testVault,
    pack: plainPack,
    now: () => NOW,
  }

  const reported = async (prefix = ''): Promise<Reported[]> => {
    const rows = await Promise.all(
      [...provinces.values()].map((warehouse) =>
        warehouse
          .select()
          .from(findings)
          .where(gte(findings.ordinal, FIRST_HISTORY_ORDINAL))
          .orderBy(asc(findings.submissionId), asc(findings.ordinal)),
      ),
    )
    return rows
      .flat()
      .filter(({ submissionId }) => submissionId.startsWith(prefix))
      .map(({ submissionId, dossier, rule, told }) => ({
        submission: submissionId,
        dossier,
        rule,
        // Our own column.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        message: (JSON.parse(told) as { message: { en: string } }).message.en,
      }))
  }
  return {
    register,
    needs,
    warehouseOf,
    async write({ id, facility, receivedAt, purpose = 'payment', dossiers }) {
      const warehouse = warehouseOf(facility)
      const bytes = { bytes: 1, sha256: id }
      await writeSubmission(warehouse, {
        id,
        facility,
        purpose,
        standard: '3176',
        receivedAt,
        ...bytes,
        status: 'verifying',
      })
      for (const [at, dossier] of dossiers.entries()) {
        const { MA_LK, card, NGAY_VAO, NGAY_RA, name = 'NGUYỄN VĂN THỬ NGHIỆM', birth = '19800101' } = dossier
        const { outcome = 'accepted', isCurrent = true, MA_LOAI_KCB = '01', KET_QUA_DTRI = '1' } = dossier
        const builder = createContentBuilder()
        builder.add('XML1', rowOf({ MA_LK, MA_DKBD: '01001', MA_THE_BHYT: card, HO_TEN: name, NGAY_SINH: birth }))
        const contents = builder.takeLast().map((part) => ({ submissionId: id, dossier: at + 1, ...part }))
        await writeAll(warehouse, testVault, { ...NOTHING_GATHERED, contents })
        const hash = cardHash(testVault, card)
        await writeDossiers(warehouse, [
          {
            submissionId: id,
            dossier: at + 1,
            MA_LK,
            outcome,
            errors: 0,
            warnings: 0,
            facility,
            purpose,
            receivedAt,
            receivedOn: '2026-11-02',
            NGAY_VAO,
            NGAY_RA,
            MA_LOAI_KCB,
            KET_QUA_DTRI,
            MA_BENH_CHINH: 'I10',
            cardHash: hash,
            personHash: hash,
            isCurrent,
          },
        ])
      }
    },
    async settle({ id, facility }, other = {}) {
      await settleHistory({ id, facility }, { ...needs, ...other })
    },
    async settleWaiting() {
      while (await settleWaiting(needs));
    },
    reported,
    async reportedIn(run) {
      const plain = (text: string): string => text.replaceAll(run, 'run')
      return (await reported(run)).map((finding) => ({
        ...finding,
        submission: plain(finding.submission),
        message: plain(finding.message),
      }))
    },
    dispose: async () => {
      for (const one of started) await one.dispose()
    },
  }
}
