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
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import type { DossierRow } from '../../store/warehouse/write.ts'
import { birthHashes, keyHash, nameHash, patientHash } from './hashes.ts'

/** MA_NHOM of examinations. */
export const EXAMINATIONS = '13'

/** What of a dossier's facts an encounter is made of. */
export type EncounterFacts = Pick<
  DossierRow,
  | 'submissionId'
  | 'dossier'
  | 'facility'
  | 'purpose'
  | 'MA_LK'
  | 'receivedAt'
  | 'personHash'
  | 'cardHash'
  | 'contentHash'
  | 'MA_LOAI_KCB'
  | 'NGAY_VAO'
  | 'NGAY_RA'
  | 'MA_BENH_CHINH'
  | 'icdChapter'
  | 'KET_QUA_DTRI'
  | 'T_TONGCHI_BV'
  | 'T_BHTT'
  | 'T_BNCCT'
> & {
  /** `4210`, `130`, … */
  readonly standard: string
  readonly costs: readonly { readonly MA_NHOM: string; readonly lines: number }[]
}

/**
 * An accepted dossier as the register keeps it: names and numbers of XML1 only become keyed hashes. null: it is no encounter, as it has no
 * key or not the times of one.
 */
export function encounterOf(
  vault: Vault,
  { standard, costs, ...facts }: EncounterFacts,
  summary: ReadonlyMap<string, string>,
): Encounter | null {
  const { submissionId, dossier, facility, purpose, receivedAt, MA_LK, NGAY_VAO, NGAY_RA } = facts
  if (!MA_LK || !NGAY_VAO || !NGAY_RA || !isDatetime(NGAY_VAO) || !isDatetime(NGAY_RA)) return null
  const said = (name: string): string => summary.get(name) ?? ''
  const code = (name: string): string | null => summary.get(name) ?? null
  return {
    submissionId,
    dossier,
    facility,
    purpose,
    MA_LK,
    standard,
    receivedAt,
    personHash: facts.personHash ?? null,
    citizenHash: said('SO_CCCD') === '' ? null : citizenHash(vault, said('SO_CCCD')),
    patientHash: patientHash(vault, facility, said('MA_BN')),
    keyHash: keyHash(vault, facility, MA_LK),
    cardHash: facts.cardHash ?? null,
    nameHash: nameHash(vault, said('HO_TEN')),
    ...birthHashes(vault, said('NGAY_SINH')),
    isNewborn: isNewborn(said('NGAY_SINH'), NGAY_VAO),
    kind: encounterKindOf(standard, facts.MA_LOAI_KCB ?? null),
    NGAY_VAO,
    NGAY_RA,
    MA_BENH_CHINH: facts.MA_BENH_CHINH ?? null,
    MA_BENH_KT: code('MA_BENH_KT') ?? code('MA_BENHKHAC'),
    MA_BENH_YHCT: code('MA_BENH_YHCT'),
    icdChapter: facts.icdChapter ?? null,
    KET_QUA_DTRI: facts.KET_QUA_DTRI ?? null,
    MA_LOAI_RV: code('MA_LOAI_RV') ?? code('TINH_TRANG_RV'),
    MA_DOITUONG_KCB: code('MA_DOITUONG_KCB') ?? code('MA_LYDO_VVIEN'),
    MA_NOI_DEN: code('MA_NOI_DEN'),
    MA_DKBD: code('MA_DKBD'),
    NAM_NAM_LIEN_TUC: code('NAM_NAM_LIEN_TUC'),
    settledIn: monthOf(said('NAM_QT'), said('THANG_QT')),
    T_TONGCHI_BV: facts.T_TONGCHI_BV ?? null,
    T_BHTT: facts.T_BHTT ?? null,
    T_BNCCT: facts.T_BNCCT ?? null,
    examinations: costs.find(({ MA_NHOM }) => MA_NHOM === EXAMINATIONS)?.lines ?? 0,
    contentHash: facts.contentHash ?? null,
  }
}

function isNewborn(birth: string, NGAY_VAO: string): boolean {
  const day = birth.slice(0, 8)
  const most = numberAt(newbornAge, isoDayOfMoment(NGAY_VAO))
  if (most === null || dayOf(day) === null) return false
  const age = daysBetween(day, NGAY_VAO)
  return age >= 0 && age <= most
}

/** `yyyy-mm`; null where either is no whole number. */
const monthOf = (year: string, month: string): string | null =>
  /^\d+$/.test(year) && /^\d+$/.test(month) ? `${Number(year)}-${String(Number(month)).padStart(2, '0')}` : null
