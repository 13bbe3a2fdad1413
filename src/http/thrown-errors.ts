/** What was thrown, before it is answered: one reading and one line of the log, in whichever shape the answer is. */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { describeFault } from '../kernel/fault.ts'
import { isAway } from '../store/failures.ts'
import { Refusal } from './refusals.ts'
import type { AppEnv, Services } from './services.ts'

/**
 * Hono's own words on a body that cannot be read, or is of a kind that the path does not take; and a database
 * that does not answer while something is asked of it.
 */
export function refusalOf(error: unknown): unknown {
  if (error instanceof Refusal) return error
  if (isAway(error)) return new Refusal('database-unavailable', {}, undefined, { cause: error })
  if (!(error instanceof HTTPException)) return error
  if (error.status === 415) return new Refusal('media-type-unsupported', {}, undefined, { cause: error })
  return error.status === 400 ? badBody(error) : error
}

const badBody = (cause: Error): Refusal =>
  new Refusal('parameter-invalid', { parameter: 'body', expected: 'application/json' }, undefined, { cause })

/** A fault, and a refusal that the operator can end; no other one is a matter of the log. */
export function noteThrown(c: Context<AppEnv>, error: unknown, route: string): void {
  const isRefusal = error instanceof Refusal
  if (isRefusal && error.status !== 503) return
  const event = isRefusal ? error.code : 'fault'
  const line = { event, requestId: c.get('requestId'), route, cause: describeFault(error) }
  // Where the environment is wrong there are none.
  const services: Services | undefined = c.get('services')
  if (!isRefusal) services?.metrics.count('bhyt_faults', { event })
  if (services) services.log(line)
  else console.error(JSON.stringify({ level: 'error', ...line }))
}
