/** The public answer is made of the stored receipt; the two share no type. */
import { expect, test } from 'vitest'
import type { Receipt } from '../../../../src/edge/receipt/receipt.ts'
import { acknowledgementOf, dryRunOf } from '../../../../src/http/routes/submissions/answers.ts'
import { acknowledgementSchema, dryRunSchema } from '../../../../src/http/routes/submissions/schemas.ts'

const judged = {
  standard: '3176',
  bytes: 10,
  sha256: 'ab'.repeat(32),
  dossiers: { declared: 1, counted: 1, accepted: 0, acceptedWithWarnings: 0, rejected: 1 },
  judgedBy: { release: '2026.11.1', replicaLagSeconds: 12, stale: false, rulesVersion: '7' },
  findings: [
    {
      rule: 'XML1.NGAY_RA.required',
      severity: 'error',
      dossier: { index: 1, MA_LK: null },
      table: 'XML1',
      row: '1',
      field: 'NGAY_RA',
      line: 3,
      column: 7,
      value: null,
      message: { vi: 'Thiếu NGAY_RA', en: 'NGAY_RA is missing' },
      remedy: { vi: 'Ghi NGAY_RA', en: 'Enter NGAY_RA' },
      source: { document: 'QĐ 3176/QĐ-BYT', place: 'Bảng 1', confidence: 'high' },
    },
  ],
  findingsTotal: 1,
} as const satisfies Partial<Record<keyof Receipt, unknown>>

const receipt: Receipt = {
  version: 2,
  id: '0123456789abcdef0123456789abcdef',
  facility: '01001',
  purpose: 'payment',
  authenticatedBy: 'P1',
  otherwise: null,
  correction: { code: 'other', reason: 'entered twice' },
  receivedAtMs: Date.UTC(2026, 10, 22, 1, 15, 30, 123),
  rawKey: 'raw/0123456789abcdef0123456789abcdef',
  stated: null,
  rejectedDossiers: [[1, 1]],
  identical: [{ dossier: 2, MA_LK: 'LK2', earlier: { submission: 'ab'.repeat(16), dossier: 7 } }],
  identicalTotal: 3,
  ...judged,
  findings: [...judged.findings],
}

test('an acknowledgement has every member of the document, in its form, and nothing of the store', () => {
  const answer = acknowledgementOf(receipt)
  expect(acknowledgementSchema.strict().parse(answer)).toEqual(answer)
  expect(answer).toMatchObject({
    status: 'received',
    receivedAt: '2026-11-22T08:15:30.123+07:00',
    dmdc: { release: '2026.11.1', replicaLagSeconds: 12, stale: false },
    rules: { version: '7' },
    identical: [{ index: 2, MA_LK: 'LK2', earlier: { submission: 'ab'.repeat(16), dossier: 7 } }],
    identicalTotal: 3,
    resend: 'rejected-dossiers',
  })
})

test('where nothing was rejected nothing is to be sent again', () => {
  const dossiers = { ...receipt.dossiers, accepted: 1, rejected: 0 }
  expect(acknowledgementOf({ ...receipt, dossiers }).resend).toBe('none')
})

test('a dry run has every member of the document, and none that only a receipt has', () => {
  const answer = dryRunOf({ ...judged, findings: [...judged.findings], facility: null })
  expect(dryRunSchema.strict().parse(answer)).toEqual(answer)
})
