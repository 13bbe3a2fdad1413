import { Refusal } from '../../refusals.ts'
import { listContents } from '../catalogues.ts'
import type { FhirOperation } from './answer.ts'
import { describe } from './describe.ts'
import { needed, wrong } from './input.ts'
import type { ResourceKind } from './parameters.ts'
import { subsetOf, summaryOf } from './subset.ts'

/** GET /fhir/{type}/{id}: the id is the catalogue's. Throws `fhir-url-unknown`. */
export const readResource =
  (kind: ResourceKind): FhirOperation =>
  async (replica, input, { now }) => {
    if (summaryOf(input) === 'count') throw wrong('_summary', 'true, text, data, false')
    const { standing, catalogues } = await listContents(replica, now)
    const id = needed(input, 'id')
    const head = catalogues.find((known) => known.id === id)
    if (head === undefined) throw new Refusal('fhir-url-unknown')
    return { standing, resource: subsetOf(describe(kind, head, standing), input) }
  }
