/** What an operation accepts as a parameter or a member of its body, in words, out of the document that describes it. */
import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { AppEnv } from './services.ts'
import type { Documented, Schema } from './document-shape.ts'
import type { Text } from '../kernel/text.ts'

/** Bodies that are read by a schema. */
const BODIES = ['application/json', 'application/x-www-form-urlencoded'] as const

/** By `get /v1/rules/:id`, then by the name of the parameter or member. */
type Accepted = ReadonlyMap<string, ReadonlyMap<string, Text>>

/** Reads the document once; what it says of a parameter is what an error names. */
function acceptedBy(document: Documented): Accepted {
  const accepted = new Map<string, ReadonlyMap<string, Text>>()
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods)) {
      const words = new Map<string, Text>()
      for (const type of BODIES) {
        const body = operation.requestBody?.content?.[type]?.schema
        for (const [name, member] of Object.entries(resolved(document, body)?.properties ?? {}))
          words.set(name, wordsOf(resolved(document, member) ?? {}, member.description))
      }
      for (const { name, schema, description } of operation.parameters ?? [])
        words.set(name, wordsOf(resolved(document, schema) ?? {}, description))
      accepted.set(operationKey(method, path), words)
    }
  }
  return accepted
}

/** Of a documented path, `/v1/rules/{id}`, as routes are named: `get /v1/rules/:id`. */
export const operationKey = (method: string, path: string): string =>
  `${method.toLowerCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`

const SCHEMAS = '#/components/schemas/'
const resolved = ({ components }: Documented, schema: Schema | undefined): Schema | undefined =>
  schema?.$ref?.startsWith(SCHEMAS) === true ? components?.schemas?.[schema.$ref.slice(SCHEMAS.length)] : schema

const DAY = /^\d{4}-\d\d-\d\d$/

function wordsOf(schema: Schema, description = schema.description): Text {
  const types = new Set([schema.type ?? []].flat())
  if (schema.enum) return same(schema.enum.map(String).join(', '))
  if (types.has('boolean')) return same('true, false')
  if (types.has('integer')) return wholeNumberFrom(schema)
  if (types.has('array')) return { vi: 'một danh sách', en: 'a list' }
  if (types.has('object')) return { vi: 'một đối tượng JSON', en: 'a JSON object' }
  const { example } = schema
  if (typeof example === 'string')
    return DAY.test(example)
      ? { vi: `ngày, ví dụ ${example}`, en: `a day such as ${example}` }
      : { vi: `giá trị như ${example}`, en: `a value such as ${example}` }
  const { minLength = 1, maxLength } = schema
  const length = maxLength === undefined ? { vi: 'chữ', en: 'text' } : lengthOf(minLength, maxLength)
  return description === undefined
    ? length
    : { vi: `${length.vi} (${description})`, en: `${length.en} (${description})` }
}

const lengthOf = (least: number, most: number): Text => ({
  vi: `chữ, ${least} đến ${most} ký tự`,
  en: `text of ${least} to ${most} characters`,
})

function wholeNumberFrom({ minimum, maximum }: Schema): Text {
  const isOpen = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER - 1
  if (minimum === undefined) return { vi: 'số nguyên', en: 'a whole number' }
  return isOpen
    ? { vi: `số nguyên từ ${minimum}`, en: `a whole number from ${minimum}` }
    : { vi: `số nguyên từ ${minimum} đến ${maximum}`, en: `a whole number from ${minimum} to ${maximum}` }
}

const same = (words: string): Text => ({ vi: words, en: words })

/** What the operation of a request accepts, by name. The document is read at the first wrong parameter: by then every route is there. */
export function createWordsFor(document: () => Documented): (c: Context<AppEnv>) => (name: string) => Text | undefined {
  let accepted: Accepted | null = null
  return (c) => {
    const known = (accepted ??= acceptedBy(document()))
    const words = matchedRoutes(c)
      .map(({ method, path }) => known.get(operationKey(method, path)))
      .find((found) => found !== undefined)
    return (name) => words?.get(name)
  }
}
