import type { z } from '@hono/zod-openapi'
import type { JSONWebKeySet } from 'jose'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { verifyCheckpoint } from '../../../proof/checkpoint.ts'
import type { KeptCheckpoint } from '../../../store/warehouse/receipt-log.ts'
import type { checkpointSchema } from './schemas.ts'

/** A kept checkpoint as it is shown: which log it is of, its signature says. */
export const shownCheckpoint = async (
  { size, root, jws, signedAt }: KeptCheckpoint,
  keys: JSONWebKeySet,
): Promise<z.infer<typeof checkpointSchema>> => ({
  log: (await verifyCheckpoint(jws, keys)).log,
  size,
  root,
  signedAt: vietnamTime(signedAt),
  jws,
})
