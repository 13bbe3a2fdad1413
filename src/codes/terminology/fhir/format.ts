import { Refusal } from '../../refusals.ts'

/** Names of JSON that clients of R4 and of earlier releases use. */
const JSON_TYPES: ReadonlySet<string> = new Set([
  'application/fhir+json',
  'application/json',
  'text/json',
  'application/json+fhir',
])
const ANY: ReadonlySet<string> = new Set(['*/*', 'application/*', 'text/*'])
/** Of the parameter fhirVersion of a media type. */
const VERSION = '4.0'

/**
 * Throws `fhir-not-acceptable` where a client takes no JSON of R4. `_format` goes before Accept (R4, RESTful API, "Content Types and
 * encodings"); in an address, `+` may have become a space.
 */
export function assertAcceptable(format: string | undefined, accept: string | undefined): void {
  const asked = format === undefined ? (accept?.trim() ?? '') : format.replaceAll(' ', '+')
  if (asked === '') return
  if (!asked.split(',').some((range) => isJson(range.toLowerCase()))) throw new Refusal('fhir-not-acceptable')
}

function isJson(range: string): boolean {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
  const valueOf = (name: string): string | undefined =>
    parameters
      .find((parameter) => parameter.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .replaceAll('"', '')
  if (Number(valueOf('q') ?? '1') === 0) return false
  return (type === 'json' || JSON_TYPES.has(type) || ANY.has(type)) && (valueOf('fhirversion') ?? VERSION) === VERSION
}
