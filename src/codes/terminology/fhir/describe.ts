import { departments, isDepartmentId } from '../../../../db/reference/departments.ts'
import type { ServedCatalogue, ReleaseInForce } from '../scope.ts'
import { conceptMapOf, systemOf, valueSetOf } from './canonical.ts'
import { PROPERTIES } from './concept.ts'
import type { Resource } from './input.ts'
import type { ResourceKind } from './parameters.ts'

const PARTIAL = ' This copy is partial: it proves that a code exists, never that it does not.'

/** A catalogue as a resource of that kind, as the release has it. */
export function describe(kind: ResourceKind, head: ServedCatalogue, { release }: ReleaseInForce): Resource {
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
  switch (kind) {
    case 'ValueSet':
      return {
        resourceType: kind,
        ...common,
        url: valueSetOf(id),
        name: `${name}All`,
        description: `All codes in force: ${titleEn}.`,
        compose: composeOf(id),
      }
    case 'ConceptMap':
      return {
        resourceType: kind,
        ...common,
        url: conceptMapOf(id),
        name: `${name}ReplacedBy`,
        // Its elements are asked for by $translate.
        description: `What took the place of codes that are no longer in force: ${titleEn}.`,
        sourceUri: valueSetOf(id),
        targetUri: valueSetOf(id),
      }
    case 'CodeSystem':
      return {
        resourceType: kind,
        ...common,
        url: systemOf(id),
        name,
        description: `${titleEn}.${completeness === 'partial' ? PARTIAL : ''}`,
        caseSensitive: true,
        valueSet: valueSetOf(id),
        compositional: false,
        versionNeeded: false,
        // Concepts are asked for by the operations.
        content: 'not-present',
        property: PROPERTIES,
      }
  }
}

/** What the value set of all codes of a catalogue is made of. */
export const composeOf = (catalogue: string) => ({ include: [{ system: systemOf(catalogue) }] })
