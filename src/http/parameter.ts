import type { z } from '@hono/zod-openapi'
import { Refusal } from './refusals.ts'
import type { Text } from '../kernel/text.ts'

const WHOLE_NUMBER: Text = { vi: 'số nguyên', en: 'a whole number' }

/** What a parameter or a member of the body accepts, by its name; `acceptedBy` knows it from the document. */
export type WordsOf = (name: string) => Text | undefined

/** The first parameter that is wrong, and what is accepted in its place; nothing of what was sent is repeated. */
export function refuseParameter({ issues }: z.core.$ZodError, wordsOf: WordsOf = () => undefined): Refusal {
  const [issue] = issues
  if (!issue) throw new Error('a parameter was refused without an issue')
  const [list, at, member] = issue.path
  // A row of a list: which one, and which of its members; names of members are ours, further in they may be the sender's.
  if (typeof at === 'number')
    return new Refusal('row-invalid', { row: at + 1, field: String(member ?? list), expected: accepted(issue) })
  const name = String(issue.path[0] ?? 'body')
  // Of a member further in the issue itself says more than the document of what is around it.
  const words = issue.path.length === 1 && !SAYS_MORE.has(issue.code) ? wordsOf(name) : undefined
  return new Refusal('parameter-invalid', { parameter: name, expected: words ?? accepted(issue) })
}

/** Of these the issue itself names what is missing. */
const SAYS_MORE: ReadonlySet<string> = new Set(['custom', 'unrecognized_keys', 'invalid_union'])

function accepted(issue: z.core.$ZodIssue): Text {
  switch (issue.code) {
    case 'invalid_value':
      return same(issue.values.map(String).join(', '))
    case 'too_small':
      if (issue.origin === 'string') return { vi: 'không để trống', en: 'not empty' }
      if (issue.origin === 'array') return { vi: `từ ${issue.minimum} dòng`, en: `${issue.minimum} or more rows` }
      return { vi: `${WHOLE_NUMBER.vi} từ ${issue.minimum}`, en: `${WHOLE_NUMBER.en} from ${issue.minimum}` }
    case 'too_big':
      if (issue.origin === 'string')
        return { vi: `đến ${issue.maximum} ký tự`, en: `up to ${issue.maximum} characters` }
      if (issue.origin === 'array') return { vi: `đến ${issue.maximum} dòng`, en: `up to ${issue.maximum} rows` }
      return { vi: `${WHOLE_NUMBER.vi} đến ${issue.maximum}`, en: `${WHOLE_NUMBER.en} up to ${issue.maximum}` }
    case 'invalid_type':
      if (issue.expected === 'array') return { vi: 'một danh sách', en: 'a list' }
      if (issue.expected === 'object') return { vi: 'một đối tượng JSON', en: 'a JSON object' }
      return issue.expected === 'string' ? { vi: 'chữ', en: 'text' } : WHOLE_NUMBER
    default:
      return same(issue.message)
  }
}

const same = (words: string): Text => ({ vi: words, en: words })
