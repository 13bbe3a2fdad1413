/** The terminology operations of FHIR R4 over the code lists, by GET with a query and by POST with a Parameters resource. */
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Refusal } from '../../refusals.ts'
import type { FhirOperation, Links } from '../../../codes/terminology/fhir/answer.ts'
import { conceptMapOf, systemOf, valueSetOf } from '../../../codes/terminology/fhir/canonical.ts'
import { describeServer } from '../../../codes/terminology/fhir/capabilities.ts'
import { expandValueSet } from '../../../codes/terminology/fhir/expand.ts'
import { assertAcceptable } from '../../../codes/terminology/fhir/format.ts'
import { readParameters, textOf, wrong, type Input } from '../../../codes/terminology/fhir/input.ts'
import { lookUpConcept } from '../../../codes/terminology/fhir/look-up.ts'
import {
  knownInput,
  PARAMETERS,
  type ResourceKind,
  type FhirQuestion,
} from '../../../codes/terminology/fhir/parameters.ts'
import { readResource } from '../../../codes/terminology/fhir/read.ts'
import { searchResources } from '../../../codes/terminology/fhir/search.ts'
import { translateConcept } from '../../../codes/terminology/fhir/translate.ts'
import { validateInSystem, validateInValueSet } from '../../../codes/terminology/fhir/validate.ts'
import { written } from '../../../codes/terminology/fhir/written.ts'
import { dmdcHeadersSchema } from '../../dmdc-headers.ts'
import type { AppEnv } from '../../services.ts'
import { SHORTLY, tagged } from '../../caching.ts'
import { headersOf } from '../code-lists/look-up.ts'

/** All FHIR lies below it; what is refused there is answered as an OperationOutcome. */
export const FHIR_PATH = '/fhir'
export const FHIR_JSON = 'application/fhir+json; charset=utf-8'

/** A CodeableConcept with many codings; an inline value set is not taken. */
const MOST_BODY_BYTES = 64 * 1024

const resourceSchema = z
  .record(z.string(), z.unknown())
  .openapi('FhirResource', { description: 'A resource of FHIR R4 (4.0.1).' })
const content = { 'application/fhir+json': { schema: resourceSchema } }
const responses = {
  200: { description: 'The answer', headers: dmdcHeadersSchema, content },
  304: { description: 'As the sender of If-None-Match has it' },
  400: { description: 'OperationOutcome: the question cannot be read, or has a parameter that is not known', content },
  404: { description: 'OperationOutcome: not known', content },
  406: { description: 'OperationOutcome: only JSON is written', content },
  413: { description: 'OperationOutcome: too large', content },
  415: { description: 'OperationOutcome: not JSON', content },
  503: { description: 'OperationOutcome: not available at the moment', content },
}

type Route = { question: FhirQuestion; path: string; summary: string; run: FhirOperation }

/** An operation; `canonical` of those that are asked of one resource as well (R4: level "instance"). */
type OperationRoute = Route & { canonical?: (catalogue: string) => string }

const operations: readonly OperationRoute[] = [
  {
    question: 'CodeSystem/$lookup',
    path: '/CodeSystem/$lookup',
    summary: 'FHIR R4: a code by system and code, as of a date',
    run: lookUpConcept,
  },
  {
    question: 'CodeSystem/$validate-code',
    path: '/CodeSystem/$validate-code',
    summary: 'FHIR R4: whether a code is in force on a date, and its display right',
    run: validateInSystem,
    canonical: systemOf,
  },
  {
    question: 'ValueSet/$validate-code',
    path: '/ValueSet/$validate-code',
    summary: 'FHIR R4: whether a code is among those in force on a date',
    run: validateInValueSet,
    canonical: valueSetOf,
  },
  {
    question: 'ValueSet/$expand',
    path: '/ValueSet/$expand',
    summary: 'FHIR R4: the codes of urn:bhyt-edge:dmdc:{catalogue}:all in force on a date, filtered and paged',
    run: expandValueSet,
    canonical: valueSetOf,
  },
  {
    question: 'ConceptMap/$translate',
    path: '/ConceptMap/$translate',
    summary: 'FHIR R4: what took the place of a code, or with reverse whose place it took',
    run: translateConcept,
    canonical: conceptMapOf,
  },
]

const KINDS: readonly { kind: ResourceKind; what: string }[] = [
  { kind: 'CodeSystem', what: 'the code system of a catalogue' },
  { kind: 'ValueSet', what: 'all codes of a catalogue as a value set' },
  { kind: 'ConceptMap', what: 'what took the place of the codes of a catalogue' },
]

export function fhirRoutes(app: OpenAPIHono<AppEnv>): void {
  const tooLarge = (): never => {
    throw new Refusal('file-too-large', { limit: MOST_BODY_BYTES })
  }
  app.use(`${FHIR_PATH}/*`, tagged, bodyLimit({ maxSize: MOST_BODY_BYTES, onError: tooLarge }))

  const metadata = { question: 'metadata', path: '/metadata', run: describeServer } as const
  get(app, { ...metadata, summary: 'FHIR R4: capabilities; ?mode=terminology' })
  operations.forEach((operation) => operationRoutes(app, operation))
  KINDS.forEach(({ kind, what }) => kindRoutes(app, kind, what))

  // What R4 has and this server has not; a reading of `$subsumes` would be about a resource of that id.
  for (const path of ['/:operation{\\$.+}', '/:type/:operation{\\$.+}', '/:type/:id/:operation{\\$.+}'])
    app.all(`${FHIR_PATH}${path}`, () => {
      throw new Refusal('fhir-operation-unknown')
    })
  KINDS.forEach(({ kind, what }) => {
    const read = { question: 'read', path: `/${kind}/:id`, run: readResource(kind) } as const
    app.get(`${FHIR_PATH}${read.path}`, (c) => respond(c, read, queryOf(c), [{ name: 'id', value: c.req.param('id') }]))
    document(app, 'get', { ...read, summary: `FHIR R4: ${what}` })
  })
}

function operationRoutes(app: OpenAPIHono<AppEnv>, operation: OperationRoute): void {
  const { path, canonical } = operation
  get(app, operation)
  app.post(`${FHIR_PATH}${path}`, async (c) => respond(c, operation, [...queryOf(c), ...(await parametersOf(c))]))
  document(app, 'post', operation)
  if (canonical === undefined) return
  const [kind = '', name = ''] = operation.question.split('/')
  const instance = { ...operation, path: `/${kind}/:id/${name}`, summary: `${operation.summary}; of one resource` }
  const answer = (c: Context<AppEnv>, input: Input): Promise<Response> => {
    const url = canonical(c.req.param('id') ?? '')
    // R4: the resource is named by the path, so nothing else may name it.
    if (input.some((given) => given.name === 'url' && given.value !== url)) throw wrong('url', url)
    return respond(c, instance, [...input.filter((given) => given.name !== 'url'), { name: 'url', value: url }])
  }
  app.get(`${FHIR_PATH}${instance.path}`, (c) => answer(c, queryOf(c)))
  app.post(`${FHIR_PATH}${instance.path}`, async (c) => answer(c, [...queryOf(c), ...(await parametersOf(c))]))
  document(app, 'get', instance)
  document(app, 'post', instance)
}

function kindRoutes(app: OpenAPIHono<AppEnv>, kind: ResourceKind, what: string): void {
  const question = `search ${kind}` as const
  const search = { question, path: `/${kind}`, summary: `FHIR R4: a search of ${what}`, run: searchResources(kind) }
  get(app, search)
  const posted = { ...search, path: `/${kind}/_search` }
  app.post(`${FHIR_PATH}${posted.path}`, async (c) => respond(c, posted, [...queryOf(c), ...(await formOf(c))]))
  document(app, 'post', posted, { 'application/x-www-form-urlencoded': { schema: z.record(z.string(), z.string()) } })
}

function get(app: OpenAPIHono<AppEnv>, route: Route): void {
  app.get(`${FHIR_PATH}${route.path}`, (c) => respond(c, route, queryOf(c)))
  document(app, 'get', route)
}

/** `named` is what the path says, which no client may write into a query. */
async function respond(
  c: Context<AppEnv>,
  { question, run }: Pick<Route, 'question' | 'run'>,
  asked: Input,
  named: Input = [],
): Promise<Response> {
  const { openReplica, now } = c.get('services')
  assertAcceptable(textOf(asked, '_format'), c.req.header('accept'))
  const { input, ignored } = knownInput(asked, question, isLenient(c.req.header('prefer')))
  const base = new URL(FHIR_PATH, c.req.url).href
  const { standing, resource, links } = await run(openReplica(), [...input, ...named], { now: now(), base, ignored })
  return c.body(written(resource, textOf(input, '_pretty') === 'true'), 200, {
    'content-type': FHIR_JSON,
    vary: 'Accept, Prefer',
    ...(links === undefined ? {} : { link: linkHeader(links) }),
    ...headersOf(standing, SHORTLY),
  })
}

/** RFC 7240, as R4 uses it for searches. */
const isLenient = (prefer: string | undefined): boolean => /\bhandling\s*=\s*"?lenient"?/i.test(prefer ?? '')

/** RFC 8288. */
const linkHeader = (links: Links): string =>
  Object.entries(links)
    .map(([relation, url]) => `<${url}>; rel="${relation}"`)
    .join(', ')

const queryOf = (c: Context<AppEnv>): Input =>
  [...new URL(c.req.url).searchParams].map(([name, value]) => ({ name, value }))

async function parametersOf(c: Context<AppEnv>): Promise<Input> {
  if (!/^(application\/(fhir\+)?json|text\/json)\b/i.test(c.req.header('content-type') ?? ''))
    throw new Refusal('fhir-media-type')
  const text = await c.req.text()
  try {
    return readParameters(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong('body', 'JSON')
    throw error
  }
}

/** The form of a search by POST; a search may also have all in its address, and no body. */
async function formOf(c: Context<AppEnv>): Promise<Input> {
  const type = c.req.header('content-type')
  const text = await c.req.text()
  if (text === '') return []
  if (!/^application\/x-www-form-urlencoded\b/i.test(type ?? '')) throw new Refusal('fhir-media-type')
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }))
}

function document(
  app: OpenAPIHono<AppEnv>,
  method: 'get' | 'post',
  { path, summary, question }: Pick<Route, 'path' | 'summary' | 'question'>,
  body: Record<string, { schema: z.ZodType }> = content,
): void {
  const hasId = path.includes('/:id')
  const names: readonly string[] = [...PARAMETERS[question], '_format', '_pretty']
  const isInstance = hasId && question !== 'read'
  const query = names.filter((name) => !(isInstance && name === 'url'))
  app.openAPIRegistry.registerPath({
    method,
    path: `${FHIR_PATH}${path.replace(':id', '{id}')}`,
    summary: `${summary}; no token needed`,
    request: {
      ...(hasId ? { params: z.object({ id: z.string() }) } : {}),
      ...(method === 'post'
        ? { body: { content: body } }
        : { query: z.object(Object.fromEntries(query.map((name) => [name, z.string().optional()]))) }),
    },
    responses,
  })
}
