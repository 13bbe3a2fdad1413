import { expandCatalogue } from '../expansion.ts'
import { ofValueSet, systemOf, valueSetOf } from './canonical.ts'
import { designationsOf, displayOf } from './concept.ts'
import { dayOf, needed, numberOf, textOf, type Input } from './input.ts'
import type { Links, FhirOperation } from './answer.ts'
import { composeOf } from './describe.ts'

/** Codes in one answer, also when more are asked for: expansions are paged. */
const MOST_CODES = 1000
const MOST_OFFSET = 10_000_000

/** Where R5 has `expansion.next`: R4 takes it as an extension of this name (FHIR, "Extensions for converting between versions"). */
const NEXT = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.next'

/** ValueSet/$expand of all codes of a catalogue that are in force on the day, filtered and paged. */
export const expandValueSet: FhirOperation = async (replica, input, { now, base }) => {
  const { catalogue, version } = ofValueSet(needed(input, 'url'))
  const day = dayOf(input, now)
  const filter = textOf(input, 'filter') ?? ''
  const offset = numberOf(input, 'offset', 0, MOST_OFFSET)
  const count = numberOf(input, 'count', MOST_CODES, MOST_CODES)
  const language = textOf(input, 'displayLanguage')
  const designations = textOf(input, 'includeDesignations') === 'true'
  const release = textOf(input, 'valueSetVersion') ?? version
  const asked = { now, release, catalogue, words: filter, day, offset, count }
  const { standing, head, total, rows } = await expandCatalogue(replica, asked)
  const { id } = standing.release
  const system = systemOf(catalogue)
  // The day and the release stay, so that the pages are of one list also where another is published in between.
  const pinned = { url: valueSetOf(catalogue), valueSetVersion: id, date: day }
  const links = pagesOf(`${base}/ValueSet/$expand`, { ...restOf(input), ...pinned }, { offset, count, total })
  return {
    standing,
    links,
    resource: {
      resourceType: 'ValueSet',
      url: valueSetOf(catalogue),
      version: id,
      title: head.titleVi,
      status: 'active',
      ...(textOf(input, 'includeDefinition') === 'true' ? { compose: composeOf(catalogue) } : {}),
      expansion: {
        ...(links.next === undefined ? {} : { extension: [{ url: NEXT, valueUri: links.next }] }),
        // The same question to the same release has the same answer, so it has one name.
        identifier: `${valueSetOf(catalogue)}:${id}:${day}:${encodeURIComponent(filter)}`,
        timestamp: new Date(standing.release.publishedAt).toISOString(),
        total,
        offset,
        parameter: [
          { name: 'version', valueUri: `${system}|${id}` },
          { name: 'date', valueDateTime: day },
          ...(filter === '' ? [] : [{ name: 'filter', valueString: filter }]),
          { name: 'offset', valueInteger: offset },
          { name: 'count', valueInteger: count },
        ],
        contains: rows.map((row) => ({
          system,
          code: row.code,
          display: displayOf(row, language),
          ...(designations ? { designation: designationsOf(row) } : {}),
        })),
      },
    },
  }
}

/** What a page keeps of the question, whatever its page. */
const KEPT = ['filter', 'includeDesignations', 'includeDefinition', 'displayLanguage']

const restOf = (input: Input): Record<string, string> =>
  Object.fromEntries(
    KEPT.flatMap((name) => (textOf(input, name) === undefined ? [] : [[name, textOf(input, name) ?? '']])),
  )

function pagesOf(
  address: string,
  asked: Readonly<Record<string, string>>,
  { offset, count, total }: { offset: number; count: number; total: number },
): Links {
  const at = (from: number): string =>
    `${address}?${new URLSearchParams({ ...asked, offset: String(from), count: String(count) }).toString()}`
  if (count === 0) return { self: at(offset) }
  return {
    self: at(offset),
    first: at(0),
    ...(offset > 0 ? { previous: at(Math.max(0, Math.min(offset, total) - count)) } : {}),
    ...(offset + count < total ? { next: at(offset + count) } : {}),
  }
}
