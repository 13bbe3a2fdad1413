import { Buffer } from 'node:buffer'
import { dossierContents } from '../../../../db/warehouse/contents.ts'
import type { DossierKey } from '../dossier-keys.ts'
import type { Vault } from '../identity/vault.ts'
import type { ContentPart } from './format.ts'
import { sealedPlace } from './read.ts'

/** A part of a dossier's rows that waits to be sealed and written. */
export type UnsealedContent = DossierKey & ContentPart

export type ContentRecord = typeof dossierContents.$inferInsert

/** The parts under the current key, as they lie in the warehouse. */
export const sealContents = (vault: Vault, contents: readonly UnsealedContent[]): Promise<ContentRecord[]> =>
  Promise.all(
    contents.map(async ({ submissionId, dossier, part, bytes, isIdentified }) => {
      const sealed = await vault.sealBytes(sealedPlace({ submissionId, dossier }, part), bytes)
      return { submissionId, dossier, part, key: vault.currentKey, isIdentified, sealed: Buffer.from(sealed) }
    }),
  )
