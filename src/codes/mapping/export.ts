import { OPEN_START, parseAttributes } from '../../store/reference/listed-code.ts'
import { Refusal } from '../refusals.ts'
import { readSeparated } from '../spreadsheet/csv.ts'
import type { MappingRow } from './local-code.ts'

const COLUMNS = ['localCode', 'localName', 'used', 'code', 'validFrom', 'validTo'] as const
/** Shown, never read back: what the province decides does not come from a file of the facility. */
const SHOWN = ['facility', 'state', 'comment'] as const

/** A spreadsheet program runs what begins so; behind an apostrophe it is text (CWE-1236). */
const RUNS = /^[=+\-@\t\r]/
const shielded = (text: string): string => (RUNS.test(text) ? `'${text}` : text)
const unshielded = (text: string): string => (text.startsWith("'") && RUNS.test(text.slice(1)) ? text.slice(1) : text)

const cell = (text: string): string => {
  const safe = shielded(text)
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** UTF-8 with a byte order mark, which Excel needs to see Vietnamese; attributes have columns of their own. */
export function mappingsCsv(rows: readonly MappingRow[]): string {
  const parsed = rows.map((row) => ({ row, attributes: parseAttributes(row.attributes) }))
  const names = [...new Set(parsed.flatMap(({ attributes }) => Object.keys(attributes)))].sort()
  const lines = parsed.map(({ row, attributes }) => [
    row.localCode,
    row.localName,
    String(row.used),
    row.code ?? '',
    row.validFrom === OPEN_START ? '' : row.validFrom,
    row.validTo ?? '',
    row.facility,
    row.state,
    row.comment,
    ...names.map((name) => attributes[name] ?? ''),
  ])
  const headings = [...COLUMNS, ...SHOWN, ...names]
  return `\uFEFF${[headings, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
}

/** Rows as objects by heading, as JSON would have them; columns of other names are attributes. Throws Refusal('row-invalid'). */
export function readMappingsCsv(text: string): Record<string, unknown>[] {
  let headings: (string | undefined)[] | null = null
  const rows: Record<string, unknown>[] = []
  readSeparated(text.replace(/^\uFEFF/, ''), ({ cells }) => {
    if (headings === null) {
      headings = []
      for (const { column, text: heading } of cells) headings[column] = heading.trim()
      return
    }
    const known = headings
    const attributes: Record<string, string> = {}
    const row: Record<string, unknown> = {}
    for (const { column, text: written } of cells) {
      const heading = known[column]
      const value = unshielded(written).trim()
      if (heading === undefined || value === '' || isShown(heading)) continue
      if (heading === 'used') row['used'] = Number(value)
      else if (isColumn(heading)) row[heading] = value
      else attributes[heading] = value
    }
    rows.push({ ...row, attributes })
  })
  const found: readonly (string | undefined)[] = headings ?? []
  const missing = ['localCode', 'localName'].find((heading) => !found.includes(heading))
  if (missing !== undefined)
    throw new Refusal('row-invalid', {
      row: 1,
      field: missing,
      expected: {
        vi: `tên cột ở dòng đầu: ${COLUMNS.join(', ')}`,
        en: `headings in the first row: ${COLUMNS.join(', ')}`,
      },
    })
  return rows
}

const isShown = (heading: string): boolean => (SHOWN as readonly string[]).includes(heading)
const isColumn = (heading: string): heading is (typeof COLUMNS)[number] =>
  (COLUMNS as readonly string[]).includes(heading)

/** Name of a catalogue for FHIR; of a facility's local codes likewise. */
const nationalSystem = (catalogue: string): string => `urn:bhyt-edge:dmdc:${catalogue}`
const localSystem = (facility: string, catalogue: string): string => `urn:bhyt-edge:local:${facility}:${catalogue}`

/** A FHIR R4 ConceptMap of approved mappings that hold on one day (ISO): R4 has no dates within a map. */
export function conceptMapOf(
  { facility, catalogue, day }: { facility: string; catalogue: string; day: string },
  approved: readonly MappingRow[],
  nameOf: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const element = approved.map(({ localCode, localName, code }) => {
    const display = nameOf.get(code ?? '')
    return {
      code: localCode,
      display: localName,
      target: [{ code: code ?? '', ...(display === undefined ? {} : { display }), equivalence: 'equivalent' }],
    }
  })
  const [source, target] = [localSystem(facility, catalogue), nationalSystem(catalogue)]
  return {
    resourceType: 'ConceptMap',
    id: `local-${facility}-${catalogue}`,
    url: `urn:bhyt-edge:map:${facility}:${catalogue}`,
    status: 'active',
    date: day,
    sourceUri: `${source}:all`,
    targetUri: `${target}:all`,
    // An empty group is no group in FHIR.
    ...(element.length === 0 ? {} : { group: [{ source, target, element }] }),
  }
}
