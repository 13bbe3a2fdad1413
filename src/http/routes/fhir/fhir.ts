/** The terminology operations of FHIR R4 over the code lists, by GET with a query and by POST with a Parameters resource. */
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Refusal } from '../../refusals.ts'
import { describeServer } from '../../../codes/terminology/fhir/capabilities.ts'
import { expandValueSet } from '../../../codes/terminology/fhir/expand.ts'
import { readParameters, textOf, wrong, type Input } from '../../../codes/terminology/fhir/input.ts'
import { lookUpConcept, type Operation } from '../../../codes/terminology/fhir/look-up.ts'
import { readResource, searchResources } from '../../../codes/terminology/fhir/resources.ts'
import { translateConcept } from '../../../codes/terminology/fhir/translate.ts'
import { validateInSystem, validateInValueSet } from '../../../codes/terminology/fhir/validate.ts'
import { dmdcHeadersSchema } from '../../dmdc-headers.ts'
import type { AppEnv } from '../../services.ts'
import { SHORTLY, tagged } from '../../caching.ts'
import { headersOf } from '../dmdc/look-up.ts'

/** All FHIR lies below it; what is refused there is told as an OperationOutcome. */
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
  400: { description: 'OperationOutcome: the question cannot be read', content },
  404: { description: 'OperationOutcome: not known', content },
  413: { description: 'OperationOutcome: too large', content },
  415: { description: 'OperationOutcome: not JSON', content },
  503: { description: 'OperationOutcome: not available at the moment', content },
}

type Route = { path: string; summary: string; run: Operation }

const operations: readonly Route[] = [
  {
    path: '/CodeSystem/$lookup',
    summary: 'FHIR R4: a code by system and code, as of a date',
    run: lookUpConcept,
  },
  {
    path: '/CodeSystem/$validate-code',
    summary: 'FHIR R4: whether a code is in force on a date, and its display right',
    run: validateInSystem,
  },
  {
    path: '/ValueSet/$validate-code',
    summary: 'FHIR R4: whether a code is among those in force on a date',
    run: validateInValueSet,
  },
  {
    path: '/ValueSet/$expand',
    summary: 'FHIR R4: the codes of urn:bhyt-edge:dmdc:{catalogue}:all in force on a date, filtered and paged',
    run: expandValueSet,
  },
  {
    path: '/ConceptMap/$translate',
    summary: 'FHIR R4: what took the place of a code, or with reverse whose place it took',
    run: translateConcept,
  },
]

const readings: readonly Route[] = [
  { path: '/metadata', summary: 'FHIR R4: capabilities; ?mode=terminology', run: describeServer },
  { path: '/CodeSystem', summary: 'FHIR R4: code systems, by url', run: searchResources('CodeSystem') },
  { path: '/CodeSystem/:id', summary: 'FHIR R4: the code system of a catalogue', run: readResource('CodeSystem') },
  { path: '/ValueSet', summary: 'FHIR R4: value sets, by url', run: searchResources('ValueSet') },
  { path: '/ValueSet/:id', summary: 'FHIR R4: all codes of a catalogue as a value set', run: readResource('ValueSet') },
]

export function fhirRoutes(app: OpenAPIHono<AppEnv>): void {
  const tooLarge = (): never => {
    throw new Refusal('file-too-large', { limit: MOST_BODY_BYTES })
  }
  app.use(`${FHIR_PATH}/*`, tagged, bodyLimit({ maxSize: MOST_BODY_BYTES, onError: tooLarge }))
  for (const { path, summary, run } of operations) {
    app.get(`${FHIR_PATH}${path}`, (c) => respond(c, run, queryOf(c)))
    app.post(`${FHIR_PATH}${path}`, async (c) => respond(c, run, await bodyOf(c)))
    describe(app, 'get', path, summary)
    describe(app, 'post', path, summary)
  }
  for (const { path, summary, run } of readings) {
    app.get(`${FHIR_PATH}${path}`, (c) => respond(c, run, queryOf(c)))
    describe(app, 'get', path, summary)
  }
}

async function respond(c: Context<AppEnv>, run: Operation, input: Input): Promise<Response> {
  const { openReplica, now } = c.get('services')
  const format = textOf(input, '_format')
  if (format !== undefined && !/json/i.test(format)) throw wrong('_format', 'json')
  const { standing, resource } = await run(openReplica(), input, now())
  return c.body(JSON.stringify(resource), 200, { 'content-type': FHIR_JSON, ...headersOf(standing, SHORTLY) })
}

/** Of `/CodeSystem/icd10` the id comes as a parameter like any other. */
function queryOf(c: Context<AppEnv>): Input {
  const id = c.req.param('id')
  const { searchParams } = new URL(c.req.url)
  return [
    ...[...searchParams].map(([name, value]) => ({ name, value })),
    ...(id === undefined ? [] : [{ name: 'id', value: id }]),
  ]
}

async function bodyOf(c: Context<AppEnv>): Promise<Input> {
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

function describe(app: OpenAPIHono<AppEnv>, method: 'get' | 'post', path: string, summary: string): void {
  const hasId = path.endsWith('/:id')
  app.openAPIRegistry.registerPath({
    method,
    path: `${FHIR_PATH}${path.replace(':id', '{id}')}`,
    summary: `${summary}; no token needed`,
    request: {
      ...(hasId ? { params: z.object({ id: z.string() }) } : {}),
      ...(method === 'post' ? { body: { content } } : {}),
    },
    responses,
  })
}
