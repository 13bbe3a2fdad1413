/** Which parameters each question knows. FHIR R4: sections Search, Operations, and the definitions of the operations. */
import { Refusal } from '../../refusals.ts'
import type { Input } from './input.ts'

/** The types that can be searched and read. */
export type ResourceKind = 'CodeSystem' | 'ValueSet' | 'ConceptMap'

/** Of every question (R4, "General parameters"). */
const GENERAL = ['_format', '_pretty']
const SUBSETS = ['_summary', '_elements']
const SEARCH = ['_id', 'url', 'version', 'name', 'title', 'status', '_count', '_offset', '_total', ...SUBSETS]
const LANGUAGE = ['displayLanguage']
const CODING = ['code', 'coding', 'codeableConcept', 'display', 'date', 'abstract', ...LANGUAGE]

/** Parameters by question, without the general ones. */
export const PARAMETERS = {
  metadata: ['mode', '_summary'],
  read: SUBSETS,
  'search CodeSystem': [...SEARCH, 'system'],
  'search ValueSet': [...SEARCH, 'reference'],
  'search ConceptMap': SEARCH,
  'CodeSystem/$lookup': ['system', 'version', 'code', 'coding', 'date', 'property', ...LANGUAGE],
  'CodeSystem/$validate-code': ['url', 'version', ...CODING],
  'ValueSet/$validate-code': ['url', 'valueSetVersion', 'system', 'systemVersion', ...CODING],
  // An expansion here is flat and has only codes in force, none of them for use inside alone: what would leave others out changes nothing.
  'ValueSet/$expand': [
    'url',
    'valueSetVersion',
    'filter',
    'date',
    'offset',
    'count',
    'includeDesignations',
    'includeDefinition',
    'activeOnly',
    'excludeNested',
    'excludeNotForUI',
    'excludePostCoordinated',
    ...LANGUAGE,
  ],
  'ConceptMap/$translate': [
    'url',
    'conceptMapVersion',
    'code',
    'system',
    'version',
    'coding',
    'codeableConcept',
    'source',
    'target',
    'targetsystem',
    'reverse',
  ],
} as const satisfies Record<string, readonly string[]>

export type FhirQuestion = keyof typeof PARAMETERS

/** Modifiers of the search parameters that are texts; others have none. */
const MODIFIERS: Readonly<Record<string, readonly string[]>> = {
  name: ['exact', 'contains'],
  title: ['exact', 'contains'],
}

/**
 * Leaves out what the question does not know where `lenient` allows it, and returns the names of it; else throws
 * `fhir-parameter-unknown`. A modifier that is not known is refused either way, as it would turn the meaning (R4, "Modifiers").
 */
export function knownInput(
  input: Input,
  question: FhirQuestion,
  lenient: boolean,
): { input: Input; ignored: string[] } {
  const known: readonly string[] = [...PARAMETERS[question], ...GENERAL]
  const isKnown = (name: string): boolean => known.includes(name)
  const ignored = new Set<string>()
  for (const { name } of input) {
    const [stem = '', modifier] = name.split(':')
    const isOfSearch = question.startsWith('search ')
    if (modifier !== undefined && isOfSearch && isKnown(stem)) {
      if (!(MODIFIERS[stem] ?? []).includes(modifier)) throw unknown(name, MODIFIERS[stem] ?? [])
    } else if (!isKnown(name)) ignored.add(name)
  }
  const [first] = ignored
  if (first !== undefined && !lenient) throw unknown(first, known)
  return { input: input.filter(({ name }) => !ignored.has(name)), ignored: [...ignored] }
}

/** What may be repeated of what a client wrote. */
const NAME = /^[\w:.-]{1,40}$/

const unknown = (name: string, known: readonly string[]): Refusal =>
  new Refusal('fhir-parameter-unknown', {
    parameter: NAME.test(name) ? name : '…',
    expected: known.length === 0 ? { vi: 'không có', en: 'none' } : known.join(', '),
  })
