/** The configuration file as `gateway init` writes it: every setting with its reason, so that the file explains itself. */
import { Document, isMap, isPair, isScalar, isSeq, visit, type Pair } from 'yaml'
import { z } from 'zod'
import { configurationSchema, reasonOf } from './schema.ts'

const HEAD = ` Cấu hình cổng gửi hồ sơ tại cơ sở. Sửa xong chạy lại: bhyt-edge gateway doctor
 Configuration of the gateway at the facility. After a change run: bhyt-edge gateway doctor`

/** The text of the file, every default written out. `newline`: that of the system, so that Notepad shows lines. */
export function configurationText(input: z.input<typeof configurationSchema>, newline: string): string {
  const document = new Document(configurationSchema.parse(input))
  document.commentBefore = HEAD
  visit(document, {
    Pair(_, pair, ancestors) {
      const reason = reasonAt(namesOf([...ancestors, pair]))
      if (reason && isScalar(pair.key)) pair.key.commentBefore = ` ${reason.vi}\n ${reason.en}`
    },
    Scalar(key, node) {
      // Codes keep their zeros.
      if (key === 'value' && typeof node.value === 'string' && /^\d+$/.test(node.value)) node.type = 'QUOTE_DOUBLE'
    },
  })
  return document.toString({ lineWidth: 0 }).replaceAll('\n', newline)
}

const namesOf = (nodes: readonly unknown[]): string[] =>
  nodes.flatMap((node) => (isPair(node) ? [nameOf(node)] : isSeq(node) || isMap(node) ? [] : []))
const nameOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '')

/** Down through the schema by names; lists are walked through. */
function reasonAt(names: readonly string[]): ReturnType<typeof reasonOf> {
  let schema: z.ZodType = configurationSchema
  let reason: ReturnType<typeof reasonOf> = null
  for (const name of names) {
    const inner = insideOf(schema)
    if (!(inner instanceof z.ZodObject)) return null
    const next: unknown = inner.shape[name]
    if (!(next instanceof z.ZodType)) return null
    schema = next
    reason = reasonOf(next)
  }
  return reason
}

/** What lies behind defaults and lists. */
function insideOf(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    const inner: unknown = schema.unwrap()
    return inner instanceof z.ZodType ? insideOf(inner) : schema
  }
  if (schema instanceof z.ZodArray) {
    const element: unknown = schema.element
    return element instanceof z.ZodType ? insideOf(element) : schema
  }
  return schema
}
