import { vietnamTime } from '../kernel/vietnam-time.ts'
import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Reference } from '../store/database.ts'
import { OPEN_START } from '../store/reference/listed-code.ts'
import { Refusal } from './refusals.ts'
import type { AppEnv } from './services.ts'

/** Keeps the isolate until a piece of work that nobody waits for is done. */
export const waitUntilOf =
  (c: Context<AppEnv>) =>
  (work: Promise<unknown>): void => {
    c.executionCtx.waitUntil(work)
  }

/** A JSON answer, for the documentation of a route. */
export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** A JSON body that must be there. */
export const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
})

/** Where a step must be seen at once the primary is asked; an edge, which has none, returns what its replica knows. */
export function freshest(c: Context<AppEnv>): Reference {
  const { centre, openReplica } = c.get('services')
  return centre === null ? openReplica() : centre.openPrimary()
}

export const timeOrNull = (at: number | null): string | null => (at === null ? null : vietnamTime(at))
/** An open first day is null. */
export const firstDay = (validFrom: string): string | null => (validFrom === OPEN_START ? null : validFrom)

/** The revision of an If-Match header; undefined without one. Throws parameter-invalid on anything but one revision. */
export function matchedRevision(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const revision = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())?.[1]
  if (revision === undefined) throw new Refusal('parameter-invalid', { parameter: 'If-Match', expected: '"1"' })
  return Number(revision)
}
