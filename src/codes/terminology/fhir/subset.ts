/** `_summary` and `_elements`: a part of a resource (FHIR R4, Search, "Summary" and "Elements"). */
import { textOf, textsOf, wrong, type Input, type Resource } from './input.ts'

const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }

/** Elements that a resource may not lack. */
const MANDATORY: ReadonlySet<string> = new Set(['resourceType', 'id', 'status', 'content'])

/** Elements that R4 does not mark as part of a summary; of those that we write. */
const NOT_IN_SUMMARY: ReadonlySet<string> = new Set(['description', 'compose'])

/** Which form of the resources is asked for. Throws `parameter-invalid`. */
export function summaryOf(input: Input): 'true' | 'text' | 'data' | 'count' | 'false' {
  const asked = textOf(input, '_summary') ?? 'false'
  if (asked === 'true' || asked === 'text' || asked === 'data' || asked === 'count' || asked === 'false') return asked
  throw wrong('_summary', 'true, text, data, count, false')
}

/** The part of a resource that `_summary` or `_elements` asks for, marked as a part; else all of it. Throws `parameter-invalid`. */
export function subsetOf(resource: Resource, input: Input): Resource {
  const summary = summaryOf(input)
  const elements = textsOf(input, '_elements')
    .flatMap((text) => text.split(','))
    .map((name) => name.trim().replace(`${resource.resourceType}.`, ''))
    .filter((name) => name !== '')
  if (elements.length > 0) return only(resource, (name) => elements.includes(name))
  if (summary === 'true') return only(resource, (name) => !NOT_IN_SUMMARY.has(name))
  // Nothing here has a narrative: without it everything is data, and of the text only what is mandatory is left.
  return summary === 'text' ? only(resource, () => false) : resource
}

function only(resource: Resource, wants: (element: string) => boolean): Resource {
  const { resourceType, id, ...rest } = resource
  const kept = Object.entries(rest).filter(([name]) => MANDATORY.has(name) || wants(name))
  return { resourceType, id, meta: { tag: [SUBSETTED] }, ...Object.fromEntries(kept) }
}
