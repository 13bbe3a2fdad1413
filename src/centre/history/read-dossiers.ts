import { PURPOSES } from '../../../db/warehouse/facts.ts'
import { bytes, flag, integer, oneOf, orNull, text, type RowOf } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import type { Encounter } from '../../engine/index.ts'
import { openPart } from '../../store/warehouse/contents/read.ts'
import type { DossierOfFacility } from '../../store/warehouse/dossier-keys.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { encounterOf, EXAMINATIONS } from './encounter.ts'

/** Dossiers of a page as they lie in the warehouse. */
export type EncounterPage = {
  /** Accepted, and replaced by no later version. */
  readonly present: readonly Encounter[]
  /** Rejected, replaced, without identity, or without the times of an encounter. */
  readonly gone: readonly DossierOfFacility[]
  /** The last dossier of the submission that was read; null: there are no more. */
  readonly next: number | null
}

const DOSSIERS_AT_ONCE = 100

/**
 * A page of a submission's dossiers behind number `after`, and with each of them its other versions, which may have come or gone with it.
 * Names and numbers are opened only to become keyed hashes.
 */
export async function readDossierPage(
  warehouse: Warehouse,
  vault: Vault,
  submissionId: string,
  after: number,
): Promise<EncounterPage> {
  const rows = await warehouse.ask({
    sql: `WITH own AS (SELECT rowid AS row, dossier, MA_LK, facility, purpose FROM dossiers
              WHERE submission_id = :submissionId AND dossier > :after ORDER BY dossier LIMIT ${DOSSIERS_AT_ONCE})
          SELECT d.submission_id AS submissionId, d.dossier, d.facility, d.purpose, d.outcome <> 'rejected' AS isAccepted, d.is_current AS isCurrent,
            d.erased_at IS NOT NULL AS isErased, d.MA_LK, d.received_at AS receivedAt, d.person_hash AS personHash, d.card_hash AS cardHash,
            d.content_hash AS contentHash, d.MA_LOAI_KCB, d.NGAY_VAO, d.NGAY_RA, d.MA_BENH_CHINH, d.icd_chapter AS icdChapter, d.KET_QUA_DTRI,
            d.T_TONGCHI_BV, d.T_BHTT, d.T_BNCCT, d.rowid IN (SELECT row FROM own) AS isOwn, s.standard, c.key, c.sealed,
            coalesce((SELECT o.lines FROM dossier_costs o WHERE o.submission_id = d.submission_id AND o.dossier = d.dossier
               AND o.MA_NHOM = '${EXAMINATIONS}'), 0) AS examinations
          FROM (SELECT row FROM own UNION SELECT o.rowid FROM own CROSS JOIN dossiers o
                  ON o.MA_LK = own.MA_LK AND o.facility = own.facility AND o.purpose = own.purpose) every
          CROSS JOIN dossiers d ON d.rowid = every.row
          CROSS JOIN submissions s ON s.id = d.submission_id
          LEFT JOIN dossier_contents c ON c.submission_id = d.submission_id AND c.dossier = d.dossier AND c.part = 0
          ORDER BY d.submission_id, d.dossier`,
    args: { submissionId, after },
    shape: DOSSIER,
  })
  const own = rows.filter(({ isOwn }) => isOwn)
  const encounters = await Promise.all(rows.map((row) => presentIn(vault, row)))
  const present = encounters.filter((encounter) => encounter !== null)
  const gone = rows.filter((_, at) => encounters[at] === null).map(placeOf)
  const last = own.at(-1)
  return { present, gone, next: own.length < DOSSIERS_AT_ONCE || last === undefined ? null : last.dossier }
}

const DOSSIER = {
  submissionId: text,
  dossier: integer,
  facility: text,
  purpose: oneOf(PURPOSES),
  isAccepted: flag,
  isCurrent: flag,
  isErased: flag,
  isOwn: flag,
  MA_LK: orNull(text),
  standard: text,
  receivedAt: integer,
  personHash: orNull(text),
  cardHash: orNull(text),
  contentHash: orNull(text),
  MA_LOAI_KCB: orNull(text),
  NGAY_VAO: orNull(text),
  NGAY_RA: orNull(text),
  MA_BENH_CHINH: orNull(text),
  icdChapter: orNull(text),
  KET_QUA_DTRI: orNull(text),
  T_TONGCHI_BV: orNull(integer),
  T_BHTT: orNull(integer),
  T_BNCCT: orNull(integer),
  examinations: integer,
  key: orNull(text),
  sealed: orNull(bytes),
}
type StoredDossier = RowOf<typeof DOSSIER>

const placeOf = ({ submissionId, dossier, facility }: StoredDossier): DossierOfFacility => ({
  submissionId,
  dossier,
  facility,
})

/** The dossier, if it counts as an encounter; else null. */
async function presentIn(vault: Vault, row: StoredDossier): Promise<Encounter | null> {
  const { isAccepted, isCurrent, isErased, key, sealed, examinations, ...facts } = row
  if (!isAccepted || !isCurrent || isErased || key === null || sealed === null) return null
  const rows = await openPart(vault, { ...placeOf(row), part: 0, key, sealed })
  const summary = rows.find(({ table }) => table === 'XML1')?.texts
  if (summary === undefined) return null
  return encounterOf(vault, { ...facts, costs: [{ MA_NHOM: EXAMINATIONS, lines: examinations }] }, summary)
}
