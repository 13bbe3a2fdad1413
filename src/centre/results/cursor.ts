import { Buffer } from 'node:buffer'
import { Refusal } from '../refusals.ts'
import type { ResultScope } from './scope.ts'

const VERSION = '1'
const FORM = /^1\.([fp]\w{2,5})\.(\d{1,15})$/

const nameOf = ({ province, facility }: ResultScope): string => (facility === null ? `p${province}` : `f${facility}`)

/** How far a reader of the feed has come, as a text without meaning to it; it holds for that scope only. */
export const cursorAt = (scope: ResultScope, seq: number): string =>
  Buffer.from(`${VERSION}.${nameOf(scope)}.${seq}`).toString('base64url')

/** The event behind which a cursor lies. Throws `cursor-unknown` where it was not given for this scope. */
export function seqOf(scope: ResultScope, cursor: string): number {
  const [, name, seq] = FORM.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (name !== nameOf(scope) || seq === undefined) throw new Refusal('cursor-unknown')
  return Number(seq)
}
