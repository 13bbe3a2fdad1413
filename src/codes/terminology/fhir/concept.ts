/** A code as FHIR describes a concept: display, designations, properties. */
import { OPEN_START, type ListedCode } from '../../../store/reference/listed-code.ts'
import { isInForce, successorsOf } from '../code.ts'

/** Where a list has the name in English. */
const ENGLISH = 'nameEnglish'

/** The name in the language asked for (BCP 47), Vietnamese where there is no other. */
export const displayOf = ({ name, attributes }: ListedCode, language: string | undefined): string =>
  /^en\b/i.test(language ?? '') ? (attributes[ENGLISH] ?? name) : name

export const designationsOf = ({ name, attributes }: ListedCode) => [
  { language: 'vi', value: name },
  ...(attributes[ENGLISH] === undefined ? [] : [{ language: 'en', value: attributes[ENGLISH] }]),
]

export type Property = { readonly code: string; readonly value: Readonly<Record<string, string | boolean>> }

/** The properties that every code has, for the description of a code system; attributes of a catalogue come under their own names. */
export const PROPERTIES = [
  { code: 'status', type: 'code', description: 'active; retired: no longer in force on the day; draft: not yet' },
  { code: 'inactive', type: 'boolean', description: 'Not in force on the day' },
  { code: 'validFrom', type: 'dateTime', description: 'First day on which it may be used' },
  { code: 'validTo', type: 'dateTime', description: 'Last day on which it is accepted' },
  { code: 'replacedBy', type: 'code', description: 'What took its place' },
  { code: 'sourceDocument', type: 'string', description: 'Decision and annex it rests on' },
] as const

/** What is known of a code on a day. */
export function propertiesOf(row: ListedCode, day: string): Property[] {
  const holds = isInForce(row, day)
  const status = holds ? 'active' : row.validFrom > day ? 'draft' : 'retired'
  return [
    { code: 'status', value: { valueCode: status } },
    { code: 'inactive', value: { valueBoolean: !holds } },
    ...(row.validFrom === OPEN_START ? [] : [{ code: 'validFrom', value: { valueDateTime: row.validFrom } }]),
    ...(row.validTo === null ? [] : [{ code: 'validTo', value: { valueDateTime: row.validTo } }]),
    ...successorsOf(row).map((code) => ({ code: 'replacedBy', value: { valueCode: code } })),
    { code: 'sourceDocument', value: { valueString: row.sourceDocument } },
    ...Object.entries(row.attributes).flatMap(([code, text]) =>
      // FHIR has no empty strings.
      code === ENGLISH || text === '' ? [] : [{ code, value: { valueString: text } }],
    ),
  ]
}
