import { z } from '@hono/zod-openapi'

/** What an answer says of the code lists it was made with: a part of `Reference`, and of a receipt. */
export type DmdcState = { readonly release: string; readonly replicaLagSeconds: number | null }

/** Where no heartbeat of the primary was ever seen, so that nobody knows how old the lists are. */
const UNKNOWN_LAG = 'unknown'

const RELEASE = 'DMDC-Release'
const LAG_SECONDS = 'DMDC-Lag-Seconds'

/**
 * The headers of every answer that codes were used for. `DMDC-Release` is the id of the release; `DMDC-Lag-Seconds` the age of the
 * primary's last heartbeat that this copy has seen, in whole seconds, or `unknown`. What is answered from a receipt shows the
 * receipt's state, not the present one.
 */
export const dmdcHeaders = ({ release, replicaLagSeconds }: DmdcState): Record<string, string> => ({
  [RELEASE]: release,
  [LAG_SECONDS]: replicaLagSeconds === null ? UNKNOWN_LAG : String(replicaLagSeconds),
})

/** The same for the `headers` of a documented response. */
export const dmdcHeadersSchema = z.object({
  [RELEASE]: z.string().openapi({ description: 'Release of the code lists that were used', example: '2026.11.1' }),
  [LAG_SECONDS]: z
    .string()
    .regex(new RegExp(`^(\\d+|${UNKNOWN_LAG})$`))
    .openapi({
      description: `How old they may be: age of the newest heartbeat of the primary that this copy has seen; ${UNKNOWN_LAG}: it has seen none`,
      example: '12',
    }),
})
