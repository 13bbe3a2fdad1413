import type { z } from '@hono/zod-openapi'
import { Refusal } from '../refusal.ts'
import type { Text } from '../text.ts'

const WHOLE_NUMBER: Text = { vi: 'số nguyên', en: 'a whole number' }

/** The first parameter that is wrong, and what is accepted in its place; nothing of what was sent is repeated. */
export function refuseParameter({ issues }: z.core.$ZodError): Refusal {
  const [issue] = issues
  if (!issue) throw new Error('a parameter was refused without an issue')
  return new Refusal('parameter-invalid', { parameter: String(issue.path[0] ?? 'body'), expected: accepted(issue) })
}

function accepted(issue: z.core.$ZodIssue): Text {
  switch (issue.code) {
    case 'invalid_value':
      return same(issue.values.map(String).join(', '))
    case 'too_small':
      return { vi: `${WHOLE_NUMBER.vi} từ ${issue.minimum}`, en: `${WHOLE_NUMBER.en} from ${issue.minimum}` }
    case 'too_big':
      return { vi: `${WHOLE_NUMBER.vi} đến ${issue.maximum}`, en: `${WHOLE_NUMBER.en} up to ${issue.maximum}` }
    case 'invalid_type':
      return issue.expected === 'string' ? { vi: 'một giá trị', en: 'one value' } : WHOLE_NUMBER
    default:
      return same(issue.message)
  }
}

const same = (words: string): Text => ({ vi: words, en: words })
