/** Holds answers against the OpenAPI document that the service itself publishes. */
import { z } from 'zod'

type Schema = { [key: string]: unknown }
type Header = { schema: Schema; required?: boolean }
type Response = { content?: Record<string, { schema: Schema }>; headers?: Record<string, Header> }
type Operation = { responses: Record<string, Response> }
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } }

export type Conformance = {
  /** Throws where an answer is not as documented. */
  check: (method: string, path: string, status: number, headers: Headers, body: unknown) => void
  /** `METHOD /path/{of}/document status` of all answers seen. */
  seen: ReadonlySet<string>
  document: Document
}

/** Headers of our own: one that the document does not name is a mistake of the document. */
const OWN_HEADER = /^dmdc-/

/** A member that the document does not name is a mistake of the document. */
function closed(schema: unknown, components: Record<string, Schema>): unknown {
  if (Array.isArray(schema)) return schema.map((item) => closed(item, components))
  if (typeof schema !== 'object' || schema === null) return schema
  const reference = '$ref' in schema && typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined
  if (reference !== undefined) return closed(components[reference], components)
  const { example: _, description: __, ...rest } = schema as Schema
  const members = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, closed(value, components)]))
  return rest['type'] === 'object' && 'properties' in rest ? { ...members, additionalProperties: false } : members
}

export function createConformance(document: Document): Conformance {
  const seen = new Set<string>()
  const made = new Map<Schema, z.ZodType>()
  const schemaOf = (schema: Schema): z.ZodType => {
    const known = made.get(schema) ?? z.fromJSONSchema(closed(schema, document.components.schemas) as never)
    made.set(schema, known)
    return known
  }
  const problem = document.components.schemas['Problem']
  if (!problem) throw new Error('the document has no Problem')

  const hold = (what: string, schema: Schema, body: unknown): void => {
    const result = schemaOf(schema).safeParse(body)
    if (!result.success)
      throw new Error(`${what}: ${z.prettifyError(result.error)}\n${JSON.stringify(body).slice(0, 2000)}`)
  }

  const holdHeaders = (what: string, documented: Record<string, Header>, answered: Headers): void => {
    const names = new Set(Object.keys(documented).map((name) => name.toLowerCase()))
    for (const name of answered.keys())
      if (OWN_HEADER.test(name) && !names.has(name)) throw new Error(`${what}: header ${name} is not documented`)
    for (const [name, { schema, required = false }] of Object.entries(documented)) {
      const value = answered.get(name)
      if (value !== null) hold(`${what}, header ${name}`, schema, value)
      else if (required) throw new Error(`${what}: header ${name} is missing`)
    }
  }

  return {
    seen,
    document,
    check(method, path, status, headers, body) {
      const contentType = headers.get('content-type')?.split(';')[0] ?? ''
      const asked = path.split('?')[0]?.split('/') ?? []
      const template = Object.keys(document.paths).find((known) => {
        const parts = known.split('/')
        return parts.length === asked.length && parts.every((part, at) => part.startsWith('{') || part === asked[at])
      })
      const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()]
      const what = `${method} ${template ?? path} ${status}`
      if (!operation || !template) {
        // What is not there is answered all the same, and always as a problem.
        if (template === '/openapi.json' || path === '/openapi.json') return
        hold(what, problem, body)
        return
      }
      seen.add(what)
      const content = operation.responses[String(status)]?.content?.[contentType]
      if (!content)
        throw new Error(`${what} as ${contentType} is not documented: ${JSON.stringify(body).slice(0, 500)}`)
      hold(what, content.schema, body)
      holdHeaders(what, operation.responses[String(status)]?.headers ?? {}, headers)
    },
  }
}
