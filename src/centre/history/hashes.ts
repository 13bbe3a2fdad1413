import { dayOf } from '../../engine/index.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'

/** Letters as one writes them, however they were sent: NFC, upper case, single spaces. */
const plainName = (name: string): string => name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLocaleUpperCase('vi')

/** The keyed hash of a name; null where there is none. */
export const nameHash = (vault: Vault, name: string): string | null =>
  plainName(name) === '' ? null : vault.hash('name', plainName(name))

/** A birth date as the tables write it (yyyymmddHHMM, yyyymmdd, yyyy, unknown parts 00), or ISO: of its day where that is known, and of its year. */
export function birthHashes(
  vault: Vault,
  birth: string,
): { readonly birthHash: string | null; readonly birthYearHash: string | null } {
  const digits = birth.replaceAll('-', '').slice(0, 8)
  const year = digits.slice(0, 4)
  return {
    birthHash: digits.length === 8 && dayOf(digits) !== null ? vault.hash('birth', digits) : null,
    birthYearHash: /^\d{4}$/.test(year) ? vault.hash('birth-year', year) : null,
  }
}

/** A facility's own number of a patient (MA_BN) means nothing elsewhere. */
export const patientHash = (vault: Vault, facility: string, number: string): string | null =>
  number.trim() === '' ? null : vault.hash('patient', `${facility}\n${number.trim()}`)

/** Facility and MA_LK. */
export const keyHash = (vault: Vault, facility: string, MA_LK: string): string =>
  vault.hash('dossier', `${facility}\n${MA_LK}`)
