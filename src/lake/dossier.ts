import type { ContentRow } from '../store/warehouse/contents/format.ts'
import type { DossierKey } from '../store/warehouse/dossier-keys.ts'

/** A dossier as the warehouse has it, before anything is left out. Days ISO, amounts whole hundredths of a đồng. */
export type KeptDossier = DossierKey & {
  readonly facility: string
  readonly purpose: 'management' | 'payment'
  readonly standard: string
  readonly MA_LK: string | null
  readonly version: number
  readonly receivedOn: string
  readonly endedOn: string | null
  readonly NGAY_VAO: string | null
  readonly MA_LOAI_KCB: string | null
  readonly MA_DOITUONG_KCB: string | null
  readonly MA_BENH_CHINH: string | null
  readonly icdChapter: string | null
  readonly KET_QUA_DTRI: string | null
  readonly T_TONGCHI_BV: number | null
  readonly T_TONGCHI_BH: number | null
  readonly T_BHTT: number | null
  readonly T_BNTT: number | null
  readonly T_BNCCT: number | null
  readonly T_NGUONKHAC: number | null
  readonly personHash: string | null
  readonly outcome: string
  readonly state: string | null
  readonly errors: number
  readonly warnings: number
  readonly timeliness: string | null
  readonly assessment: string | null
}

export type KeptFinding = {
  readonly rule: string
  readonly severity: string
  readonly tableId: string | null
  readonly field: string | null
}

export type KeptAssessment = {
  readonly tableId: string | null
  readonly decision: string
  readonly reasonCode: string | null
  readonly amount: number | null
}

/** All that the lake is made of, of one dossier. */
export type GatheredDossier = {
  readonly dossier: KeptDossier
  /** Accepted, and no later version has taken its place. */
  readonly isCurrent: boolean
  /** Of a current one; of others nothing is read. */
  readonly contents: readonly ContentRow[]
  readonly findings: readonly KeptFinding[]
  readonly assessments: readonly KeptAssessment[]
}
