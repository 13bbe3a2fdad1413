import { listContents } from '../catalogues.ts'
import { systemOf } from './canonical.ts'
import { textOf, wrong, type Resource } from './input.ts'
import type { Operation } from './look-up.ts'

const FHIR_VERSION = '4.0.1'
const SOFTWARE = 'bhyt-edge'

const operation = (resource: string, name: string) => ({
  name,
  definition: `http://hl7.org/fhir/OperationDefinition/${resource}-${name}`,
})

const resources = [
  {
    type: 'CodeSystem',
    profile: 'http://hl7.org/fhir/StructureDefinition/CodeSystem',
    operation: [operation('CodeSystem', 'lookup'), operation('CodeSystem', 'validate-code')],
  },
  {
    type: 'ValueSet',
    profile: 'http://hl7.org/fhir/StructureDefinition/ValueSet',
    operation: [operation('ValueSet', 'expand'), operation('ValueSet', 'validate-code')],
  },
].map((resource) => ({
  ...resource,
  interaction: [{ code: 'read' }, { code: 'search-type' }],
  searchParam: [
    { name: 'url', type: 'uri' },
    { name: '_id', type: 'token' },
    { name: 'title', type: 'string' },
    { name: 'status', type: 'token' },
  ],
}))

const EXPANSION_PARAMETERS = [
  'url',
  'valueSetVersion',
  'filter',
  'date',
  'offset',
  'count',
  'includeDesignations',
  'displayLanguage',
]

/** GET /fhir/metadata: what this server can do; with `mode=terminology` which code systems it keeps. */
export const describeServer: Operation = async (replica, input, now) => {
  const mode = textOf(input, 'mode') ?? 'full'
  if (!['full', 'normative', 'terminology'].includes(mode)) throw wrong('mode', 'full, normative, terminology')
  const { standing, catalogues } = await listContents(replica, now)
  const common = {
    name: 'BhytEdge',
    title: 'Danh mục dùng chung (DMDC) KCB BHYT',
    status: 'active',
    date: new Date(standing.release.publishedAt).toISOString(),
    kind: 'instance',
    software: { name: SOFTWARE },
    implementation: { description: 'The shared code lists of Vietnamese health insurance.' },
  }
  const capability: Resource = {
    resourceType: 'CapabilityStatement',
    ...common,
    fhirVersion: FHIR_VERSION,
    format: ['application/fhir+json', 'json'],
    instantiates: ['http://hl7.org/fhir/CapabilityStatement/terminology-server'],
    rest: [
      {
        mode: 'server',
        resource: [
          ...resources,
          {
            type: 'ConceptMap',
            profile: 'http://hl7.org/fhir/StructureDefinition/ConceptMap',
            operation: [operation('ConceptMap', 'translate')],
          },
        ],
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
      parameter: EXPANSION_PARAMETERS.map((name) => ({ name })),
    },
    codeSearch: 'all',
    validateCode: { translations: false },
    translation: { needsMap: false },
  }
  return { standing, resource: mode === 'terminology' ? terminology : capability }
}
