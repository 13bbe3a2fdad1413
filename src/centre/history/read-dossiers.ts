import { PURPOSES } from '../../../db/warehouse/facts.ts'
import { flag, integer, oneOf, orNull, text, type RowOf } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import {
  dayOf,
  daysBetween,
  encounterKindOf,
  isDatetime,
  isoDayOfMoment,
  newbornAge,
  numberAt,
  type Encounter,
} from '../../engine/index.ts'
import { citizenHash } from '../../store/warehouse/identity/numbers.ts'
import type { DossierOfFacility } from '../../store/warehouse/dossier-keys.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { birthHashes, keyHash, nameHash, patientHash } from './hashes.ts'

/** Dossiers of a page as they stand in the warehouse. */
export type DossierPage = {
  /** Accepted, and replaced by no later version. */
  readonly present: readonly Encounter[]
  /** Rejected, replaced, without identity, or without the times of an encounter. */
  readonly gone: readonly DossierOfFacility[]
  /** The last dossier of the submission that was read; null: there are no more. */
  readonly next: number | null
}

const DOSSIERS_AT_ONCE = 100
/** MA_NHOM of examinations. */
const EXAMINATIONS = '13'
/** XML1 keeps numbers without stated decimals in thousandths. */
const THOUSANDTHS = 1000

/**
 * A page of a submission's dossiers behind number `after`, and with each of them its other versions, which may have come or gone with it.
 * Names and numbers are opened only to become keyed hashes.
 */
export async function readDossierPage(
  warehouse: Warehouse,
  vault: Vault,
  submissionId: string,
  after: number,
): Promise<DossierPage> {
  const rows = await warehouse.ask({
    sql: `WITH own AS (SELECT rowid AS row, dossier, MA_LK, facility, purpose FROM dossiers
              WHERE submission_id = :submissionId AND dossier > :after ORDER BY dossier LIMIT ${DOSSIERS_AT_ONCE})
          SELECT d.submission_id AS submissionId, d.dossier, d.facility, d.purpose, d.outcome <> 'rejected' AS isAccepted, d.is_current AS isCurrent,
            d.erased_at IS NOT NULL AS isErased, d.MA_LK, d.received_at AS receivedAt, d.person_hash AS personHash, d.card_hash AS cardHash,
            d.content_hash AS contentHash, d.MA_LOAI_KCB, d.NGAY_VAO, d.NGAY_RA, d.MA_BENH_CHINH, d.icd_chapter AS icdChapter, d.KET_QUA_DTRI,
            d.T_TONGCHI_BV, d.T_BHTT, d.T_BNCCT, d.rowid IN (SELECT row FROM own) AS isOwn, s.standard, x.ordinal, x.identity AS sealed,
            x.MA_DKBD, x.MA_NOI_DEN, x.NAM_NAM_LIEN_TUC, x.NAM_QT, x.THANG_QT, coalesce(x.MA_BENH_KT, x.MA_BENHKHAC) AS MA_BENH_KT,
            coalesce((SELECT c.lines FROM dossier_costs c WHERE c.submission_id = d.submission_id AND c.dossier = d.dossier
               AND c.MA_NHOM = '${EXAMINATIONS}'), 0) AS examinations
          FROM (SELECT row FROM own UNION SELECT o.rowid FROM own CROSS JOIN dossiers o
                  ON o.MA_LK = own.MA_LK AND o.facility = own.facility AND o.purpose = own.purpose) every
          CROSS JOIN dossiers d ON d.rowid = every.row
          CROSS JOIN submissions s ON s.id = d.submission_id
          LEFT JOIN XML1 x ON x.submission_id = d.submission_id AND x.dossier = d.dossier
          ORDER BY d.submission_id, d.dossier, x.ordinal`,
    args: { submissionId, after },
    shape: DOSSIER,
  })
  const own = rows.filter(({ isOwn }) => isOwn)
  const present = await Promise.all(rows.flatMap(presentIn).map((dossier) => encounterOf(vault, dossier)))
  const gone = rows.filter((row) => presentIn(row).length === 0).map(placeOf)
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
  MA_BENH_KT: orNull(text),
  icdChapter: orNull(text),
  KET_QUA_DTRI: orNull(text),
  MA_NOI_DEN: orNull(text),
  MA_DKBD: orNull(text),
  NAM_NAM_LIEN_TUC: orNull(text),
  NAM_QT: orNull(integer),
  THANG_QT: orNull(integer),
  T_TONGCHI_BV: orNull(integer),
  T_BHTT: orNull(integer),
  T_BNCCT: orNull(integer),
  examinations: integer,
  ordinal: orNull(integer),
  sealed: orNull(text),
}
type StoredDossier = RowOf<typeof DOSSIER>
/** One that is an encounter: its key, its times and its row are known. */
type PresentDossier = StoredDossier & {
  readonly MA_LK: string
  readonly NGAY_VAO: string
  readonly NGAY_RA: string
  readonly ordinal: number
}

const placeOf = ({ submissionId, dossier, facility }: StoredDossier): DossierOfFacility => ({
  submissionId,
  dossier,
  facility,
})

/** The dossier, if it counts as an encounter; else nothing. */
function presentIn(row: StoredDossier): PresentDossier[] {
  const { isAccepted, isCurrent, isErased, MA_LK, NGAY_VAO, NGAY_RA, ordinal } = row
  if (!isAccepted || !isCurrent || isErased || !MA_LK || NGAY_VAO === null || NGAY_RA === null) return []
  if (!isDatetime(NGAY_VAO) || !isDatetime(NGAY_RA) || ordinal === null) return []
  return [{ ...row, MA_LK, NGAY_VAO, NGAY_RA, ordinal }]
}

async function encounterOf(vault: Vault, row: PresentDossier): Promise<Encounter> {
  const { submissionId, dossier, facility, purpose, standard, receivedAt, MA_LK, NGAY_VAO, NGAY_RA } = row
  const { sealed, ordinal, personHash, cardHash, contentHash, MA_LOAI_KCB, NAM_QT, THANG_QT } = row
  const { MA_BENH_CHINH, MA_BENH_KT, icdChapter, KET_QUA_DTRI, MA_NOI_DEN, MA_DKBD, NAM_NAM_LIEN_TUC } = row
  const { T_TONGCHI_BV, T_BHTT, T_BNCCT, examinations } = row
  const identity =
    sealed === null ? {} : await vault.open({ table: 'XML1', submission: submissionId, dossier, ordinal }, sealed)
  const said = (name: string): string => identity[name] ?? ''
  return {
    submissionId,
    dossier,
    facility,
    purpose,
    MA_LK,
    standard,
    receivedAt,
    personHash,
    citizenHash: said('SO_CCCD') === '' ? null : citizenHash(vault, said('SO_CCCD')),
    patientHash: patientHash(vault, facility, said('MA_BN')),
    keyHash: keyHash(vault, facility, MA_LK),
    cardHash,
    nameHash: nameHash(vault, said('HO_TEN')),
    ...birthHashes(vault, said('NGAY_SINH')),
    isNewborn: isNewborn(said('NGAY_SINH'), NGAY_VAO),
    kind: encounterKindOf(standard, MA_LOAI_KCB),
    NGAY_VAO,
    NGAY_RA,
    MA_BENH_CHINH,
    MA_BENH_KT,
    icdChapter,
    KET_QUA_DTRI,
    MA_NOI_DEN,
    MA_DKBD,
    NAM_NAM_LIEN_TUC,
    settledIn: monthOf(NAM_QT, THANG_QT),
    T_TONGCHI_BV,
    T_BHTT,
    T_BNCCT,
    examinations,
    contentHash,
  }
}

function isNewborn(birth: string, NGAY_VAO: string): boolean {
  const day = birth.slice(0, 8)
  const most = numberAt(newbornAge, isoDayOfMoment(NGAY_VAO))
  if (most === null || dayOf(day) === null) return false
  const age = daysBetween(day, NGAY_VAO)
  return age >= 0 && age <= most
}

const monthOf = (year: number | null, month: number | null): string | null =>
  year === null || month === null ? null : `${year / THOUSANDTHS}-${String(month / THOUSANDTHS).padStart(2, '0')}`
