/**
 * The form of a receipt in the store. A form that was once written stays readable: an older one becomes the newest when it is read.
 *
 *     version 1   the public answer of its time, with the key of the bytes beside it
 *     version 2   facts of the submission under names of their own
 */
import { SEVERITIES } from '../../engine/index.ts'
import { z } from 'zod'

const purpose = z.enum(['management', 'payment'])
const standard = z.enum(['4210', '130', '4750', '3176'])
const correction = z.object({ code: z.string(), reason: z.string() })
const text = z.object({ vi: z.string(), en: z.string() })

/** A finding in the words in which the sender got it. */
const finding = z.object({
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  dossier: z.object({ index: z.int(), MA_LK: z.string().nullable() }).nullable(),
  table: z.string().nullable(),
  row: z.string().nullable(),
  field: z.string().nullable(),
  line: z.int().nullable(),
  column: z.int().nullable(),
  value: z.string().nullable(),
  message: text,
  remedy: text,
  source: z.object({ document: z.string(), place: z.string(), confidence: z.enum(['high', 'medium', 'low']) }),
})

const counts = z.object({
  declared: z.int().nullable(),
  counted: z.int(),
  accepted: z.int(),
  acceptedWithWarnings: z.int(),
  rejected: z.int(),
})

const newest = z.object({
  version: z.literal(2),
  id: z.string(),
  facility: z.string(),
  purpose,
  /** Code of the facility's person behind payment data; null: nobody has to be. */
  authenticatedBy: z.string().nullable(),
  correction: correction.nullable(),
  /** The reason that holds where the centre finds that it changes what came just before; null: such a dossier conflicts. */
  otherwise: correction.nullable().default(null),
  /** Epoch milliseconds. */
  receivedAtMs: z.number(),
  /** Where the bytes lie. */
  rawKey: z.string(),
  /** Id of the key that wraps that of the bytes. Missing: they lie there as they came, from before files were sealed. */
  sealedBy: z.string().optional(),
  /**
   * Dossiers that were taken out of the bytes: their person was erased, or their time was over. `all`: there are no bytes any more. Size and
   * hash below stay those of the file as it came.
   */
  erased: z.union([z.literal('all'), z.array(z.int())]).optional(),
  /** Of the XML file, after any Content-Encoding was undone; what `sha256sum` says of the file. */
  bytes: z.int(),
  sha256: z.string(),
  /** The standard that the sender stated, which the centre's reading starts from as the edge's did. */
  stated: standard.nullable(),
  /** The standard by which the file was read. */
  standard,
  dossiers: counts,
  /** First and last number of rejected dossiers in a row; null: read from a version that did not know. */
  rejectedDossiers: z.array(z.tuple([z.int(), z.int()])).nullable(),
  /** The first dossiers that were accepted before with the same content, as far as the edge knew. */
  identical: z.array(
    z.object({ dossier: z.int(), MA_LK: z.string(), earlier: z.object({ submission: z.string(), dossier: z.int() }) }),
  ),
  identicalTotal: z.int(),
  /** By what the edge judged. */
  judgedBy: z.object({
    release: z.string(),
    replicaLagSeconds: z.number().nullable(),
    stale: z.boolean(),
    rulesVersion: z.string(),
  }),
  /** The first ones. */
  findings: z.array(finding),
  findingsTotal: z.int(),
  /** What was signed at the edge, and the outcomes that it says or whose hash it says. Missing: from before receipts were signed. */
  signed: z.object({ jws: z.string(), outcomes: z.string() }).optional(),
})
export type StoredReceipt = z.infer<typeof newest>

const first = z
  .object({
    version: z.literal(1),
    rawKey: z.string(),
    stated: standard.nullable(),
    receivedAtMs: z.number(),
    acknowledgement: z.object({
      id: z.string(),
      facility: z.string(),
      purpose,
      authenticatedBy: z.string().nullish(),
      standard,
      correction: correction.nullish(),
      bytes: z.int(),
      sha256: z.string(),
      dossiers: counts,
      dmdc: z.object({ release: z.string(), replicaLagSeconds: z.number().nullable(), stale: z.boolean() }),
      rules: z.object({ version: z.string() }),
      findings: z.array(finding),
      findingsTotal: z.int(),
    }),
  })
  .transform(({ rawKey, stated, receivedAtMs, acknowledgement }): StoredReceipt => {
    const { dmdc, rules, authenticatedBy = null, correction: why = null, ...same } = acknowledgement
    const judgedBy = { ...dmdc, rulesVersion: rules.version }
    const unknown = { rejectedDossiers: null, identical: [], identicalTotal: 0 }
    return {
      ...same,
      ...unknown,
      version: 2,
      authenticatedBy,
      correction: why,
      otherwise: null,
      receivedAtMs,
      rawKey,
      stated,
      judgedBy,
    }
  })

const receipt = z.union([newest, first])

/** A receipt of a version that this build does not know. */
export class UnknownReceipt extends Error {}

/** Whether the text is JSON from its beginning to its end. */
export function isWhole(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Throws UnknownReceipt where the text is no receipt of a known version; the error names members, never values. */
export function parseReceipt(id: string, text: string): StoredReceipt {
  const parsed = receipt.safeParse(JSON.parse(text))
  if (parsed.success) return parsed.data
  throw new UnknownReceipt(
    `receipt ${id} has no known form: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`,
  )
}
