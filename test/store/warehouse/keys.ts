import { Buffer } from 'node:buffer'
import { createVault, type Vault } from '../../../src/store/warehouse/identity/vault.ts'

/** A key of one repeated byte: nothing of it is secret. */
export const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64')

/** Keys `k1` … up to the current one, as a ring has them while it is rotated. */
export const vaultWith = (current: number): Vault =>
  createVault({
    current: `k${current}`,
    keys: Object.fromEntries(Array.from({ length: current }, (_, at) => [`k${at + 1}`, keyOf(at + 1)])),
    hashKey: keyOf(99),
  })

export const testVault: Vault = vaultWith(1)
