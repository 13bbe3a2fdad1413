import type { mappings } from '../../../db/reference/workflow.ts'
import { attributesText, OPEN_START, parseAttributes } from '../../store/reference/listed-code.ts'
import { Refusal } from '../refusals.ts'

export type MappingRow = typeof mappings.$inferSelect

/** A local code as its facility lists it; days ISO. What is left out of an upload stays as it was. */
export type LocalCode = {
  readonly localCode: string
  readonly localName: string
  readonly attributes?: Readonly<Record<string, string>> | undefined
  /** How often claims carried it. */
  readonly used?: number | undefined
  /** The national code it is said to stand for. */
  readonly code?: string | null | undefined
  readonly validFrom?: string | null | undefined
  readonly validTo?: string | null | undefined
}

export type Upload = {
  /** New rows, and rows whose content changed: they are unmapped, or wait for the province. */
  readonly written: MappingRow[]
  /** Rows of which only the number of uses is another. */
  readonly recounted: MappingRow[]
  readonly added: number
  readonly unchanged: number
}

type Scope = { readonly facility: string; readonly catalogue: string; readonly by: string; readonly now: number }

const keyOf = ({ localCode, validFrom }: MappingRow): string => `${localCode}\n${validFrom}`

const invalid = (at: number, field: string, vi: string, en: string): Refusal =>
  new Refusal('row-invalid', { row: at + 1, field, expected: { vi, en } })

/**
 * What an upload makes of what is there. Rows that are not in it stay. Throws Refusal('row-invalid') for a period that ends before it
 * begins, a row that is there twice, or two periods of a local code that overlap; row numbers count from 1.
 */
export function mergeUpload(held: readonly MappingRow[], uploaded: readonly LocalCode[], scope: Scope): Upload {
  const rows = new Map(held.map((row) => [keyOf(row), row]))
  const touched = new Map<string, number>()
  const upload = { written: [] as MappingRow[], recounted: [] as MappingRow[], added: 0, unchanged: 0 }
  for (const [at, wanted] of uploaded.entries()) {
    const known = rows.get(`${wanted.localCode}\n${wanted.validFrom ?? OPEN_START}`)
    const row = merged(known, wanted, scope)
    const key = keyOf(row)
    if (row.validTo !== null && row.validTo < row.validFrom)
      throw invalid(at, 'validTo', 'ngày không trước validFrom', 'a day not before validFrom')
    if (touched.has(key))
      throw invalid(at, 'localCode', 'mỗi mã và ngày bắt đầu một dòng', 'one row per code and first day')
    touched.set(key, at)
    rows.set(key, row)
    if (known === undefined) upload.added += 1
    if (known !== undefined && contentOf(known) === contentOf(row)) {
      if (known.used === row.used) upload.unchanged += 1
      else upload.recounted.push(row)
    } else upload.written.push(row)
  }
  assertApart([...rows.values()], touched)
  return upload
}

/** What was approved is the whole of this: whoever changes any of it asks anew. */
const contentOf = ({ code, validTo, localName, attributes }: MappingRow): string =>
  JSON.stringify([code, validTo, localName, attributes])

function merged(known: MappingRow | undefined, wanted: LocalCode, { facility, catalogue, by, now }: Scope): MappingRow {
  const code = wanted.code ?? known?.code ?? null
  const row: MappingRow = {
    facility,
    catalogue,
    localCode: wanted.localCode,
    validFrom: wanted.validFrom ?? OPEN_START,
    validTo: wanted.validTo === undefined ? (known?.validTo ?? null) : wanted.validTo,
    localName: wanted.localName,
    attributes: attributesText(wanted.attributes ?? (known === undefined ? {} : parseAttributes(known.attributes))),
    code,
    state: code === null ? 'unmapped' : 'proposed',
    proposedBy: code === null ? null : by,
    proposedAt: code === null ? null : now,
    decidedBy: null,
    decidedAt: null,
    comment: '',
    used: wanted.used ?? known?.used ?? 0,
  }
  if (known === undefined || contentOf(known) !== contentOf(row)) return row
  return { ...known, used: row.used }
}

/** On no day may a local code stand for two. */
function assertApart(rows: readonly MappingRow[], touched: ReadonlyMap<string, number>): void {
  const byLocalCode = new Map<string, MappingRow[]>()
  for (const row of rows) {
    const periods = byLocalCode.get(row.localCode)
    if (periods === undefined) byLocalCode.set(row.localCode, [row])
    else periods.push(row)
  }
  for (const periods of byLocalCode.values()) {
    periods.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    for (const [at, row] of periods.entries()) {
      const next = periods[at + 1]
      if (next === undefined || (row.validTo !== null && row.validTo < next.validFrom)) continue
      const line = touched.get(keyOf(next)) ?? touched.get(keyOf(row))
      if (line !== undefined)
        throw invalid(
          line,
          'validFrom',
          'thời gian không trùng với dòng khác của cùng mã',
          'a time apart from other rows of the code',
        )
    }
  }
}
