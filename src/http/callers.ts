import type { Context } from 'hono'
import type { Reference } from '../store/database.ts'
import type { Signer } from '../codes/release/signature.ts'
import type { Vault } from '../store/warehouse/identity/vault.ts'
import { Refusal } from './refusals.ts'
import type { AppEnv, Services } from './services.ts'

/** What only the centre has. Throws Refusal('centre-only') at an edge, which does not write. */
export function centreOf(c: Context<AppEnv>): NonNullable<Services['centre']> {
  const { centre } = c.get('services')
  if (centre === null) throw new Refusal('centre-only')
  return centre
}

/** The primary, where code lists are written. Throws Refusal('centre-only') at an edge. */
export const primaryOf = (c: Context<AppEnv>): Reference => centreOf(c).openPrimary()

/** Seals and opens what identifies a person. Throws Refusal('centre-only') where there are no keys. */
export function vaultOf(c: Context<AppEnv>): Vault {
  const { vault } = c.get('services')
  if (vault === null) throw new Refusal('centre-only')
  return vault
}

/** Signs releases. Throws Refusal('centre-only') where there is no key for it. */
export function signerOf(c: Context<AppEnv>): Promise<Signer> {
  const { dmdcSigner } = centreOf(c)
  if (dmdcSigner === null) throw new Refusal('centre-only')
  return dmdcSigner()
}
