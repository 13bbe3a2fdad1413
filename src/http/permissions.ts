import type { OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { DUTIES, SIDES, type Duty, type Side } from '../edge/identity/duties.ts'
import { PERMISSION } from './operation.ts'
import type { AppEnv } from './services.ts'

/** Who may ask for one documented operation. */
export type OperationPermission = {
  readonly method: string
  readonly path: string
  readonly summary: string
  /** Any of these; null: everybody, without a token. */
  readonly duties: readonly Duty[] | null
  /** At which sides they must be held. */
  readonly sides: readonly Side[]
  readonly within: string
  readonly isConfirmed: boolean
  /** The longest body that is read as a whole; null: read piece by piece, or none. */
  readonly bodyBytes: number | null
}

const declared = z.object({
  duties: z.array(z.enum(DUTIES)),
  sides: z.array(z.enum(SIDES)),
  within: z.string(),
  confirmed: z.boolean(),
  bodyBytes: z.int().nullable(),
})

/** The table of permissions, as the routes declare it: every documented operation once. */
export const permissionsOf = (app: OpenAPIHono<AppEnv>): OperationPermission[] =>
  app.openAPIRegistry.definitions.flatMap((definition): OperationPermission[] => {
    if (definition.type !== 'route') return []
    const { method, path, summary = '', [PERMISSION]: permission } = definition.route
    if (permission === undefined)
      return [
        { method, path, summary, duties: null, sides: SIDES, within: 'public', isConfirmed: false, bodyBytes: null },
      ]
    const { duties, sides, within, confirmed: isConfirmed, bodyBytes } = declared.parse(permission)
    return [{ method, path, summary, duties, sides, within, isConfirmed, bodyBytes }]
  })
