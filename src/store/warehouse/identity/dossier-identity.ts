/** The columns of `dossiers` by which a person is found, and when they were taken away. Only this file and the facts write them. */
import type { Command } from '../../database.ts'
import { ofDossiers } from '../dossier-keys.ts'

/** Takes away every hash by which the persons of dossiers (`:places`) could be found. */
export const forgetPersons = (places: string): Command => ({
  sql: `UPDATE dossiers SET card_hash = NULL, person_hash = NULL, content_hash = NULL WHERE ${ofDossiers('dossiers')}`,
  args: { places },
})

/** Where a dossier is written once more, what an erasure took away or put in the place of its MA_LK stays as it is. */
export const KEEPING_ERASED = {
  columns: ['MA_LK', 'card_hash', 'person_hash', 'content_hash'],
  where: 'dossiers.erased_at IS NOT NULL',
}

/** Says of dossiers that their identity was taken away (epoch milliseconds). */
export const noteErased = (places: string, now: number): Command => ({
  sql: `UPDATE dossiers SET erased_at = :now WHERE ${ofDossiers('dossiers')}`,
  args: { places, now },
})
