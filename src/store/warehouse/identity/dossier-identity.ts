/** The columns of `dossiers` by which a person is found, and when they were taken away. Only this file and the facts write them. */
import type { Command } from '../../database.ts'
import { ofDossiers } from '../dossier-keys.ts'

/** Takes away every hash by which the persons of dossiers (`:places`) could be found; `and`: SQL that narrows them. */
export const forgetPersons = (places: string, and = ''): Command => ({
  sql: `UPDATE dossiers SET card_hash = NULL, person_hash = NULL, content_hash = NULL WHERE ${ofDossiers('dossiers')}${and}`,
  args: { places },
})

/** Says of dossiers that their identity was taken away (epoch milliseconds). */
export const noteErased = (places: string, now: number): Command => ({
  sql: `UPDATE dossiers SET erased_at = :now WHERE ${ofDossiers('dossiers')}`,
  args: { places, now },
})
