import { expandCatalogue } from '../expansion.ts'
import { ofValueSet, systemOf, valueSetOf } from './canonical.ts'
import { designationsOf, displayOf } from './concept.ts'
import { dayOf, needed, numberOf, textOf } from './input.ts'
import type { Operation } from './look-up.ts'

/** Codes in one answer, also when more are asked for: expansions are paged. */
const MOST_CODES = 1000
const MOST_OFFSET = 10_000_000

/** ValueSet/$expand of all codes of a catalogue that are in force on the day, filtered and paged. */
export const expandValueSet: Operation = async (replica, input, now) => {
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
  return {
    standing,
    resource: {
      resourceType: 'ValueSet',
      url: valueSetOf(catalogue),
      version: id,
      title: head.titleVi,
      status: 'active',
      expansion: {
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
