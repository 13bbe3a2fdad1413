import { listContents } from '../catalogues.ts'
import { systemOf } from './canonical.ts'
import { textOf, wrong, type Resource } from './input.ts'
import type { FhirOperation } from './answer.ts'
import { PARAMETERS, type ResourceKind } from './parameters.ts'

const FHIR_VERSION = '4.0.1'
const SOFTWARE = 'bhyt-edge'

/** An operation by the name and the definition that R4 gives it. */
const operation = (kind: ResourceKind, name: string) => ({
  name,
  definition: `http://hl7.org/fhir/OperationDefinition/${kind}-${name}`,
})

const KINDS: readonly ResourceKind[] = ['CodeSystem', 'ValueSet', 'ConceptMap']

/** http://hl7.org/fhir/search-param-type */
const TYPES: Readonly<Record<string, string>> = {
  _id: 'token',
  version: 'token',
  status: 'token',
  name: 'string',
  title: 'string',
  url: 'uri',
  system: 'uri',
  reference: 'reference',
}

/** What is asked of a type, as the routes have it. */
const resources = KINDS.map((type) => ({
  type,
  profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
  interaction: [{ code: 'read' }, { code: 'search-type' }],
  versioning: 'no-version',
  conditionalRead: 'not-match',
  searchParam: PARAMETERS[`search ${type}`].flatMap((name) =>
    TYPES[name] === undefined ? [] : [{ name, type: TYPES[name] }],
  ),
  operation: Object.keys(PARAMETERS).flatMap((question) =>
    question.startsWith(`${type}/$`) ? [operation(type, question.slice(type.length + 2))] : [],
  ),
}))

/** GET /fhir/metadata: what this server can do; with `mode=terminology` which code systems it keeps. */
export const describeServer: FhirOperation = async (replica, input, { now, base }) => {
  const mode = textOf(input, 'mode') ?? 'full'
  if (!['full', 'normative', 'terminology'].includes(mode)) throw wrong('mode', 'full, normative, terminology')
  // All that is written here belongs to a summary.
  if (!['true', 'data', 'false'].includes(textOf(input, '_summary') ?? 'false'))
    throw wrong('_summary', 'true, data, false')
  const { standing, catalogues } = await listContents(replica, now)
  const common = {
    name: 'BhytEdge',
    title: 'Danh mục dùng chung (DMDC) KCB BHYT',
    status: 'active',
    date: new Date(standing.release.publishedAt).toISOString(),
    kind: 'instance',
    software: { name: SOFTWARE },
    implementation: { description: 'The shared code lists of Vietnamese health insurance.', url: base },
  }
  const capability: Resource = {
    resourceType: 'CapabilityStatement',
    ...common,
    fhirVersion: FHIR_VERSION,
    format: ['application/fhir+json', 'json'],
    rest: [
      {
        mode: 'server',
        documentation:
          'Open to everybody. A parameter that is not known is refused, unless the client sends Prefer: handling=lenient.',
        security: { cors: true },
        resource: resources,
      },
    ],
  }
  const terminology: Resource = {
    resourceType: 'TerminologyCapabilities',
    ...common,
    codeSystem: catalogues.map(({ id }) => ({
      uri: systemOf(id),
      version: [{ code: standing.release.id, isDefault: true }],
      subsumption: false,
    })),
    expansion: {
      hierarchical: false,
      paging: true,
      incomplete: false,
      parameter: PARAMETERS['ValueSet/$expand'].map((name) => ({ name })),
      textFilter: 'Words of code or name, accents optional; all of them must be there.',
    },
    codeSearch: 'all',
    validateCode: { translations: false },
    translation: { needsMap: false },
  }
  return { standing, resource: mode === 'terminology' ? terminology : capability }
}
