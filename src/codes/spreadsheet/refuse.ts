import { Refusal } from '../refusals.ts'
import type { Text } from '../../kernel/text.ts'

/** The file is not a spreadsheet that can be read; `reason` goes into the sentence. */
export const unreadable = (reason: Text, cause?: unknown): Refusal =>
  new Refusal('spreadsheet-unreadable', { reason }, undefined, cause === undefined ? {} : { cause })

/** More of `what` than `limit`. */
export const tooLarge = (what: Text, limit: number): Refusal => new Refusal('spreadsheet-too-large', { what, limit })

/** A part of the zip, by what it is: its name is the sender's. */
export const DAMAGED: Text = {
  vi: 'tệp nén bị hỏng hoặc bị cắt cụt',
  en: 'the zip archive inside is damaged or cut short',
}
