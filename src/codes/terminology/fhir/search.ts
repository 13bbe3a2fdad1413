import { searchable } from '../../../store/reference/listed-code.ts'
import { listContents } from '../catalogues.ts'
import type { Circumstances, Links, FhirOperation } from './answer.ts'
import { systemOf } from './canonical.ts'
import { describe } from './describe.ts'
import { numberOf, textsOf, wrong, type Input, type Resource } from './input.ts'
import type { ResourceKind } from './parameters.ts'
import { subsetOf, summaryOf } from './subset.ts'

/** Entries of a search in one answer, also where more are asked for. */
const MOST_ENTRIES = 100
const MOST_OFFSET = 1_000_000
const STATUS_SYSTEM = 'http://hl7.org/fhir/publication-status'

/** GET /fhir/{type}, POST /fhir/{type}/_search: a Bundle with links to its pages; the names of its parameters are in parameters.ts. */
export const searchResources =
  (kind: ResourceKind): FhirOperation =>
  async (replica, input, circumstances) => {
    const { standing, catalogues } = await listContents(replica, circumstances.now)
    assertTotal(input)
    const found = catalogues.map((head) => describe(kind, head, standing)).filter((one) => fits(one, input))
    const isCount = summaryOf(input) === 'count'
    const count = isCount ? 0 : numberOf(input, '_count', MOST_ENTRIES, MOST_ENTRIES)
    const offset = numberOf(input, '_offset', 0, MOST_OFFSET)
    const address = `${circumstances.base}/${kind}`
    const matches = found.slice(offset, offset + count).map((resource) => ({
      fullUrl: `${address}/${String(resource['id'])}`,
      resource: subsetOf(resource, input),
      search: { mode: 'match' },
    }))
    const links = pagesOf(address, input, { count, offset, total: found.length, isCount })
    return {
      standing,
      resource: {
        resourceType: 'Bundle',
        type: 'searchset',
        total: found.length,
        link: Object.entries(links).map(([relation, url]) => ({ relation, url })),
        entry: [...outcomeOf(circumstances), ...matches],
      },
    }
  }

/** Totals are exact anyway. */
function assertTotal(input: Input): void {
  for (const total of textsOf(input, '_total'))
    if (!['none', 'estimate', 'accurate'].includes(total)) throw wrong('_total', 'none, estimate, accurate')
}

/** A parameter that is repeated must hold each time; of values between commas one is enough (R4, "Composite Search Parameters"). */
function fits(resource: Resource, input: Input): boolean {
  return input.every(({ name, value }) => {
    const [stem = '', modifier] = name.split(':')
    const criterion = CRITERIA[stem]
    const text = typeof value === 'string' ? value : ''
    if (criterion === undefined || text === '') return true
    return valuesIn(text).some((one) => criterion(resource, one, modifier))
  })
}

/** `\,`, `\|`, `\$` and `\\` mean the character itself (R4, "Escaping Search Parameters"). */
const valuesIn = (text: string): string[] =>
  text.split(/(?<!\\),/).map((value) => value.replaceAll(/\\([,|$\\])/g, '$1'))

type Criterion = (resource: Resource, value: string, modifier: string | undefined) => boolean

/** The text of an element; those that can be searched for are texts. */
function element(resource: Resource, name: string): string {
  const text = resource[name]
  return typeof text === 'string' ? text : ''
}

/** `url|version` asks for both. */
const isCanonical: Criterion = (resource, value) =>
  value === element(resource, 'url') || value === `${element(resource, 'url')}|${element(resource, 'version')}`

/** `system|code` or the code alone. */
const isToken =
  (name: string, system: string): Criterion =>
  (resource, value) => {
    const bar = value.lastIndexOf('|')
    return value.slice(bar + 1) === element(resource, name) && ['', system].includes(value.slice(0, Math.max(0, bar)))
  }

/** Without a modifier from the beginning; capitals and accents do not matter, except to `exact`. */
const isText =
  (name: string): Criterion =>
  (resource, value, modifier) => {
    const text = element(resource, name)
    if (modifier === 'exact') return text === value
    const [folded, wanted] = [searchable(text), searchable(value)]
    return modifier === 'contains' ? folded.includes(wanted) : folded.startsWith(wanted)
  }

const CRITERIA: Readonly<Record<string, Criterion>> = {
  _id: isToken('id', ''),
  url: isCanonical,
  system: isCanonical,
  reference: (resource, value) => value === systemOf(element(resource, 'id')),
  version: isToken('version', ''),
  name: isText('name'),
  title: isText('title'),
  status: isToken('status', STATUS_SYSTEM),
}

type Page = { count: number; offset: number; total: number; isCount: boolean }

/** `self` is the question as it was understood (R4, "Server Conformance"); the others lead to the other pages, where there are any. */
function pagesOf(address: string, input: Input, { count, offset, total, isCount }: Page): Links {
  const asked = input.flatMap(({ name, value }): [string, string][] =>
    value === '' || ['_count', '_offset', '_format', '_pretty'].includes(name) ? [] : [[name, String(value)]],
  )
  const at = (from: number): string => {
    const place: [string, string][] = isCount ? [] : [['_count', String(count)]]
    if (from > 0) place.push(['_offset', String(from)])
    return `${address}?${new URLSearchParams([...asked, ...place]).toString()}`
  }
  return {
    self: at(offset),
    ...(count === 0 ? {} : { first: at(0) }),
    ...(count > 0 && offset > 0 ? { previous: at(Math.max(0, Math.min(offset, total) - count)) } : {}),
    ...(count > 0 && offset + count < total ? { next: at(offset + count) } : {}),
  }
}

/** What was left out, for whoever reads on. */
const outcomeOf = ({ ignored }: Circumstances): object[] =>
  ignored.length === 0
    ? []
    : [
        {
          resource: {
            resourceType: 'OperationOutcome',
            issue: ignored.map((name) => ({
              severity: 'warning',
              code: 'not-supported',
              diagnostics: `The parameter ${/^[\w:.-]{1,40}$/.test(name) ? name : '…'} is not known here and was left out.`,
            })),
          },
          search: { mode: 'outcome' },
        },
      ]
