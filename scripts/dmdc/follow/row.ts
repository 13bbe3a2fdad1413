import { z } from 'zod'

/** A code as snapshots and the local copy hold it, one a line (NDJSON). */
export const rowSchema = z.object({
  code: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  name: z.string(),
  attributes: z.record(z.string(), z.string()),
  sourceDocument: z.string(),
  replacedBy: z.string().nullable(),
})
