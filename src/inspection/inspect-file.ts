import { createCodeCheck, type CodeCheckOfTable, type CodeLists } from '../dmdc/code-findings.ts'
import { createEnvelope, type HeaderName } from '../envelope/read-envelope.ts'
import type { BrokenPayload, TableHandler } from '../envelope/read-payload.ts'
import { detached } from '../finding/detached.ts'
import type { Demand, Finding } from '../finding/finding.ts'
import { chooseStandard, familyOfSummary } from '../record/choose-standard.ts'
import { isDate } from '../record/moment.ts'
import { createRowReader } from '../record/read-rows.ts'
import { createFieldFinder, valueOf, type RawRow } from '../record/row.ts'
import { familyOf, isDocumentRoot, tableShapes, type TableShape } from '../record/table-shapes.ts'
import { Refusal, type Place } from '../refusal.ts'
import { createRowCheck, type RowCheck } from '../rules/check-row.ts'
import { DOSSIER_DEMANDS, ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'
import { createRecordCheck } from '../rules/record-rules.ts'
import { rowDemandsOf } from '../rules/row-demands.ts'
import { standards } from '../standards/index.ts'
import type { Standard, StandardId } from '../standards/field.ts'
import type { TextParams } from '../text.ts'
import { inspectDossier, type DossierInspection } from './inspect-dossier.ts'
import type { DossierCounts, DossierResult } from './outcome.ts'

export type InspectionOptions = {
  /** The facility whose token was sent; a file of another is refused. */
  facility: string
  /** The standard the sender stated, if any. */
  stated: StandardId | null
  /** Day of receipt, yyyymmdd. */
  received: number
  codes: CodeLists
  onFinding: (finding: Finding) => void
  /** A row of a table that the standard knows, checked; the same object is filled again for the next row. */
  onRow?: (table: string, row: RawRow, dossier: number) => void
  onDossier?: (result: DossierResult) => void
}

export type Inspected = {
  standard: StandardId
  /** GIAMDINHHS, or the root of a check-in or XML12 document. */
  dossiers: DossierCounts
}

export type Inspection = {
  /** Throws a Refusal as soon as the file as a whole cannot be taken. */
  push: (bytes: Uint8Array) => void
  end: () => Inspected
}

/** Findings about elements whose name is not plain show no name: it may be a piece of text after a stray `<`. */
const PLAIN_NAME = /^[A-Za-z_][\w:.-]{0,79}$/
const plain = (name: string): string => (PLAIN_NAME.test(name) ? detached(name) : '?')

/** The checks of one table of the file's standard. */
type TableChecks = {
  findFields: (row: RawRow) => void
  row: RowCheck
  record: ReturnType<typeof createRecordCheck>
  codes: CodeCheckOfTable | null
}

/**
 * One pass over a file as it arrives: envelope → rows → findings, and the count of dossiers by outcome. Holds a row, a
 * dossier's running totals and nothing of what has passed. The same at the edge and at the centre.
 */
export function inspectFile(options: InspectionOptions): Inspection {
  const { facility, stated, received, codes, onFinding, onRow, onDossier } = options
  const counts = { declared: null as number | null, counted: 0, accepted: 0, acceptedWithWarnings: 0, rejected: 0 }
  const checks = new Map<string, TableChecks>()
  let standard: Standard | null = null
  let madeOn: number | null = null
  const seenHeaders = new Set<HeaderName>()
  let inEnvelope = false
  let dossier: DossierInspection | null = null
  /** The tables of the FILEHOSO that is open. */
  let contents: string[] = []

  const say = (demand: Demand, place: Partial<Place>, params: TextParams = {}, table: string | null = null): void => {
    const report = dossier?.report ?? onFinding
    report({
      demand,
      severity: demand.severity,
      dossier: dossier?.ref ?? null,
      table,
      row: null,
      field: typeof params['name'] === 'string' ? params['name'] : null,
      line: place.line ?? null,
      column: place.column ?? null,
      value: null,
      identifies: false,
      params,
    })
  }

  // — the envelope —

  function header(name: HeaderName, value: string, place: Place): void {
    inEnvelope = true
    seenHeaders.add(name)
    if (name === 'MACSKCB') checkFacility(value, place)
    else if (name === 'SOLUONGHOSO') counts.declared = /^\d{1,9}$/.test(value) ? Number(value) : null
    else if (isDate(value)) madeOn = Number(value)
    if (name === 'SOLUONGHOSO' && counts.declared === null) say(ENVELOPE_DEMANDS.declaredCount, place)
    if (name === 'NGAYLAP' && madeOn === null) say(ENVELOPE_DEMANDS.date, place)
  }

  function checkFacility(value: string, place: Place): void {
    if (value === '') throw new Refusal('facility-missing', {}, place)
    if (value !== facility) throw new Refusal('facility-mismatch', {}, place)
  }

  function openDossier(): void {
    inEnvelope = true
    counts.counted += 1
    dossier = inspectDossier(counts.counted, received, inEnvelope, onFinding)
  }

  function closeDossier(): void {
    const result = dossier?.close()
    dossier = null
    if (!result) return
    if (result.outcome === 'accepted') counts.accepted += 1
    else if (result.outcome === 'rejected') counts.rejected += 1
    else counts.acceptedWithWarnings += 1
    onDossier?.(result)
  }

  function closeFile(declared: string | null, tables: number | null, place: Place): void {
    const found = contents
    contents = []
    const name = plain(declared ?? '')
    if (tables === null) say(ENVELOPE_DEMANDS.contentMissing, place, { declared: declared ? name : '' })
    for (const table of found) {
      if (!declared) say(ENVELOPE_DEMANDS.typeMissing, place, { found: table }, table)
      else if (declared.toUpperCase() !== table) {
        say(ENVELOPE_DEMANDS.typeMismatch, place, { declared: name, found: table }, table)
      }
    }
  }

  function unexpected(name: string, parent: string, place: Place): void {
    const demand = dossier ? ENVELOPE_DEMANDS.unknownElementInDossier : ENVELOPE_DEMANDS.unknownElement
    say(demand, place, { name: plain(name), parent })
  }

  function checkHeaders(): void {
    if (!seenHeaders.has('MACSKCB')) throw new Refusal('facility-missing')
    if (!seenHeaders.has('SOLUONGHOSO')) say(ENVELOPE_DEMANDS.declaredCount, {})
    if (!seenHeaders.has('NGAYLAP')) say(ENVELOPE_DEMANDS.date, {})
  }

  // — its tables —

  function openTable(place: () => Place, inFile: Place): TableHandler {
    let shape: TableShape | null = null
    let readable = true

    const reader = createRowReader(tableShapes, place, {
      openTable(found, root, at) {
        shape = found
        readable = found !== null && admits(found, root, at)
        if (!found) say(ENVELOPE_DEMANDS.tableUnknown, inFile, { root: plain(root) })
        else if (inEnvelope) contents.push(found.id)
      },
      row(row) {
        if (shape && readable) inspectRow(shape, row)
      },
      misplaced(name, where, at) {
        if (!shape) return
        const demands = rowDemandsOf({ ...tableOf(shape), id: shape.id })
        const params = { name: plain(name), field: plain(name), expected: shape.row ?? '' }
        say(where === 'value' ? demands.nested : demands.misplaced, at, params, shape.id)
      },
      strayText(at) {
        if (shape) say(rowDemandsOf({ ...tableOf(shape), id: shape.id }).strayText, at, {}, shape.id)
      },
    })

    return {
      ...reader,
      declaredEncoding(encoding) {
        // The declaration comes before the root, which alone says what table this is.
        if (!/^(utf-?8|us-ascii)$/i.test(encoding)) say(ENVELOPE_DEMANDS.declaredEncoding, inFile)
      },
      broken(why, at) {
        say(UNREADABLE[why.kind], shape ? at : inFile, { reason: why.reason }, shape?.id ?? null)
      },
      end() {},
    }
  }

  /** Whether a table may stand here: known, of the file's family, inside the envelope or alone as its kind demands. */
  function admits(shape: TableShape, root: string, place: Place): boolean {
    if (inEnvelope && isDocumentRoot(root)) {
      say(ENVELOPE_DEMANDS.documentInEnvelope, place, { found: shape.id }, shape.id)
      return false
    }
    const family = standard ? familyOf(standard) : stated ? familyOf(standards[stated]) : null
    if (!shape.family || !family || shape.family === family) return true
    return refuseFamily(shape, place, shape.family)
  }

  /** A wrong statement refuses the file; a mixed file refuses the dossiers of the other kind. */
  function refuseFamily(shape: TableShape, place: Place, found: '4210' | '130'): false {
    if (!standard && stated) {
      const words = found === '4210' ? '4210' : '130, 4750, 3176'
      throw new Refusal('standard-mismatch', { stated, table: shape.id, found: words }, { ...place, table: shape.id })
    }
    say(ENVELOPE_DEMANDS.tableNotInStandard, place, { found: shape.id, standard: standard?.id ?? '' }, shape.id)
    return false
  }

  const tableOf = (shape: TableShape) => {
    const assumed = stated ?? (shape.family === '4210' ? '4210' : '3176')
    const known = (standard ?? standards[assumed]).tables[shape.id] ?? standards['3176'].tables[shape.id]
    return { place: known?.place ?? shape.id, document: known?.document ?? '' }
  }

  // — and their rows —

  function inspectRow(shape: TableShape, row: RawRow): void {
    const place = { line: row.line, column: row.column }
    const family = shape.family ?? familyOfSummary(row)
    if (standard && family && family !== familyOf(standard)) refuseFamily(shape, place, family)
    else if (!standard && stated && family && family !== familyOf(standards[stated])) refuseFamily(shape, place, family)
    else {
      standard ??= stated ? standards[stated] : chooseStandard(family ?? '130', madeOn ?? received, shape.id, row)
      checkRow(standard, shape.id, row)
    }
  }

  function checkRow(fileStandard: Standard, table: string, row: RawRow): void {
    const ready = checks.get(table) ?? prepare(fileStandard, table)
    if (!ready) {
      const place = { line: row.line, column: row.column }
      say(ENVELOPE_DEMANDS.tableNotInStandard, place, { found: table, standard: fileStandard.id }, table)
      return
    }
    if (inEnvelope) judge(ready, table, row, dossier)
    else judgeDocumentRow(ready, table, row)
  }

  function prepare(fileStandard: Standard, tableId: string): TableChecks | null {
    const table = fileStandard.tables[tableId]
    if (!table) return null
    const ready = {
      findFields: createFieldFinder(Object.keys(table.fields)),
      row: createRowCheck(fileStandard, table),
      record: createRecordCheck(fileStandard.id, tableId),
      codes: createCodeCheck(table, codes),
    }
    checks.set(tableId, ready)
    return ready
  }

  function judge(ready: TableChecks, table: string, row: RawRow, of: DossierInspection | null): void {
    if (!of) return
    ready.findFields(row)
    of.note(table, row)
    if (table === 'XML1') checkOwnFacility(row, of)
    ready.row(row, of.ref, of.report)
    ready.record?.(row, of.ref, of.report)
    ready.codes?.(row, of.ref, of.days, of.report)
    onRow?.(table, row, of.ref.index)
  }

  /** The file is this facility's, so its dossiers must be; what is missing is the field's own finding. */
  function checkOwnFacility(row: RawRow, of: DossierInspection): void {
    const own = valueOf(row, 'MA_CSKCB')
    if (own === '' || own === facility) return
    const at = row.names.indexOf('MA_CSKCB')
    const demand = DOSSIER_DEMANDS.sameFacility
    of.report({
      demand,
      severity: demand.severity,
      dossier: of.ref,
      table: 'XML1',
      row: null,
      field: 'MA_CSKCB',
      line: row.lines[at] ?? row.line,
      column: row.columns[at] ?? row.column,
      value: own,
      identifies: false,
      params: {},
    })
  }

  /** In a check-in or XML12 document every row is a dossier of its own. */
  function judgeDocumentRow(ready: TableChecks, table: string, row: RawRow): void {
    counts.counted += 1
    dossier = inspectDossier(counts.counted, received, false, onFinding)
    const own = valueOf(row, 'MA_CSKCB')
    if (own !== '') checkFacility(own, { line: row.line, column: row.column })
    judge(ready, table, row, dossier)
    closeDossier()
  }

  const envelope = createEnvelope({
    isDocument: isDocumentRoot,
    header,
    openDossier,
    openTable,
    closeFile,
    closeDossier,
    unexpected,
  })

  return {
    push: envelope.push,
    end() {
      envelope.end()
      const { declared, counted } = counts
      if (inEnvelope) checkHeaders()
      if (counted === 0) throw new Refusal('dossiers-missing')
      if (declared !== null && counted < declared)
        throw new Refusal('dossiers-fewer-than-declared', { declared, counted })
      if (declared !== null && counted > declared) say(ENVELOPE_DEMANDS.moreThanDeclared, {}, { declared, counted })
      return { standard: standard?.id ?? stated ?? fallbackStandard(madeOn ?? received), dossiers: counts }
    },
  }
}

const UNREADABLE: Readonly<Record<BrokenPayload['kind'], Demand>> = {
  base64: ENVELOPE_DEMANDS.notBase64,
  utf8: ENVELOPE_DEMANDS.notUtf8,
  utf16: ENVELOPE_DEMANDS.utf16,
  xml: ENVELOPE_DEMANDS.notWellFormed,
}

/** A file without one readable row shows no structure: its day alone decides. */
const fallbackStandard = (day: number): StandardId => {
  const iso = String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  const inForce = Object.values(standards).filter(({ mandatoryFrom }) => mandatoryFrom <= iso)
  return inForce.sort((a, b) => b.mandatoryFrom.localeCompare(a.mandatoryFrom))[0]?.id ?? '4210'
}
