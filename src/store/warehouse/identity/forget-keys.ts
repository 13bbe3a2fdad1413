/** MA_LK of erased dossiers: whoever has the facility's own records finds the person by it. */
import { integer, text } from '../../columns.ts'
import type { Command, Warehouse } from '../../database.ts'
import { ofDossiers } from '../dossier-keys.ts'
import type { Vault } from './vault.ts'

/** No MA_LK of a facility begins so. */
const ERASED = '~'

/** What takes the place of an MA_LK: the same for all versions of a dossier, so that they stay one chain. */
const nameOf = (vault: Vault, facility: string, MA_LK: string): string =>
  `${ERASED}${vault.hash('erased', `${facility}\n${MA_LK}`)}`

/** As one argument: submission, dossier, facility, MA_LK, and what takes its place. */
export async function keysOf(warehouse: Warehouse, vault: Vault, places: string): Promise<string> {
  const rows = await warehouse.ask({
    sql: `SELECT d.submission_id AS submissionId, d.dossier, d.facility, d.MA_LK FROM json_each(:places) j
          CROSS JOIN dossiers d ON d.submission_id = j.value ->> 0 AND d.dossier = j.value ->> 1
          WHERE d.MA_LK IS NOT NULL AND substr(d.MA_LK, 1, 1) <> '${ERASED}'`,
    args: { places },
    shape: { submissionId: text, dossier: integer, facility: text, MA_LK: text },
  })
  return JSON.stringify(
    rows.map(({ submissionId, dossier, facility, MA_LK }) => [
      submissionId,
      dossier,
      facility,
      MA_LK,
      nameOf(vault, facility, MA_LK),
    ]),
  )
}

/** In the place of message and remedy, which may repeat what was sent. The rule and its place stay. */
const ERASED_WORDS = { vi: 'Nội dung đã xoá.', en: 'Erased.' }

/** Of findings (`whose`: SQL, which asks for `:places`) nothing but rule and place stays. */
export const forgetFindings = (places: string, whose: string): Command => ({
  sql: `UPDATE findings SET told = json_set(told, '$.dossier.MA_LK', NULL, '$.value', NULL, '$.message', json(:words), '$.remedy', json(:words))
        WHERE ${whose}`,
  args: { places, words: JSON.stringify(ERASED_WORDS) },
})

/**
 * Writes the name in the place of the MA_LK, in the dossier and in manifests of its facility; findings of the dossiers (`:places`) keep their
 * rule and place alone. `keys`: of `keysOf`.
 */
export const forgetKeys = (keys: string, places: string): Command[] => [
  {
    sql: `UPDATE manifest_entries SET MA_LK = k.value ->> 4 FROM json_each(:keys) k, manifests m
          WHERE manifest_entries.MA_LK = k.value ->> 3 AND m.id = manifest_entries.manifest AND m.facility = k.value ->> 2`,
    args: { keys },
  },
  forgetFindings(places, ofDossiers('findings')),
  {
    sql: `UPDATE dossiers SET MA_LK = k.value ->> 4 FROM json_each(:keys) k
          WHERE dossiers.submission_id = k.value ->> 0 AND dossiers.dossier = k.value ->> 1`,
    args: { keys },
  },
]
