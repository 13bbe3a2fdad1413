import type { Receipt } from '../../edge/receipt/receipt.ts'

/**
 * A receipt that says nothing of erased dossiers (numbers from 1; all: of any) but that they were there: no MA_LK, no finding, no value, and no words on why the
 * file came. What was counted stays, and so do size and hash of the file as it came, by which its sender can prove what it sent.
 */
export function strippedReceipt(receipt: Receipt, erased: ReadonlySet<number> | 'all'): Receipt {
  const isErased = (dossier: number): boolean => erased === 'all' || erased.has(dossier)
  return {
    ...receipt,
    correction: wordless(receipt.correction),
    otherwise: wordless(receipt.otherwise),
    erased: erased === 'all' ? 'all' : [...erased].sort((a, b) => a - b),
    findings: receipt.findings.filter(({ dossier }) => dossier === null || !isErased(dossier.index)),
    identical: receipt.identical.filter(({ dossier }) => !isErased(dossier)),
  }
}

const wordless = (correction: Receipt['correction']): Receipt['correction'] =>
  correction === null ? null : { ...correction, reason: '' }
