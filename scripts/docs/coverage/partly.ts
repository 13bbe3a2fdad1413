import type { RowId } from '../../../src/engine/index.ts'

/** Rows whose rules do not cover all of what the row looks for: what is missing, and why. */
export const partly: Readonly<Partial<Record<RowId, string>>> = {
  'STR-16': 'the name and the address are looked at, other texts, no-break and double spaces are not',
  'ADM-10': 'that a commune lies in its province is not asked: code lists are asked of one field at a time',
  'DAT-28': 'that a chronic prescription covers fewer than 20 days is not asked: no source gives the number',
  'DAT-29':
    'an appointment more than 30 days ahead, and one that is missing beside a transfer, are not asked: no decision limits either',
  'COD-03':
    'a code of traditional medicine is recognised by its form, which ICD-10 does not have; a code that both lists might hold is not',
  'COD-04':
    'that a traditional diagnosis goes with a traditional service is not asked: no list says which services are',
  'CLS-01':
    'an empty MA_DICH_VU is lawful since QĐ 4750; its length and the code list are asked by the derived demands of the field',
  'EXM-25': 'a test ordered after the prescription is not asked: many drugs need no result, and no row says which does',
  'EXM-26': 'orders of tests are compared with the examination, orders of drugs are not',
}
