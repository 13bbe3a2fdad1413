import { vietnamIsoDay } from '../../../kernel/vietnam-time.ts'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { conceptMapOf, mappingsCsv, readMappingsCsv } from '../../../codes/mapping/export.ts'
import type { MappingRow } from '../../../codes/mapping/local-code.ts'
import {
  allMappings,
  approvedOn,
  candidatesFor,
  coverageOf,
  listMappings,
  namesOf,
} from '../../../codes/mapping/read.ts'
import { readMapping, takeMappingStep, type MappingStep } from '../../../codes/mapping/steps.ts'
import { uploadLocalCodes } from '../../../codes/mapping/upload.ts'
import { parseAttributes } from '../../../store/reference/listed-code.ts'
import { assertMayRead, type Caller } from '../../../edge/identity/caller.ts'
import { Refusal } from '../../refusals.ts'
import { primaryOf } from '../../callers.ts'
import { refuseParameter } from '../../parameter.ts'
import type { AppEnv } from '../../services.ts'
import { tableFile } from '../../table-files.ts'
import {
  approveMappingBody,
  candidatesSchema,
  conceptMapSchema,
  coverageSchema,
  localCodesBody,
  mapBody,
  mappingSchema,
  mappingsSchema,
  mappingState,
  rejectMappingBody,
  uploadedSchema,
} from './schemas.ts'
import { problems } from '../service/problems.ts'
import { bodyOf, firstDay, freshest, json, timeOrNull } from '../../route-parts.ts'
import { isoDay, wholeNumber } from '../../schema-parts.ts'
import { callerOf, operation, type Permission } from '../../operation.ts'

const PATH = '/v1/dmdc/mappings'
/** 20,000 local codes with their attributes, as JSON. */
const MAX_UPLOAD_BYTES = 8 * 1024 * 1024
const LARGEST_PAGE = 1000

const ofCatalogue = z.object({ catalogue: z.string() })
const ofLocalCode = ofCatalogue.extend({ localCode: z.string().openapi({ description: 'URL-encoded' }) })
const facility = z.string().optional().openapi({ description: 'Whose; a facility need not say' })
const page = {
  after: z.string().optional().openapi({ description: 'next of the page before' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(LARGEST_PAGE),
}
const PROBLEMS = problems(400, 401, 403, 404, 409, 413, 415, 421, 422, 503)

const uploading = operation(
  {
    may: ['sender'],
    within: 'its own facility',
    body: { most: MAX_UPLOAD_BYTES, why: '20,000 local codes with their attributes' },
  },
  {
    method: 'put',
    path: `${PATH}/{catalogue}`,
    summary:
      'List local codes, all or none; CSV has the names of the members as headings, other columns are attributes (facility)',
    request: {
      params: ofCatalogue,
      body: { content: { 'application/json': { schema: localCodesBody }, 'text/csv': { schema: z.string() } } },
    },
    responses: { 200: json(uploadedSchema, 'How many rows are new, changed, as they were'), ...PROBLEMS },
  },
)
const covering = operation(
  { may: ['sender', 'supervisor', 'curator', 'analyst'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: `${PATH}/coverage`,
    summary: 'Per facility and catalogue: how many of the local codes used are mapped, by number and by use',
    request: { query: z.object({ catalogue: z.string().optional(), day: isoDay.optional(), ...page }) },
    responses: { 200: json(coverageSchema, 'A page of figures'), ...PROBLEMS },
  },
)
const listing = operation(
  { may: ['sender', 'supervisor', 'curator', 'analyst'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: `${PATH}/{catalogue}`,
    summary: "Mappings of local codes: a facility's own, a province's facilities', or all (ministry)",
    request: { params: ofCatalogue, query: z.object({ facility, state: mappingState.optional(), ...page }) },
    responses: { 200: json(mappingsSchema, 'A page of mappings'), ...PROBLEMS },
  },
)
const exporting = operation(
  { may: ['sender', 'supervisor', 'curator', 'analyst'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: `${PATH}/{catalogue}/export`,
    summary: 'csv: all mappings of a facility · fhir: the approved ones that hold on a day, as a FHIR R4 ConceptMap',
    request: {
      params: ofCatalogue,
      query: z.object({ format: z.enum(['csv', 'fhir']), facility, day: isoDay.optional() }),
    },
    responses: {
      200: {
        description: 'The export',
        content: { 'text/csv': { schema: z.string() }, 'application/fhir+json': { schema: conceptMapSchema } },
      },
      ...PROBLEMS,
    },
  },
)
const suggesting = operation(
  { may: ['sender', 'supervisor', 'curator', 'analyst'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: `${PATH}/{catalogue}/{localCode}/candidates`,
    summary: 'National codes that a local code may stand for, the most alike first, with reasons',
    request: { params: ofLocalCode, query: z.object({ facility, validFrom: isoDay.optional() }) },
    responses: { 200: json(candidatesSchema, 'The candidates'), ...PROBLEMS },
  },
)
const stepRoute = <Body extends z.ZodType>(name: string, body: Body, permission: Permission, summary: string) =>
  operation(permission, {
    method: 'post',
    path: `${PATH}/{catalogue}/{localCode}/${name}`,
    summary,
    request: { params: ofLocalCode, body: bodyOf(body) },
    responses: { 200: json(mappingSchema, 'The mapping after the step'), ...PROBLEMS },
  })
const SENDER: Permission = { may: ['sender'], within: 'its own facility' }
const SUPERVISOR: Permission = {
  may: ['supervisor'],
  within: 'its provinces; nobody decides what they proposed',
  isConfirmed: true,
}
const proposing = stepRoute('propose', mapBody, SENDER, 'Say which national code it stands for (facility)')
const approving = stepRoute(
  'approve',
  approveMappingBody,
  SUPERVISOR,
  'proposed → approved: findings name the code from now on (province)',
)
const rejecting = stepRoute('reject', rejectMappingBody, SUPERVISOR, 'proposed or approved → rejected (province)')

export function mappingRoutes(app: OpenAPIHono<AppEnv>): void {
  // Before the catalogues, one of which it would be taken for.
  app.openapi(covering, async (c) => {
    const caller = callerOf(c)
    const { day = vietnamIsoDay(c.get('services').now()), ...query } = c.req.valid('query')
    return c.json({ day, ...(await coverageOf(freshest(c), caller, { day, ...query })) }, 200)
  })
  app.openapi(uploading, async (c) => {
    const caller = callerOf(c)
    if (caller.role !== 'facility') throw new Refusal('role-not-allowed')
    const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
    const isCsv = mediaType === 'text/csv'
    if (!isCsv && mediaType !== 'application/json') throw new Refusal('media-type-unsupported')
    const sent: unknown = isCsv ? { rows: readMappingsCsv(await c.req.text()) } : c.req.valid('json')
    const read = localCodesBody.safeParse(sent)
    if (!read.success) throw refuseParameter(read.error)
    const now = c.get('services').now()
    return c.json(
      await uploadLocalCodes(primaryOf(c), caller, c.req.valid('param').catalogue, read.data.rows, now),
      200,
    )
  })
  app.openapi(listing, async (c) => {
    const caller = callerOf(c)
    const { catalogue } = c.req.valid('param')
    const { rows, next } = await listMappings(freshest(c), caller, { catalogue, ...c.req.valid('query') })
    return c.json({ mappings: rows.map(shown), next }, 200)
  })
  app.openapi(exporting, async (c) => {
    const caller = callerOf(c)
    const { catalogue } = c.req.valid('param')
    const { format, facility: asked, day = vietnamIsoDay(c.get('services').now()) } = c.req.valid('query')
    const whose = facilityOf(caller, asked)
    const database = freshest(c)
    if (format === 'csv') {
      const rows = await allMappings(database, caller, { catalogue, facility: whose })
      return tableFile(c, 'csv', `${catalogue}-${whose}`, mappingsCsv(rows))
    }
    const approved = await approvedOn(database, whose, catalogue, day)
    const names = await namesOf(
      database,
      catalogue,
      approved.flatMap(({ code }) => code ?? []),
    )
    const map = conceptMapOf({ facility: whose, catalogue, day }, approved, names)
    return c.body(JSON.stringify(map), 200, { 'content-type': 'application/fhir+json' })
  })
  mappingSteps(app)
}

/** Candidates for one local code, and the steps of its mapping. */
function mappingSteps(app: OpenAPIHono<AppEnv>): void {
  app.openapi(suggesting, async (c) => {
    const caller = callerOf(c)
    const { facility: asked, validFrom } = c.req.valid('query')
    const database = freshest(c)
    const row = await readMapping(database, { ...c.req.valid('param'), facility: facilityOf(caller, asked), validFrom })
    const candidates = await candidatesFor(database, row, vietnamIsoDay(c.get('services').now()))
    return c.json(
      {
        mapping: shown(row),
        candidates: candidates.map(({ nameScore: _, attributes, reasons, validFrom: from, ...rest }) => ({
          ...rest,
          attributes: { ...attributes },
          reasons: [...reasons],
          validFrom: firstDay(from),
        })),
      },
      200,
    )
  })
  app.openapi(proposing, async (c) =>
    c.json(await step(c, { ...c.req.valid('param'), ...c.req.valid('json'), action: 'propose' }), 200),
  )
  app.openapi(approving, async (c) =>
    c.json(await step(c, { ...c.req.valid('param'), ...c.req.valid('json'), action: 'approve' }), 200),
  )
  app.openapi(rejecting, async (c) =>
    c.json(await step(c, { ...c.req.valid('param'), ...c.req.valid('json'), action: 'reject' }), 200),
  )
}

/** A facility's own; whoever sees several has to say whose. Throws not-yours, parameter-invalid. */
function facilityOf(caller: Caller, asked: string | undefined): string {
  const whose = asked ?? (caller.role === 'facility' ? caller.facility : undefined)
  if (whose === undefined)
    throw new Refusal('parameter-invalid', {
      parameter: 'facility',
      expected: { vi: 'mã cơ sở KCB', en: 'a facility code' },
    })
  assertMayRead(caller, whose)
  return whose
}

async function step(
  c: Context<AppEnv>,
  { facility: asked, ...rest }: Omit<MappingStep, 'facility'> & { facility?: string | undefined },
): Promise<z.infer<typeof mappingSchema>> {
  const caller = callerOf(c)
  const now = c.get('services').now()
  return shown(await takeMappingStep(primaryOf(c), caller, { ...rest, facility: facilityOf(caller, asked) }, now))
}

const shown = ({
  attributes,
  validFrom,
  proposedAt,
  decidedAt,
  ...row
}: MappingRow): z.infer<typeof mappingSchema> => ({
  ...row,
  attributes: parseAttributes(attributes),
  validFrom: firstDay(validFrom),
  proposedAt: timeOrNull(proposedAt),
  decidedAt: timeOrNull(decidedAt),
})
