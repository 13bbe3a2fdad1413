import { z } from '@hono/zod-openapi'
import { SIDES } from '../../../edge/identity/duties.ts'
import {
  MOST_NAME,
  MOST_WORDS,
  attributes,
  code,
  isoDay,
  moment,
  orNull,
  similarEntry,
  someWords,
  textSchema,
} from '../../schema-parts.ts'

/** The shapes of what facilities, provinces and departments agree on about new codes. */

/** Each is a transaction of some milliseconds. */
const MOST_DECISIONS = 200

const revision = z.int().min(1).openapi({ description: 'The revision last seen; also as If-Match. Another one: 409.' })

export const proposalState = z.enum(['open', 'returned', 'forwarded', 'rejected', 'accepted', 'withdrawn'])
const proposalKind = z.enum(['new', 'change', 'close'])

export const proposeBody = z
  .object({
    kind: proposalKind,
    catalogue: z.string(),
    code: code
      .optional()
      .openapi({ description: 'change, close: which; new: as wished, or whoever decides gives one' }),
    name: someWords(MOST_NAME).optional(),
    attributes: attributes.optional(),
    validFrom: isoDay.optional().openapi({ description: 'First day; of a close, the first day without the code' }),
    evidence: someWords(MOST_WORDS).openapi({ description: 'Why: decision, registration, price list' }),
  })
  .openapi('ProposalRequest')
export const reviseBody = proposeBody
  .omit({ kind: true, catalogue: true })
  .partial()
  .extend({ comment: someWords(MOST_WORDS), revision: revision.optional() })
  .openapi('ProposalRevision')
export const commentBody = z
  .object({ comment: someWords(MOST_WORDS), revision: revision.optional() })
  .openapi('ProposalComment')
const acceptance = {
  code: code.optional(),
  validFrom: isoDay.optional(),
  draft: z.string().optional().openapi({ description: 'None: the newest draft that can still be changed' }),
  document: someWords(MOST_NAME)
    .optional()
    .openapi({ description: 'The decision it rests on; none: the only one the draft names, or that of the row' }),
}
export const acceptBody = commentBody.extend(acceptance).openapi('ProposalAcceptance')
export const decisionsBody = z
  .object({
    decisions: z
      .array(commentBody.extend({ ...acceptance, id: z.string(), decision: z.enum(['accept', 'reject']) }))
      .min(1)
      .max(MOST_DECISIONS),
  })
  .openapi('ProposalDecisions')

const ageSchema = z
  .object({
    workingDays: z.int(),
    confidence: z
      .enum(['high', 'medium', 'low', 'none'])
      .openapi({ description: 'How sure the holidays met are; none: beyond the calendar, weekends only' }),
  })
  .openapi('Age')

export const proposalSchema = z
  .object({
    id: z.string(),
    state: proposalState.openapi({
      description: 'open: with the province · returned: with the facility · forwarded: with the department',
    }),
    kind: proposalKind,
    catalogue: z.string(),
    code: z.string().nullable(),
    name: z.string(),
    attributes: z.record(z.string(), z.string()),
    validFrom: z.string().nullable(),
    evidence: z.string(),
    facility: z.string(),
    province: z.string(),
    proposedAt: moment,
    changedAt: moment,
    age: ageSchema.openapi({ description: 'Working days from the proposal until today, or until it was decided' }),
    ageInState: orNull(ageSchema).openapi({ description: 'Since it came into this state; null: nothing follows' }),
    draft: z.string().nullable().openapi({ description: 'The draft that an accepted one went into' }),
    revision: z.int(),
  })
  .openapi('Proposal')

const duplicateSchema = z
  .object({
    source: z.enum(['list', 'proposal']),
    proposal: z.string().nullable(),
    code: z.string().nullable(),
    ...similarEntry,
  })
  .openapi('LikelyDuplicate')

export const proposedSchema = z
  .object({ proposal: proposalSchema, likelyDuplicates: z.array(duplicateSchema) })
  .openapi('Proposed')
export const proposalsSchema = z
  .object({ proposals: z.array(proposalSchema), next: z.string().nullable() })
  .openapi('Proposals')
export const proposalWithStepsSchema = z
  .object({
    proposal: proposalSchema,
    steps: z.array(
      z.object({
        number: z.int(),
        action: z.enum(['propose', 'revise', 'return', 'forward', 'reject', 'accept', 'withdraw']),
        actor: z.string(),
        role: z.enum(SIDES),
        at: moment,
        comment: z.string(),
      }),
    ),
    likelyDuplicates: z.array(duplicateSchema).openapi({ description: 'As of now; none once it is decided' }),
  })
  .openapi('ProposalWithSteps')
export const decidedSchema = z
  .object({
    decisions: z.array(
      z.object({
        id: z.string(),
        proposal: orNull(proposalSchema),
        problem: z.object({ code: z.string(), status: z.int(), message: textSchema, remedy: textSchema }).nullable(),
      }),
    ),
  })
  .openapi('DecidedProposals')
