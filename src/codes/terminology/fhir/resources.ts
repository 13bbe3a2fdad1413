import { departments, isDepartmentId } from '../../../../db/reference/departments.ts'
import { Refusal } from '../../refusals.ts'
import { listContents, type Contents } from '../catalogues.ts'
import type { CatalogueHead, ReleaseInForce } from '../scope.ts'
import { systemOf, valueSetOf } from './canonical.ts'
import { PROPERTIES } from './concept.ts'
import { needed, numberOf, textOf, type Input, type Resource } from './input.ts'
import type { Operation } from './look-up.ts'

/** Entries of a search in one answer. */
const MOST_ENTRIES = 100

type Kind = 'CodeSystem' | 'ValueSet'

/** GET /fhir/CodeSystem, /fhir/ValueSet: a Bundle; by `url`, `_id`, `title`, `status`, or all. */
export const searchResources =
  (kind: Kind): Operation =>
  async (replica, input, now) => {
    const { standing, catalogues } = await listContents(replica, now)
    const found = catalogues.filter((head) => fits(kind, head, input))
    const count = numberOf(input, '_count', MOST_ENTRIES, MOST_ENTRIES)
    return {
      standing,
      resource: {
        resourceType: 'Bundle',
        type: 'searchset',
        total: found.length,
        entry: found.slice(0, count).map((head) => ({
          fullUrl: kind === 'CodeSystem' ? systemOf(head.id) : valueSetOf(head.id),
          resource: describe(kind, head, standing),
          search: { mode: 'match' },
        })),
      },
    }
  }

/** GET /fhir/CodeSystem/{id}, /fhir/ValueSet/{id}: the id is the catalogue's. */
export const readResource =
  (kind: Kind): Operation =>
  async (replica, input, now) => {
    const { standing, catalogues } = await listContents(replica, now)
    const id = needed(input, 'id')
    const head = catalogues.find((known) => known.id === id)
    if (head === undefined) throw new Refusal('fhir-url-unknown')
    return { standing, resource: describe(kind, head, standing) }
  }

function fits(kind: Kind, head: Contents['catalogues'][number], input: Input): boolean {
  const [url, id, title, status] = ['url', '_id', 'title', 'status'].map((name) => textOf(input, name))
  const own = kind === 'CodeSystem' ? systemOf(head.id) : valueSetOf(head.id)
  return (
    (url === undefined || url === own) &&
    (id === undefined || id === head.id) &&
    (title === undefined || head.titleVi.toLowerCase().startsWith(title.toLowerCase())) &&
    (status === undefined || status === 'active')
  )
}

function describe(kind: Kind, head: CatalogueHead, { release }: ReleaseInForce): Resource {
  const { id, titleVi, titleEn, owner, completeness } = head
  const common = {
    id,
    version: release.id,
    title: titleVi,
    status: 'active',
    experimental: false,
    date: new Date(release.publishedAt).toISOString(),
    publisher: isDepartmentId(owner) ? departments[owner].vi : owner,
    jurisdiction: [{ coding: [{ system: 'urn:iso:std:iso:3166', code: 'VN' }] }],
  }
  const name = `Dmdc${id.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`
  if (kind === 'ValueSet')
    return {
      resourceType: kind,
      ...common,
      url: valueSetOf(id),
      name: `${name}All`,
      description: `All codes in force: ${titleEn}.`,
      compose: { include: [{ system: systemOf(id) }] },
    }
  const partial = ' This copy is partial: it proves that a code exists, never that it does not.'
  return {
    resourceType: kind,
    ...common,
    url: systemOf(id),
    name,
    description: `${titleEn}.${completeness === 'partial' ? partial : ''}`,
    caseSensitive: true,
    valueSet: valueSetOf(id),
    compositional: false,
    versionNeeded: false,
    // Concepts are asked for by the operations.
    content: 'not-present',
    property: PROPERTIES,
  }
}
