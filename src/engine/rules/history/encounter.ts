/** One accepted dossier as it is compared with others of its patient. Persons are keyed hashes; nothing here says who they are. */
export type Encounter = {
  readonly submissionId: string
  readonly dossier: number
  readonly facility: string
  readonly purpose: 'management' | 'payment'
  readonly MA_LK: string
  /** `4210`, `130`, … */
  readonly standard: string
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** By card, else by citizen number; by citizen number; by the facility's own MA_BN. */
  readonly personHash: string | null
  readonly citizenHash: string | null
  readonly patientHash: string | null
  /** Of facility and MA_LK. */
  readonly keyHash: string
  readonly cardHash: string | null
  readonly nameHash: string | null
  /** null where only the year is known. */
  readonly birthHash: string | null
  readonly birthYearHash: string | null
  /** In the first weeks of life. */
  readonly isNewborn: boolean
  readonly kind: EncounterKind
  /** yyyymmddHHMM */
  readonly NGAY_VAO: string
  readonly NGAY_RA: string
  readonly MA_BENH_CHINH: string | null
  readonly MA_BENH_KT: string | null
  readonly MA_BENH_YHCT: string | null
  readonly icdChapter: string | null
  readonly KET_QUA_DTRI: string | null
  /** Of QĐ 4210 TINH_TRANG_RV. */
  readonly MA_LOAI_RV: string | null
  /** Of QĐ 4210 MA_LYDO_VVIEN. */
  readonly MA_DOITUONG_KCB: string | null
  readonly MA_NOI_DEN: string | null
  /** Of several cards joined by `;`. */
  readonly MA_DKBD: string | null
  readonly NAM_NAM_LIEN_TUC: string | null
  /** `yyyy-mm` of NAM_QT and THANG_QT. */
  readonly settledIn: string | null
  /** Hundredths of a đồng. */
  readonly T_TONGCHI_BV: number | null
  readonly T_BHTT: number | null
  readonly T_BNCCT: number | null
  /** Lines that are examinations. */
  readonly examinations: number
  readonly contentHash: string | null
}

/** What MA_LOAI_KCB says, whose numbers mean other things in QĐ 4210 than since QĐ 130. */
export type EncounterKind = 'visit' | 'course' | 'chronic' | 'pick-up' | 'stay' | 'day-stay' | 'other'

const SINCE_130: Readonly<Record<string, EncounterKind>> = {
  '01': 'visit',
  '02': 'course',
  '03': 'stay',
  '04': 'day-stay',
  '05': 'chronic',
  '06': 'stay',
  '07': 'pick-up',
  '08': 'chronic',
  '09': 'stay',
}
const BEFORE_130: Readonly<Record<string, EncounterKind>> = {
  ...SINCE_130,
  '05': 'stay',
  '06': 'pick-up',
  '07': 'other',
}

/** The kind of a MA_LOAI_KCB of two digits in a standard (`4210`, `130`, …). */
export const encounterKindOf = (standard: string, MA_LOAI_KCB: string | null): EncounterKind =>
  (standard === '4210' ? BEFORE_130 : SINCE_130)[MA_LOAI_KCB ?? ''] ?? 'other'

/** A period in which a card was valid; days ISO, `validTo` null: open. */
export type CardPeriod = {
  readonly validFrom: string
  readonly validTo: string | null
  readonly nameHash: string
  readonly birthHash: string | null
  readonly birthYearHash: string
  readonly initialFacility: string | null
  readonly status: 'active' | 'locked' | 'withdrawn'
}

/** Which of two dossiers was received first: the same whatever order they were verified in. */
export const inOrderOfReceipt = (a: Encounter, b: Encounter): number =>
  a.receivedAt - b.receivedAt ||
  (a.submissionId < b.submissionId ? -1 : a.submissionId > b.submissionId ? 1 : a.dossier - b.dossier)

/** The same encounter of the same facility, sent for whatever purpose or once more. */
export const isSameEncounter = (a: Encounter, b: Encounter): boolean => a.facility === b.facility && a.MA_LK === b.MA_LK

/** yyyymmdd of a moment. */
export const dayOfMoment = (moment: string): string => moment.slice(0, 8)

/** ISO day of a moment. */
export const isoDayOfMoment = (moment: string): string =>
  `${moment.slice(0, 4)}-${moment.slice(4, 6)}-${moment.slice(6, 8)}`

/** `2026-11-05 08:30` of a moment. */
export const shownMoment = (moment: string): string =>
  `${isoDayOfMoment(moment)} ${moment.slice(8, 10)}:${moment.slice(10, 12)}`

/** Whether the first sends the patient on to the second's facility while it goes on or when it ends. */
const isSentOn = (from: Encounter, to: Encounter): boolean =>
  from.MA_NOI_DEN !== null && from.MA_NOI_DEN === to.facility && from.NGAY_VAO <= to.NGAY_VAO

/** Sender and receiver of a transfer, whichever of the two was received first; null where there is none. */
export function transferOf(a: Encounter, b: Encounter): { sender: Encounter; receiver: Encounter } | null {
  if (isSentOn(a, b)) return { sender: a, receiver: b }
  return isSentOn(b, a) ? { sender: b, receiver: a } : null
}

/** Whether two encounters share time; one that ends in the minute in which the other begins does not. */
export const overlap = (a: Encounter, b: Encounter): boolean => a.NGAY_VAO < b.NGAY_RA && b.NGAY_VAO < a.NGAY_RA

/** The first three characters of the main diagnosis; '' where there is none. */
export const diseaseOf = ({ MA_BENH_CHINH }: Encounter): string => MA_BENH_CHINH?.slice(0, 3) ?? ''

/** Names and births that contradict each other: two persons, whatever number they share. */
export function areTwoPersons(a: Encounter, b: Encounter): boolean {
  const differ = (x: string | null, y: string | null): boolean => x !== null && y !== null && x !== y
  return (
    differ(a.nameHash, b.nameHash) && (differ(a.birthHash, b.birthHash) || differ(a.birthYearHash, b.birthYearHash))
  )
}
