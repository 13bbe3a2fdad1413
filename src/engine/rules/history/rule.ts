import type { TextParams } from '../../../kernel/text.ts'
import { CHECKERS, type RuleWords } from '../rule.ts'
import { weigh, type RuleState } from '../severity.ts'
import { shownMoment, type CardPeriod, type Encounter } from './encounter.ts'

/**
 * What was received before a dossier and may contradict it. Management data is compared with management data and payment data with
 * payment data, as every encounter is sent for both. Each list is in the order of receipt and has an encounter once.
 */
export type Past = {
  /** Other encounters of the same person; twins and other children under their mother's card are not the same person. */
  readonly person: readonly Encounter[]
  /** Other encounters under the same citizen number, whoever they are of. */
  readonly citizen: readonly Encounter[]
  /** What this facility sent under the same MA_LK, for whatever purpose. */
  readonly sameKey: readonly Encounter[]
  /** Periods of the dossier's card; null: there is no card, or no register to ask. */
  readonly card: { readonly periods: readonly CardPeriod[]; readonly isComplete: boolean } | null
}

/**
 * A case that runs as a test: encounters in the order of receipt, each as its difference from an ordinary visit (`EXAMPLE_ENCOUNTER`); the last is
 * the one judged. Periods of the card replace the ordinary one.
 */
export type HistoryExample = {
  readonly why: string
  readonly encounters: readonly Partial<Encounter>[]
  readonly periods?: readonly Partial<CardPeriod>[]
  readonly isComplete?: boolean
}

type Written = RuleWords & {
  readonly id: string
  /** Where the finding points; null: at the dossier. */
  readonly table: string | null
  readonly field: string | null
  /** What the sentences fill in where the demand is broken; null where it holds or cannot be judged. */
  judge(this: void, own: Encounter, past: Past): TextParams | null
  readonly valid: readonly HistoryExample[]
  readonly invalid: readonly HistoryExample[]
}

/** A demand over the encounters of a person, judged at the centre when the dossier has been accepted. */
export type HistoryRule = Written & { readonly state: RuleState }

export const historyRule = (written: Written): HistoryRule => ({
  ...written,
  state: weigh(written.by, written.source).state,
})

/** Proposed here; seen in no checker. */
export const OURS = {
  by: 'practice',
  source: { ...CHECKERS, place: 'đề xuất của hệ thống, chưa gặp ở bộ kiểm tra nào', confidence: 'low' },
} as const

/** Another encounter as a finding names it: where and when, never who. */
export const otherEncounter = ({ facility, NGAY_VAO, NGAY_RA }: Encounter): TextParams => ({
  facility,
  from: shownMoment(NGAY_VAO),
  to: shownMoment(NGAY_RA),
})

/** Names the first of those that break the demand, and how many they are. */
export const firstOf = (broken: readonly Encounter[]): TextParams | null =>
  broken[0] === undefined ? null : { ...otherEncounter(broken[0]), count: broken.length }

/** What an example's encounters have where it does not say otherwise; 3176, a visit of an hour. */
export const EXAMPLE_ENCOUNTER: Encounter = {
  submissionId: 'e0',
  dossier: 1,
  facility: '01001',
  purpose: 'payment',
  MA_LK: 'LK-0',
  standard: '3176',
  receivedAt: 0,
  personHash: 'person-1',
  citizenHash: 'citizen-1',
  patientHash: null,
  keyHash: '',
  cardHash: 'card-1',
  nameHash: 'name-1',
  birthHash: 'birth-1',
  birthYearHash: 'year-1',
  isNewborn: false,
  kind: 'visit',
  NGAY_VAO: '202610050800',
  NGAY_RA: '202610050900',
  MA_BENH_CHINH: 'I10',
  MA_BENH_KT: null,
  MA_BENH_YHCT: null,
  icdChapter: 'IX',
  KET_QUA_DTRI: '2',
  MA_LOAI_RV: '1',
  MA_DOITUONG_KCB: '1.1',
  MA_NOI_DEN: null,
  MA_DKBD: '01001',
  NAM_NAM_LIEN_TUC: null,
  settledIn: '2026-10',
  T_TONGCHI_BV: 10_000_000,
  T_BHTT: 8_000_000,
  T_BNCCT: 2_000_000,
  examinations: 1,
  contentHash: null,
}

/** The ordinary period of an example's card. */
export const EXAMPLE_PERIOD: CardPeriod = {
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  nameHash: 'name-1',
  birthHash: 'birth-1',
  birthYearHash: 'year-1',
  initialFacility: '01001',
  status: 'active',
}

/** The encounters of an example, whole: one after the other, each under its own submission, MA_LK as stated or its own. */
export const encountersOf = ({ encounters }: HistoryExample): readonly Encounter[] =>
  encounters.map((change, at) => {
    const whole = { ...EXAMPLE_ENCOUNTER, submissionId: `e${at}`, MA_LK: `LK-${at}`, receivedAt: at, ...change }
    return { ...whole, keyHash: `${whole.facility} ${whole.MA_LK}` }
  })
