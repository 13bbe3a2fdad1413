/** Canonical URLs: a catalogue is a code system, all its codes a value set, its successions a concept map. A version is a release. */
import { Refusal } from '../../refusals.ts'

const STEM = 'urn:bhyt-edge:dmdc:'

export const systemOf = (catalogue: string): string => `${STEM}${catalogue}`
export const valueSetOf = (catalogue: string): string => `${STEM}${catalogue}:all`
export const conceptMapOf = (catalogue: string): string => `${STEM}${catalogue}:replaced-by`

/** A canonical may carry a version: `url|version`. */
export type Canonical = { readonly catalogue: string; readonly version: string | undefined }

const canonical =
  (form: RegExp) =>
  (url: string): Canonical | null => {
    const [, catalogue, version] = form.exec(url) ?? []
    return catalogue === undefined ? null : { catalogue, version }
  }

const system = canonical(/^urn:bhyt-edge:dmdc:([a-z0-9-]{1,40})(?:\|(.+))?$/)
// `?fhir_vs` is FHIR's own way to name all codes of a system.
const valueSet = canonical(/^urn:bhyt-edge:dmdc:([a-z0-9-]{1,40})(?::all|\?fhir_vs)(?:\|(.+))?$/)
const conceptMap = canonical(/^urn:bhyt-edge:dmdc:([a-z0-9-]{1,40}):replaced-by(?:\|(.+))?$/)

const known = (found: Canonical | null): Canonical => {
  if (found === null) throw new Refusal('fhir-url-unknown')
  return found
}

/** Is it the URL of one of our code systems, whether or not there is such a catalogue? */
export const isSystem = (url: string): boolean => system(url) !== null

/** The catalogue behind the URL of a code system. Throws Refusal('fhir-url-unknown'). */
export const ofSystem = (url: string): Canonical => known(system(url))

/** The catalogue behind the URL of a value set. Throws Refusal('fhir-url-unknown'). */
export const ofValueSet = (url: string): Canonical => known(valueSet(url))

/** The catalogue behind the URL of a concept map. Throws Refusal('fhir-url-unknown'). */
export const ofConceptMap = (url: string): Canonical => known(conceptMap(url))
