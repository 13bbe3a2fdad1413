import type { Reference } from '../../../store/database.ts'
import type { ReleaseInForce } from '../scope.ts'
import type { Input, Resource } from './input.ts'

/** Relation → address of a page (RFC 8288). */
export type Links = Readonly<Partial<Record<'self' | 'first' | 'previous' | 'next', string>>>

/** What an operation answers, and which release it rests on. */
export type OperationResult = {
  readonly standing: ReleaseInForce
  readonly resource: Resource
  /** Of an answer that has pages but whose resource has no member for links. */
  readonly links?: Links
}

/** What an operation has to know beside its input. */
export type Circumstances = {
  /** Epoch milliseconds. */
  readonly now: number
  /** Address of the FHIR server as the client wrote it, without a slash at its end. */
  readonly base: string
  /** Parameters that were left out as nobody knows them, because the client asked for that (`Prefer: handling=lenient`). */
  readonly ignored: readonly string[]
}

/** An operation over the replica. Throws Refusals. */
export type FhirOperation = (replica: Reference, input: Input, circumstances: Circumstances) => Promise<OperationResult>
