import { z, type OpenAPIHono } from '@hono/zod-openapi'
import { assertCatalogues, createDraft } from '../../../codes/drafts/draft.ts'
import { approveDraft, publishDraft, submitDraft } from '../../../codes/drafts/steps.ts'
import { compareFile, keepInDraft, type ImportReport } from '../../../codes/import/import-catalogue.ts'
import { ASSUMPTIONS } from '../../../codes/import/numeric-codes.ts'
import type { PublishedRelease } from '../../../codes/release/plan.ts'
import { MAX_SPREADSHEET_BYTES } from '../../../codes/spreadsheet/limits.ts'
import { signerOf } from '../../callers.ts'
import { Refusal } from '../../../codes/refusals.ts'
import { importSchema, SHOWN_FILE_PROBLEMS } from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { CSV, XLSX } from '../../table-files.ts'
import { wholeBody } from '../../whole-body.ts'
import { problems } from '../service/problems.ts'
import { shownRelease } from './drafts.ts'
import { isoDay } from '../../schema-parts.ts'
import { ministryOf, operation } from '../../operation.ts'

const LONGEST_TEXT = 200

const flag = z.enum(['true', 'false']).default('false')
const file = { schema: z.string().openapi({ format: 'binary' }) }
const content = { 'application/json': { schema: importSchema } }

const query = z
  .object({
    decision: z.string().trim().min(1).max(LONGEST_TEXT).openapi({ example: 'QĐ 4469/QĐ-BYT' }),
    annex: z.string().trim().min(1).max(LONGEST_TEXT).optional().openapi({ example: 'PL1' }),
    signedOn: isoDay.optional(),
    validFrom: isoDay.openapi({ description: 'First day on which the codes may be used' }),
    mandatoryFrom: isoDay.optional().openapi({ description: 'First day on which they must be used' }),
    oldAcceptedUntil: isoDay.optional().openapi({ description: 'Last day of the codes that are no longer listed' }),
    confidence: z.enum(['high', 'medium', 'low']).default('high'),
    mode: z.enum(['replace', 'amend']).default('replace').openapi({
      description: 'replace: the file is the whole list, codes it lacks are closed; amend: they stay',
    }),
    completeness: z.enum(['complete', 'partial']).optional().openapi({ description: 'None: stays as it is' }),
    completeFrom: isoDay.optional(),
    draft: z.string().optional().openapi({ description: 'The draft that takes the changes; none: a new one' }),
    dryRun: flag.openapi({ description: 'true: only shows the difference' }),
    assume: z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(z.enum(ASSUMPTIONS)))
      .optional()
      .openapi({
        type: 'string',
        example: 'numeric-codes',
        description: `What may be assumed, joined by commas: ${ASSUMPTIONS.join(', ')}. Every use is a warning.`,
      }),
    publish: flag.openapi({
      description:
        'true: submits, approves and publishes at once; only where one person may do everything (local stack, demonstrations)',
    }),
  })
  .refine(({ mandatoryFrom, validFrom }) => !mandatoryFrom || mandatoryFrom >= validFrom, {
    path: ['mandatoryFrom'],
    message: '>= validFrom',
  })

const route = operation(
  { may: ['curator'], within: 'catalogues of its department', isConfirmed: true, body: 'streamed' },
  {
    method: 'post',
    path: '/v1/dmdc/{catalogue}/imports',
    summary:
      'Read a list of the Ministry (.xlsx or CSV): the difference to the release in force, and a draft that holds it (ministry)',
    request: {
      params: z.object({ catalogue: z.string().openapi({ example: 'icd10' }) }),
      query,
      body: {
        required: true,
        content: {
          [XLSX]: file,
          [CSV]: file,
          'application/octet-stream': file,
        },
      },
    },
    responses: {
      200: { description: 'A dry run, or a file with errors: nothing was changed', content },
      201: { description: 'The draft holds the changes, or they are published', content },
      ...problems(400, 401, 403, 404, 409, 413, 415, 421, 422, 503),
    },
  },
)

/** POST /v1/dmdc/{catalogue}/imports. */
export function importRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { caller, primary, now } = ministryOf(c)
    const { catalogue } = c.req.valid('param')
    const { draft: given, dryRun, publish, mode, assume = [], ...stated } = c.req.valid('query')
    const { annex = null, signedOn = null, mandatoryFrom = null, oldAcceptedUntil = null } = stated
    const { completeness = null, completeFrom = null } = stated
    const { decision: name, validFrom, confidence } = stated
    const dates = { signedOn, validFrom, mandatoryFrom, oldAcceptedUntil }
    const decision = { decision: name, annex, ...dates, confidence, completeness, completeFrom }
    // Whoever imports may not approve: said before anything is read or kept.
    if (publish === 'true' && dryRun === 'false' && !c.get('services').isAlone) throw new Refusal('draft-own')
    const bytes = await wholeBody(c.req.raw, MAX_SPREADSHEET_BYTES)
    const report = await compareFile(primary, { catalogue, bytes, decision, mode, assumed: new Set(assume) })
    if (dryRun === 'true' || report.errors > 0) return c.json(shownImport(catalogue, report, null, null), 200)

    const { account: by, department } = caller
    // Before there is a draft that nothing is put into.
    await assertCatalogues(
      primary,
      report.decisions.map((each) => each.catalogue),
      department,
    )
    const { isAlone } = c.get('services')
    const draft = given ?? c.get('services').randomName()
    if (given === undefined)
      await createDraft(primary, { id: draft, note: `${catalogue}: ${report.document}`, effectiveAt: null, by, now })
    await keepInDraft(primary, draft, report, { author: by, department })
    if (publish === 'false') return c.json(shownImport(catalogue, report, draft, null), 201)

    await submitDraft(primary, draft)
    await approveDraft(primary, draft, { department, by, now, isAlone })
    const release = await publishDraft(primary, draft, { department, by, now, isAlone, sign: await signerOf(c) })
    return c.json(shownImport(catalogue, report, draft, release), 201)
  })
}

function shownImport(
  catalogue: string,
  report: ImportReport,
  draft: string | null,
  release: PublishedRelease | null,
): z.infer<typeof importSchema> {
  const { document, rows, codes, difference, examples, problems: all, errors } = report
  return {
    catalogue,
    document,
    rows,
    codes,
    difference,
    examples: [...examples],
    errors,
    warnings: all.length - errors,
    problems: all.slice(0, SHOWN_FILE_PROBLEMS).map((problem) => ({ ...problem })),
    draft,
    release: release === null ? null : shownRelease(release),
  }
}
