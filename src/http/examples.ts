/** An example for each answer that the document describes, out of its schema: what a schema itself gives as an example comes first. */
import { problemOf } from '../kernel/refusal.ts'
import { Refusal } from './refusals.ts'
import type { Documented, Schema } from './document-shape.ts'

/** One problem of each status, as senders meet it. */
const PROBLEMS: Readonly<Record<string, Refusal>> = {
  400: new Refusal('parameter-invalid', {
    parameter: 'from',
    expected: { vi: 'ngày, ví dụ 2026-12-01', en: 'a day such as 2026-12-01' },
  }),
  401: new Refusal('token-missing'),
  403: new Refusal('not-yours'),
  404: new Refusal('submission-unknown'),
  409: new Refusal('changed-meanwhile'),
  413: new Refusal('file-too-large', { limit: 268_435_456 }),
  415: new Refusal('media-type-unsupported'),
  421: new Refusal('centre-only'),
  422: new Refusal('row-invalid', { row: 3, field: 'code', expected: { vi: 'không để trống', en: 'not empty' } }),
  429: new Refusal('too-many-requests'),
  503: new Refusal('warehouse-unavailable'),
}
const REQUEST_ID = '5b3c1c52-6d2f-4c0e-9d0e-2f6f0f7f6f11'

/** What a text of that name looks like where its schema does not say. */
const TEXTS: Readonly<Record<string, string>> = {
  id: 'a41f0c2e9b7d4e6f8a1b2c3d4e5f6071',
  submission: 'a41f0c2e9b7d4e6f8a1b2c3d4e5f6071',
  facility: '01001',
  province: '01',
  account: '01001',
  MA_LK: '01001.0012.0000000',
  catalogue: 'icd10',
  code: 'A00',
  name: 'Bệnh tả',
  rule: 'XML1.NGAY_RA.required',
  table: 'XML1',
  field: 'NGAY_RA',
  row: '1',
  release: '2026.11.2',
  version: '2026.11.0',
  vi: 'Nội dung bằng tiếng Việt',
  en: 'The same in English',
  document: 'QĐ 3176/QĐ-BYT',
  place: 'Bảng 1, STT 4',
}
const MOMENT = '2026-11-30T08:30:00+07:00'
const DAY = '2026-11-30'
/** Names of days and of moments. */
const DAYS = /(?:On|From|To|Until|^from|^to|^day|^since)$/
const MOMENTS = /(?:At|^asOf)$/
/** Schemas name each other; further in an example says nothing new. */
const DEEPEST = 8

/** The document with an example for each of its answers in JSON. */
export function withExamples<D extends Documented>(document: D): D {
  for (const methods of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(methods)) {
      for (const [status, { content = {} }] of Object.entries(operation.responses ?? {})) {
        for (const [type, media] of Object.entries(content)) {
          if (media.example !== undefined || !type.includes('json')) continue
          media.example = exampleFor(status, type, media.schema ?? {}, document)
        }
      }
    }
  }
  return document
}

function exampleFor(status: string, type: string, schema: Schema, document: Documented): unknown {
  const problem = PROBLEMS[status]
  if (problem !== undefined && type === 'application/problem+json') return problemOf(problem, REQUEST_ID)
  return exampleOf(schema, '', document, 0)
}

function exampleOf(schema: Schema, name: string, document: Documented, depth: number): unknown {
  const { $ref, example, enum: values, anyOf, oneOf, allOf, properties, items } = schema
  if (example !== undefined) return example
  if (schema.const !== undefined) return schema.const
  if (values !== undefined) return values[0]
  if ($ref !== undefined)
    return exampleOf(document.components?.schemas?.[$ref.split('/').at(-1) ?? ''] ?? {}, name, document, depth)
  const first = (anyOf ?? oneOf)?.find(({ type }) => type !== 'null')
  if (first !== undefined) return exampleOf(first, name, document, depth)
  if (allOf !== undefined)
    return Object.fromEntries(
      allOf.flatMap((part): [string, unknown][] => Object.entries(exampleOf(part, name, document, depth) ?? {})),
    )
  if (properties !== undefined)
    return Object.fromEntries(
      Object.entries(properties)
        .filter(([member]) => depth < DEEPEST || schema.required?.includes(member) === true)
        .map(([member, each]) => [member, exampleOf(each, member, document, depth + 1)]),
    )
  if (items !== undefined)
    return depth < DEEPEST || (schema.minItems ?? 0) > 0 ? [exampleOf(items, name, document, depth + 1)] : []
  return plainExample(schema, name)
}

function plainExample({ type, minimum, format, pattern, minLength = 0, prefixItems }: Schema, name: string): unknown {
  const kind = [type ?? 'object'].flat().find((each) => each !== 'null')
  if (prefixItems !== undefined) return prefixItems.map((item) => plainExample(item, ''))
  switch (kind) {
    case 'integer':
    case 'number':
      return Math.max(minimum ?? 1, 1)
    case 'boolean':
      return true
    case 'null':
      return null
    case 'array':
      return []
    case 'string':
      return textOf(name, format, pattern, minLength)
    default:
      return {}
  }
}

function textOf(name: string, format: string | undefined, pattern: string | undefined, least: number): string {
  if (pattern?.includes('{64}') === true) return 'c3'.repeat(32)
  if (format === 'uri') return 'https://his.example.vn/bhyt'
  if (/sha256|[hH]ash$|^digest$/.test(name)) return 'c3'.repeat(32)
  if (MOMENTS.test(name)) return MOMENT
  if (DAYS.test(name)) return DAY
  return (TEXTS[name] ?? 'text').padEnd(least, '.')
}
