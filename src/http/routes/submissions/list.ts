import { z, type OpenAPIHono } from '@hono/zod-openapi'
import { listSubmissions, type ListedSubmission } from '../../../centre/results/submission-list.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import {
  countsSchema,
  facilitySchema,
  isoDay,
  moment,
  orNull,
  purposeSchema,
  resendSchema,
  standardSchema,
  wholeNumber,
} from '../../schema-parts.ts'
import { operation } from '../../operation.ts'
import type { AppEnv } from '../../services.ts'
import { json, timeOrNull } from '../../route-parts.ts'
import { facilityWarehouse } from '../results/caller-warehouse.ts'
import { problems } from '../service/problems.ts'

/** Each row looks once into the dossiers of its submission; a screen shows some fifty. */
const LARGEST_PAGE = 200
const PAGE = 50
const MOST_CURSOR = 200

const listedSchema = z
  .object({
    id: z.string(),
    purpose: purposeSchema,
    standard: standardSchema,
    receivedAt: moment,
    bytes: z.int(),
    status: z.enum(['verifying', 'verified', 'failed']),
    verifiedAt: z.string().nullable(),
    dossiers: orNull(countsSchema).openapi({ description: 'null: the centre has not counted them yet' }),
    findingsTotal: z.int().nullable(),
    resend: resendSchema,
    open: z
      .object({
        dossiers: z.int(),
        dueOn: z.string().nullable().openapi({
          description: 'By when the first of them is due; null: no end of an encounter is known, or none is open',
        }),
      })
      .openapi({ description: 'Rejected dossiers that no later submission has answered' }),
    resultDueOn: z.string().nullable(),
    correction: z.string().nullable().openapi({ description: 'Code of the reason that the file gave' }),
  })
  .openapi('ListedSubmission')

const route = operation(
  { may: ['sender', 'supervisor', 'assessor', 'operator'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: '/v1/submissions',
    summary: "A facility's submissions, the newest first, page by page (facility, its province, ministry)",
    description:
      'Those that the centre has begun to verify. What was received some seconds ago may not be there yet; it is found by the id of its acknowledgement.',
    request: {
      query: z.object({
        facility: facilitySchema.optional().openapi({ description: 'Of a province or the ministry: whose' }),
        purpose: purposeSchema.optional(),
        status: z.enum(['verifying', 'verified', 'failed']).optional(),
        from: isoDay.optional().openapi({ description: 'Received on this day or later' }),
        to: isoDay.optional().openapi({ description: 'Received on this day or earlier' }),
        open: z
          .stringbool()
          .optional()
          .openapi({ type: 'boolean', description: 'true: only with open rejected dossiers; false: only without' }),
        after: z.string().max(MOST_CURSOR).optional().openapi({ description: '`next` of the page before' }),
        limit: wholeNumber(1, LARGEST_PAGE).default(PAGE),
      }),
    },
    responses: {
      200: json(
        z
          .object({ facility: z.string(), submissions: z.array(listedSchema), next: z.string().nullable() })
          .openapi('SubmissionList'),
        'A page of submissions',
      ),
      ...problems(400, 401, 403, 503),
    },
  },
)

export function submissionListRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { facility: asked, after, limit, ...filters } = c.req.valid('query')
    const { facility, warehouse } = facilityWarehouse(c, asked)
    const { submissions, next } = await listSubmissions(warehouse, facility, filters, { after, limit })
    return c.json({ facility, submissions: submissions.map(shown), next }, 200)
  })
}

const shown = ({ receivedAt, verifiedAt, standard, ...rest }: ListedSubmission) => ({
  ...rest,
  standard: standardSchema.parse(standard),
  receivedAt: vietnamTime(receivedAt),
  verifiedAt: timeOrNull(verifiedAt),
  resend: rest.open.dossiers > 0 ? ('rejected-dossiers' as const) : ('none' as const),
})
