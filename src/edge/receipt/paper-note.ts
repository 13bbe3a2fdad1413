import * as z from 'zod'

const note = z.object({
  version: z.literal(1),
  id: z.string(),
  facility: z.string(),
  /** `01/DM`, `01/BH`, `chung-tu`, … */
  kind: z.string(),
  /** `kyQT` as sent; null: none. */
  period: z.string().nullable(),
  receivedAtMs: z.number(),
  account: z.string(),
  person: z.string().nullable(),
  rawKey: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** Of a catalogue; null: not read. */
  rows: z.int().nullable(),
  errors: z.int(),
  warnings: z.int(),
  problems: z.array(
    z.object({
      row: z.string(),
      field: z.string(),
      level: z.enum(['error', 'warning']),
      /** Notes of older versions do not say it. */
      kind: z.enum(['format', 'date', 'content']).default('content'),
      vi: z.string(),
    }),
  ),
})
/** What lasts of a paper beside its bytes. */
export type PaperNote = z.infer<typeof note>

/** Throws where the text is no note of a known version. */
export const parsePaper = (text: string): PaperNote => note.parse(JSON.parse(text))
