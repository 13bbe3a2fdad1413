/** What lies in the store outlives the code that wrote it: each form of a receipt that was ever written stays readable. */
import { describe, expect, test } from 'vitest'
import { wasRejected, type Receipt } from '../../../src/edge/receipt/receipt.ts'
import { parseReceipt } from '../../../src/edge/receipt/stored-receipt.ts'

const ID = '0123456789abcdef0123456789abcdef'
const SHA256 = 'ab'.repeat(32)
const FINDING = {
  rule: 'XML1.NGAY_RA.required',
  severity: 'error',
  dossier: { index: 1, MA_LK: 'LK1' },
  table: 'XML1',
  row: '1',
  field: 'NGAY_RA',
  line: 3,
  column: 7,
  value: null,
  message: { vi: 'Thiếu NGAY_RA', en: 'NGAY_RA is missing' },
  remedy: { vi: 'Ghi NGAY_RA', en: 'Enter NGAY_RA' },
  source: { document: 'QĐ 3176/QĐ-BYT', place: 'Bảng 1', confidence: 'high' },
}
const COUNTS = { declared: 1, counted: 1, accepted: 0, acceptedWithWarnings: 0, rejected: 1 }

/** As version 1 wrote it: the public answer of its time and where the bytes lie. */
const versionOne = (members: Record<string, unknown> = {}) => ({
  version: 1,
  rawKey: `raw/${ID}`,
  stated: null,
  receivedAtMs: Date.UTC(2026, 10, 22, 1),
  acknowledgement: {
    id: ID,
    status: 'received',
    receivedAt: '2026-11-22T08:00:00.000+07:00',
    facility: '01001',
    purpose: 'payment',
    standard: '3176',
    bytes: 10,
    sha256: SHA256,
    dossiers: COUNTS,
    dmdc: { release: '2026.11.1', replicaLagSeconds: null, stale: true },
    rules: { version: '7' },
    findings: [FINDING],
    findingsTotal: 1,
    resend: 'rejected-dossiers',
    ...members,
  },
})
const versionTwo = {
  version: 2,
  id: ID,
  facility: '01001',
  purpose: 'payment',
  authenticatedBy: null,
  correction: null,
  otherwise: null,
  receivedAtMs: Date.UTC(2026, 10, 22, 1),
  rawKey: `raw/${ID}`,
  bytes: 10,
  sha256: SHA256,
  stated: null,
  standard: '3176',
  dossiers: COUNTS,
  rejectedDossiers: [[1, 1]],
  identical: [],
  identicalTotal: 0,
  judgedBy: { release: '2026.11.1', replicaLagSeconds: null, stale: true, rulesVersion: '7' },
  findings: [FINDING],
  findingsTotal: 1,
}
/** It knew how many dossiers were rejected, and not which. */
const fromVersionOne = { ...versionTwo, rejectedDossiers: null }
const read = (receipt: unknown) => parseReceipt(ID, JSON.stringify(receipt))

describe('a receipt in the store', () => {
  test('of version 2 is read as it was written', () => {
    expect(read(versionTwo)).toEqual(versionTwo)
  })

  test('of version 2 is read also from before a reason could be assumed', () => {
    const { otherwise: _, ...older } = versionTwo
    expect(read(older)).toEqual(versionTwo)
  })

  test('of version 1 is read as one of version 2', () => {
    expect(read(versionOne())).toEqual(fromVersionOne)
  })

  test('of version 1 keeps person and correction where it has them', () => {
    const known = { authenticatedBy: 'P1', correction: { code: 'other', reason: 'entered twice' } }
    expect(read(versionOne(known))).toEqual({ ...fromVersionOne, ...known })
    expect(read(versionOne({ authenticatedBy: null, correction: null }))).toEqual(fromVersionOne)
  })

  test.each([
    ['of an unknown version', { ...versionTwo, version: 3 }],
    ['without a member', { ...versionTwo, rawKey: undefined }],
    ['that is no receipt', []],
  ])('%s is a fault that shows no value', (_, receipt) => {
    expect(() => read(receipt)).toThrow(`receipt ${ID} has no known form`)
    expect(() => read(receipt)).not.toThrow(SHA256)
  })
})

describe('which dossiers the edge rejected', () => {
  const receiptWith = (counted: number, rejected: number, rejectedDossiers: Receipt['rejectedDossiers']): Receipt => ({
    ...read(versionTwo),
    dossiers: { ...COUNTS, counted, rejected },
    rejectedDossiers,
  })

  test('a receipt says of each', () => {
    const receipt = receiptWith(9, 4, [
      [2, 4],
      [9, 9],
    ])
    const numbers = Array.from({ length: 9 }, (_, at) => at + 1)
    expect(numbers.filter((number) => wasRejected(receipt, number))).toEqual([2, 3, 4, 9])
  })

  test('one of version 1 says it where all of them, or none, were', () => {
    expect(wasRejected(receiptWith(3, 0, null), 1)).toBe(false)
    expect(wasRejected(receiptWith(3, 3, null), 1)).toBe(true)
    expect(wasRejected(receiptWith(3, 2, null), 1)).toBeNull()
  })
})
