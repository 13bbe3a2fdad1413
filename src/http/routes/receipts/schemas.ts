import { z } from '@hono/zod-openapi'
import { moment } from '../../schema-parts.ts'

export const hash = z.string().openapi({ description: 'SHA-256, hexadecimal' })

export const checkpointSchema = z
  .object({
    log: z.string(),
    size: z.int().openapi({ description: 'How many receipts the log has' }),
    root: hash,
    signedAt: moment,
    jws: z.string().openapi({ description: 'Compact JWS (ES256), typ bhyt-checkpoint+jwt' }),
  })
  .openapi('Checkpoint')
