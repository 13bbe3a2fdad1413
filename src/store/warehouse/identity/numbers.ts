import type { Identity, Vault } from './vault.ts'

export type IdentityHash = { readonly kind: 'card' | 'citizen'; readonly hash: string }

/** Fields that hold card or social insurance numbers, in any table; several cards are joined by `;`. */
const CARD_FIELDS: ReadonlySet<string> = new Set([
  'MA_THE_BHYT',
  'MA_THE',
  'MA_THE_NND',
  'MA_BHXH',
  'MA_BHXH_NND',
  'MA_THE_TAM',
])
const CITIZEN_FIELDS: ReadonlySet<string> = new Set(['SO_CCCD', 'SO_CCCD_NND'])
/** A card ends in the social insurance number, which stays with the person where the letters before it change. */
const INSURANCE_DIGITS = 10

const plain = (text: string): string => text.replaceAll(/[\s.-]/g, '').toUpperCase()

/** The hash of a card (15 characters) or social insurance number (10 digits): both lead to the same person. */
export const cardHash = (vault: Vault, card: string): string => vault.hash('card', plain(card).slice(-INSURANCE_DIGITS))

/** The hash of a citizen number (CCCD, CMND, passport). */
export const citizenHash = (vault: Vault, number: string): string => vault.hash('citizen', plain(number))

/** Every card and citizen number of a row, as hashes; those of its own patient's card first, as the row has them. */
export function hashesOf(vault: Vault, identity: Identity): IdentityHash[] {
  const found: IdentityHash[] = []
  for (const [field, value] of Object.entries(identity)) {
    if (CITIZEN_FIELDS.has(field) && plain(value) !== '')
      found.push({ kind: 'citizen', hash: citizenHash(vault, value) })
    if (!CARD_FIELDS.has(field)) continue
    for (const card of value.split(';')) {
      if (plain(card) !== '') found.push({ kind: 'card', hash: cardHash(vault, card) })
    }
  }
  return found
}

/** Card and person of a dossier: its first card; the person behind it, else behind the citizen number. */
export function personOf(hashes: readonly IdentityHash[]): { cardHash: string | null; personHash: string | null } {
  const card = hashes.find(({ kind }) => kind === 'card')?.hash ?? null
  return { cardHash: card, personHash: card ?? hashes.find(({ kind }) => kind === 'citizen')?.hash ?? null }
}
