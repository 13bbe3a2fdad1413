import type { Resource } from './input.ts'

/** A resource as JSON. FHIR has no empty arrays, objects or texts, and no nulls (R4, JSON Representation): none is written. */
export const written = (resource: Resource, isPretty: boolean): string =>
  JSON.stringify(filled(resource), null, isPretty ? 2 : undefined)

function filled(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(filled).filter((item) => item !== undefined)
    return items.length === 0 ? undefined : items
  }
  if (value === null || value === '') return undefined
  if (typeof value !== 'object') return value
  const members = Object.entries(value).flatMap(([name, member]) => {
    const kept = filled(member)
    return kept === undefined ? [] : [[name, kept] as const]
  })
  return members.length === 0 ? undefined : Object.fromEntries(members)
}
