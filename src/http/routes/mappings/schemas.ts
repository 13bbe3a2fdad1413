import { z } from '@hono/zod-openapi'
import { upToFirstWrong } from '../../row-list.ts'
import {
  MOST_NAME,
  MOST_WORDS,
  attributes,
  code,
  isoDay,
  moment,
  similarEntry,
  someWords,
  words,
} from '../../schema-parts.ts'

/** The shapes of what facilities and provinces agree on about local codes. */

/** A full upload of one facility's local codes is some thousand rows. */
const MOST_LOCAL_CODES = 20_000
export const mappingState = z.enum(['unmapped', 'proposed', 'approved', 'rejected'])

const localCodeSchema = z
  .object({
    localCode: code,
    localName: someWords(MOST_NAME),
    attributes: attributes
      .optional()
      .openapi({ description: 'What helps to compare: strength, route, registration, substance' }),
    used: z.int().min(0).optional().openapi({ description: 'How often claims carried it' }),
    code: code.nullable().optional().openapi({ description: 'The national code it means' }),
    validFrom: isoDay.nullable().optional(),
    validTo: isoDay.nullable().optional(),
  })
  .openapi('LocalCode')
export const localCodesBody = z
  .object({ rows: upToFirstWrong(z.array(localCodeSchema).min(1).max(MOST_LOCAL_CODES)) })
  .openapi('LocalCodes')
export const uploadedSchema = z
  .object({ added: z.int(), changed: z.int(), unchanged: z.int() })
  .openapi('UploadedLocalCodes')

const mappingKey = {
  facility: z.string().optional().openapi({ description: 'Whose; needed of a province' }),
  validFrom: isoDay.optional().openapi({ description: 'First day of the row; needed where there are several' }),
}
export const mapBody = z
  .object({ code, validFrom: mappingKey.validFrom, comment: words(MOST_WORDS).default('') })
  .openapi('MappingProposal')
export const approveMappingBody = z
  .object({
    ...mappingKey,
    code: code.openapi({ description: 'The code that is approved' }),
    comment: words(MOST_WORDS).default(''),
  })
  .openapi('MappingApproval')
export const rejectMappingBody = z.object({ ...mappingKey, comment: someWords(MOST_WORDS) }).openapi('MappingRejection')

export const mappingSchema = z
  .object({
    facility: z.string(),
    catalogue: z.string(),
    localCode: z.string(),
    localName: z.string(),
    attributes: z.record(z.string(), z.string()),
    validFrom: z.string().nullable(),
    validTo: z.string().nullable(),
    code: z.string().nullable(),
    state: mappingState,
    used: z.int(),
    proposedBy: z.string().nullable(),
    proposedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: moment.nullable(),
    comment: z.string(),
  })
  .openapi('Mapping')
export const mappingsSchema = z
  .object({ mappings: z.array(mappingSchema), next: z.string().nullable() })
  .openapi('Mappings')
export const candidatesSchema = z
  .object({
    mapping: mappingSchema,
    candidates: z.array(z.object({ code: z.string(), ...similarEntry })),
  })
  .openapi('Candidates')

const share = z.number().nullable().openapi({ description: 'mapped of used, 0 to 1; null: nothing was used' })
export const coverageSchema = z
  .object({
    day: z.string(),
    coverage: z.array(
      z.object({
        facility: z.string(),
        catalogue: z.string(),
        codes: z.object({ listed: z.int(), used: z.int(), mapped: z.int(), share }),
        uses: z.object({ total: z.int(), mapped: z.int(), share }),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('Coverage')
export const conceptMapSchema = z
  .object({
    resourceType: z.literal('ConceptMap'),
    id: z.string(),
    url: z.string(),
    status: z.literal('active'),
    date: z.string(),
    sourceUri: z.string(),
    targetUri: z.string(),
    group: z
      .array(
        z.object({
          source: z.string(),
          target: z.string(),
          element: z.array(
            z.object({
              code: z.string(),
              display: z.string(),
              target: z.array(
                z.object({ code: z.string(), display: z.string().optional(), equivalence: z.literal('equivalent') }),
              ),
            }),
          ),
        }),
      )
      .optional(),
  })
  .openapi('LocalConceptMap', { description: 'FHIR R4 ConceptMap' })
