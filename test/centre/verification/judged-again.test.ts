/** What the centre's own judgement comes to, given what the sender was told. */
import { describe, expect, test } from 'vitest'
import type { DossierResult } from '../../../src/engine/index.ts'
import type { Receipt } from '../../../src/edge/receipt/receipt.ts'
import { judgedAgain } from '../../../src/centre/verification/judged-again.ts'
import { listsFor, type ListsNeeds } from '../../../src/centre/verification/lists.ts'
import { inflate } from '../../../src/store/reference/compression.ts'
import { createLocalCodes, openPublished } from '../../../src/engine/index.ts'

const receipt: Receipt = {
  version: 2,
  id: 'ab'.repeat(16),
  facility: '01001',
  purpose: 'payment',
  authenticatedBy: null,
  otherwise: null,
  correction: null,
  receivedAtMs: Date.UTC(2026, 10, 22),
  rawKey: '',
  bytes: 1,
  sha256: '',
  stated: null,
  standard: '3176',
  dossiers: { declared: 3, counted: 3, accepted: 2, acceptedWithWarnings: 0, rejected: 1 },
  rejectedDossiers: [[2, 2]],
  identical: [],
  identicalTotal: 0,
  judgedBy: { release: '2026.11.1', replicaLagSeconds: 1, stale: false, rulesVersion: '1' },
  findings: [],
  findingsTotal: 0,
}
const result = (index: number, outcome: DossierResult['outcome']): DossierResult => ({
  index,
  MA_LK: `LK${index}`,
  outcome,
  errors: outcome === 'rejected' ? 1 : 0,
  warnings: 0,
})

describe('judged again', () => {
  test('what the edge rejected stays rejected: its sender mends it', () => {
    const judged = judgedAgain(receipt)
    const outcomes = [result(1, 'accepted'), result(2, 'accepted'), result(3, 'accepted-with-warnings')].map(
      (each) => judged.settled(each).outcome,
    )
    expect(outcomes).toEqual(['accepted', 'rejected', 'accepted-with-warnings'])
    expect(judged.tally()).toEqual({ accepted: 1, acceptedWithWarnings: 1, rejected: 1 })
  })

  test('what the edge accepted may be rejected', () => {
    const judged = judgedAgain(receipt)
    expect(judged.settled(result(1, 'rejected')).outcome).toBe('rejected')
    expect(judged.tally()).toEqual({ accepted: 0, acceptedWithWarnings: 0, rejected: 1 })
  })

  test('of a receipt that does not say which dossiers it rejected, the centre’s judgement counts', () => {
    const judged = judgedAgain({ ...receipt, rejectedDossiers: null })
    expect(judged.settled(result(2, 'accepted')).outcome).toBe('accepted')
  })
})

describe('the lists of the centre', () => {
  const asked: unknown[] = []
  const needs = (inForce: string | null): ListsNeeds => ({
    snapshotOf: (release) =>
      openPublished({ release: { id: release, number: 1, publishedAt: 0 }, beatAt: 0, catalogues: [] }, inflate),
    releaseInForceAt: (moment) => {
      asked.push(moment)
      return Promise.resolve(inForce)
    },
    localCodesOf: () => Promise.resolve(createLocalCodes([])),
  })
  const staleReceipt: Receipt = { ...receipt, judgedBy: { ...receipt.judgedBy, stale: true } }

  test('are those of the edge, and nobody is asked', async () => {
    const lists = await listsFor(receipt, needs('2026.11.2'))
    expect([lists?.snapshot.release.id, lists?.stale, asked]).toEqual(['2026.11.1', false, []])
  })

  test('are those in force when the file came, where the edge’s were stale', async () => {
    const lists = await listsFor(staleReceipt, needs('2026.11.2'))
    expect([lists?.snapshot.release.id, lists?.stale, asked]).toEqual(['2026.11.2', false, [receipt.receivedAtMs]])
  })

  test('are none while the primary is away', async () => {
    expect(await listsFor(staleReceipt, needs(null))).toBeNull()
  })
})
