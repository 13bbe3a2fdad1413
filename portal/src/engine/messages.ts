/** What page and worker say to each other while files are checked. Plain values: they are copied from one to the other. */
import type {
  DossierCounts,
  DossierResult,
  RefusedFile,
  RenderedFinding,
  StandardId,
} from '../../../src/engine/index.ts'

/** A finding with the number of its file among those of this page, and its own number within the file; both from 1. */
export type FoundFinding = RenderedFinding & { readonly file: number; readonly ordinal: number }
export type FoundDossier = DossierResult & { readonly file: number }

/** By what files are judged here. */
export type Judge = {
  readonly release: string
  /** Epoch milliseconds, of the release and of the last time it was seen to be in force. */
  readonly publishedAt: number
  readonly fetchedAt: number
  readonly rulesVersion: string
  /** The service did not answer: what was kept from an earlier visit is used. */
  readonly isKept: boolean
}

/** One cell of a row as the file has it. */
export type Cell = { readonly name: string; readonly text: string }
/** `label`: STT of the row, else its position, as findings name it. */
export type ShownRow = { readonly label: string; readonly cells: readonly Cell[] }
/** `labels`: what the decision calls each field of the table. */
export type ShownTable = {
  readonly name: string
  readonly rows: readonly ShownRow[]
  readonly labels: Readonly<Record<string, string>>
}

export type ToWorker =
  | { readonly kind: 'prepare' }
  | { readonly kind: 'check'; readonly id: number; readonly file: File; readonly received: number }
  | {
      readonly kind: 'dossier'
      readonly id: number
      readonly file: File
      readonly dossier: number
      readonly received: number
      readonly standard: StandardId | null
    }

export type FromWorker =
  | { readonly kind: 'ready'; readonly judge: Judge }
  | { readonly kind: 'unprepared' }
  | {
      readonly kind: 'progress'
      readonly id: number
      /** Bytes of the file read so far. */
      readonly read: number
      readonly findings: readonly FoundFinding[]
      readonly dossiers: readonly FoundDossier[]
      /** All that were found so far, also those that are not among `findings` any more. */
      readonly findingsTotal: number
    }
  | {
      readonly kind: 'checked'
      readonly id: number
      readonly standard: StandardId
      readonly facility: string | null
      readonly counts: DossierCounts
    }
  | { readonly kind: 'refused'; readonly id: number; readonly refused: RefusedFile }
  /** The file could not be read, or a fault of ours; the console has its cause. */
  | { readonly kind: 'broken'; readonly id: number }
  | { readonly kind: 'tables'; readonly id: number; readonly dossier: number; readonly tables: readonly ShownTable[] }
