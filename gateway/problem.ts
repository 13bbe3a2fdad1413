/** What a person at the facility has to know or to do, in both languages. */
import type { Text } from '../src/kernel/text.ts'

/** Something that stops a command: shown without a stack. */
export class GatewayProblem extends Error {
  readonly text: Text

  constructor(text: Text, options?: ErrorOptions) {
    super(`${text.vi} / ${text.en}`, options)
    this.text = text
  }
}

/** The code of an error of the machine (ENOSPC, EACCES); null where it is none. */
export const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

/** Codes that a full disk or quota is reported by; libSQL has its own. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])

/** Whether the disk has no room. libSQL reports the error of a failed write as SQLITE_IOERR. */
export const isDiskFull = (error: unknown): boolean => FULL.has(systemCode(error) ?? '')
