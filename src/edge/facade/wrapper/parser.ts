import type { Text } from '../../../kernel/text.ts'
import { Refusal } from '../../refusals.ts'
import type { Content } from './content.ts'
import type { WrapperFields } from './fields.ts'

/** Where a parser puts what it finds. */
export type WrapperHandler = {
  readonly fields: WrapperFields
  readonly content: Content
  /** The file begins. Throws `wrapper-broken` where there was one before. */
  readonly beginFile: () => void
}

/** Reads a body piece by piece. Throws `wrapper-broken`, `base64-broken`. */
export type WrapperParser = {
  readonly push: (piece: Uint8Array) => void
  /** The body has ended. */
  readonly end: () => void
}

export const wrapperBroken = (reason: Text): Refusal => new Refusal('wrapper-broken', { reason })

export const CUT: Text = { vi: 'thân yêu cầu bị cắt', en: 'the body is cut short' }
export const LONG_FIELD: Text = { vi: 'một tham số quá dài', en: 'a parameter is too long' }
