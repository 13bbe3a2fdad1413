import type { Row } from '@libsql/client/web'
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
import { textIn } from '../../store/text-in.ts'
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
  const { rows } = await warehouse.$client.execute({
    sql: `WITH own AS (SELECT rowid AS row, dossier, MA_LK, facility, purpose FROM dossiers
              WHERE submission_id = :submissionId AND dossier > :after ORDER BY dossier LIMIT ${DOSSIERS_AT_ONCE})
          SELECT d.*, d.rowid IN (SELECT row FROM own) AS own, s.standard, x.ordinal, x.identity, x.MA_DKBD, x.MA_NOI_DEN, x.NAM_NAM_LIEN_TUC, x.NAM_QT, x.THANG_QT,
            coalesce(x.MA_BENH_KT, x.MA_BENHKHAC) AS MA_BENH_KT,
            (SELECT c.lines FROM dossier_costs c WHERE c.submission_id = d.submission_id AND c.dossier = d.dossier
               AND c.MA_NHOM = '${EXAMINATIONS}') AS examinations
          FROM (SELECT row FROM own UNION SELECT o.rowid FROM own CROSS JOIN dossiers o
                  ON o.MA_LK = own.MA_LK AND o.facility = own.facility AND o.purpose = own.purpose) every
          CROSS JOIN dossiers d ON d.rowid = every.row
          CROSS JOIN submissions s ON s.id = d.submission_id
          LEFT JOIN XML1 x ON x.submission_id = d.submission_id AND x.dossier = d.dossier
          ORDER BY d.submission_id, d.dossier, x.ordinal`,
    args: { submissionId, after },
  })
  const own = rows.filter((row) => Number(row['own']) === 1)
  const present = await Promise.all(rows.filter(isPresent).map((row) => encounterOf(vault, row)))
  const gone = rows.filter((row) => !isPresent(row)).map(placeOf)
  const last = own.at(-1)
  return { present, gone, next: own.length < DOSSIERS_AT_ONCE || last === undefined ? null : Number(last['dossier']) }
}

const placeOf = (row: Row): DossierOfFacility => ({
  submissionId: textIn(row['submission_id']),
  dossier: Number(row['dossier']),
  facility: textIn(row['facility']),
})

const isPresent = (row: Row): boolean =>
  row['outcome'] !== 'rejected' &&
  Number(row['is_current']) === 1 &&
  row['erased_at'] === null &&
  textIn(row['MA_LK']) !== '' &&
  isDatetime(textIn(row['NGAY_VAO'])) &&
  isDatetime(textIn(row['NGAY_RA'])) &&
  row['ordinal'] !== null

async function encounterOf(vault: Vault, row: Row): Promise<Encounter> {
  const place = placeOf(row)
  const { submissionId, dossier, facility } = place
  const text = (name: string): string | null => textIn(row[name]) || null
  const amount = (name: string): number | null => (row[name] === null ? null : Number(row[name]))
  const [NGAY_VAO, NGAY_RA, MA_LK] = [textIn(row['NGAY_VAO']), textIn(row['NGAY_RA']), textIn(row['MA_LK'])]
  const sealed = textIn(row['identity'])
  const identity =
    sealed === ''
      ? {}
      : await vault.open({ table: 'XML1', submission: submissionId, dossier, ordinal: Number(row['ordinal']) }, sealed)
  const said = (name: string): string => identity[name] ?? ''
  const standard = textIn(row['standard'])
  return {
    ...place,
    purpose: row['purpose'] === 'management' ? 'management' : 'payment',
    MA_LK,
    standard,
    receivedAt: Number(row['received_at']),
    personHash: text('person_hash'),
    citizenHash: said('SO_CCCD') === '' ? null : citizenHash(vault, said('SO_CCCD')),
    patientHash: patientHash(vault, facility, said('MA_BN')),
    keyHash: keyHash(vault, facility, MA_LK),
    cardHash: text('card_hash'),
    nameHash: nameHash(vault, said('HO_TEN')),
    ...birthHashes(vault, said('NGAY_SINH')),
    isNewborn: isNewborn(said('NGAY_SINH'), NGAY_VAO),
    kind: encounterKindOf(standard, text('MA_LOAI_KCB')),
    NGAY_VAO,
    NGAY_RA,
    MA_BENH_CHINH: text('MA_BENH_CHINH'),
    MA_BENH_KT: text('MA_BENH_KT'),
    icdChapter: text('icd_chapter'),
    KET_QUA_DTRI: text('KET_QUA_DTRI'),
    MA_NOI_DEN: text('MA_NOI_DEN'),
    MA_DKBD: text('MA_DKBD'),
    NAM_NAM_LIEN_TUC: text('NAM_NAM_LIEN_TUC'),
    settledIn: monthOf(amount('NAM_QT'), amount('THANG_QT')),
    T_TONGCHI_BV: amount('T_TONGCHI_BV'),
    T_BHTT: amount('T_BHTT'),
    T_BNCCT: amount('T_BNCCT'),
    examinations: Number(row['examinations'] ?? 0),
    contentHash: text('content_hash'),
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
