import type { CodeLists } from '../codes/code-findings.ts'
import type { Codecs } from '../envelope/codecs.ts'
import { plainNames } from '../envelope/plain-names.ts'
import { createEnvelope, type EnvelopeHandler } from '../envelope/read-envelope.ts'
import { shownName } from '../envelope/shown-name.ts'
import type { TableHandler } from '../envelope/read-payload.ts'
import type { Demand, Finding } from '../finding/finding.ts'
import { chooseStandard, familyOfSummary, standardInForce } from '../record/choose-standard.ts'
import { createRowReader } from '../record/read-rows.ts'
import { valueOf, type RawRow } from '../record/row.ts'
import { elementNames, familyOf, isDocumentRoot, tableShapes, type TableShape } from '../record/table-shapes.ts'
import { Refusal, type Place } from '../refusals.ts'
import { ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'
import { plainPack, writtenRuleIds, type RulePack } from '../judging/pack.ts'
import { planFor, type RulePlan } from '../judging/plan.ts'
import { rowDemandsOf, type RowDemands } from '../rules/row-demands.ts'
import { createTally, type RuleCount } from '../judging/tally.ts'
import { standards } from '../standards/index.ts'
import type { Standard, StandardId } from '../standards/field.ts'
import type { TextParams } from '../../kernel/text.ts'
import { createTableCheck, type TableCheck } from './check-table.ts'
import { createFileContents } from './file-contents.ts'
import { createFileHeader } from './file-header.ts'
import { inspectDossier, type DossierInspection } from './inspect-dossier.ts'
import type { DossierResult, Inspected } from './outcome.ts'
import { UNREADABLE } from './unreadable.ts'

export type InspectionOptions = {
  /** The facility whose token was sent; a file of another is refused. null: nobody signed in, the file says whose it is. */
  facility: string | null
  /** The standard the sender stated, if any. */
  stated: StandardId | null
  /** Day of receipt, yyyymmdd. */
  received: number
  codes: CodeLists
  /** How this platform decodes base64 and lays out text. */
  codecs: Codecs
  /** The rules as this deployment applies them; by default as they are written. */
  pack?: RulePack
  onFinding: (finding: Finding) => void
  /** A row of a table that the standard knows, checked; the same object is filled again for the next row. */
  onRow?: (table: string, row: RawRow, dossier: number) => void
  onDossier?: (result: DossierResult) => void
  /** A table of an envelope begins: where its content stands in the file as sent. */
  onTable?: (table: string, inFile: Place) => void
}

export type Inspection = {
  /** Throws a Refusal as soon as the file as a whole cannot be taken. */
  push: (bytes: Uint8Array) => void
  end: () => Inspected
  /** How often each written rule was asked so far: coverage for the sender, hits for the centre. */
  ruleCounts: () => readonly RuleCount[]
  /** Whose file it is; null while nobody has said. */
  facility: () => string | null
}

const KNOWN_NAMES = plainNames(elementNames)

/**
 * One pass over a file as it arrives: envelope → rows → findings, and the count of dossiers by outcome. Holds a row, a
 * dossier's running totals and nothing of what has passed. The same at the edge and at the centre.
 */
export function inspectFile(options: InspectionOptions): Inspection {
  const { facility, stated, received, codes, codecs, pack = plainPack, onFinding, onRow, onDossier, onTable } = options
  const tally = createTally(writtenRuleIds)
  const counts = { declared: null as number | null, counted: 0, accepted: 0, acceptedWithWarnings: 0, rejected: 0 }
  const checks = new Map<string, TableCheck>()
  let standard: Standard | null = null
  let inEnvelope = false
  let dossier: DossierInspection | null = null
  let plan: RulePlan | null = null

  const reportGoverned = (found: Finding): void => {
    const finding = pack.govern(found)
    if (finding) onFinding(finding)
  }

  const say = (demand: Demand, place: Partial<Place>, params: TextParams = {}, table: string | null = null): void => {
    const report = dossier?.report ?? reportGoverned
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

  const header = createFileHeader(facility, say)
  const contents = createFileContents(say)

  // — the envelope —

  function openDossier(isHoso: boolean): void {
    inEnvelope ||= isHoso
    const index = (counts.counted += 1)
    dossier = inspectDossier({ index, received, header, isHoso, pack, tally, report: onFinding })
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
    dossier?.lose(contents.close(declared, tables, place))
  }

  function unexpected(name: string, parent: string, place: Place): void {
    // What it holds may be a table under a name that nobody knows.
    dossier?.lose(null)
    const demand = dossier ? ENVELOPE_DEMANDS.unknownElementInDossier : ENVELOPE_DEMANDS.unknownElement
    say(demand, place, { name: shownName(name), parent })
  }

  // — its tables —

  /** The table that is open: its kind, once its root has said it, and where it begins in the file. */
  let shape: TableShape | null = null
  let readable = true
  let inFile: Place = { line: 1, column: 1 }

  const reader = createRowReader(tableShapes, {
    openTable(found, root, at) {
      shape = found
      readable = found !== null && admits(found, root, at)
      if (!readable) contents.unread()
      if (!found) say(ENVELOPE_DEMANDS.tableUnknown, inFile, { root: shownName(root) })
      else if (inEnvelope) {
        contents.opened(found.id)
        onTable?.(found.id, inFile)
      }
    },
    row(row) {
      if (shape && readable) inspectRow(shape, row)
    },
    misplaced(name, where, at) {
      if (!shape) return
      const { nested, misplaced } = demandsOf(shape)
      if (where === 'table') contents.unread()
      const params = { name: shownName(name), field: shownName(name), expected: shape.row ?? '' }
      say(where === 'value' ? nested : misplaced, at, params, shape.id)
    },
    strayText(at) {
      if (shape) say(demandsOf(shape).strayText, at, {}, shape.id)
    },
  })

  const anyTable: TableHandler = {
    ...reader,
    declaredEncoding(encoding) {
      // The declaration comes before the root, which alone says what table this is.
      if (!/^(utf-?8|us-ascii)$/i.test(encoding)) say(ENVELOPE_DEMANDS.declaredEncoding, inFile)
    },
    broken(why, at) {
      contents.unread()
      say(UNREADABLE[why.kind], shape ? at : inFile, { reason: why.reason }, shape?.id ?? null)
    },
    end() {},
  }

  /** One after the other: a table has ended, or is broken, before the next begins. */
  function openTable(place: () => Place, at: Place): TableHandler {
    shape = null
    readable = true
    inFile = at
    reader.start(place)
    return anyTable
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

  const demandsOf = ({ id, family }: TableShape): RowDemands => {
    const assumed = standard ?? standards[stated ?? (family === '4210' ? '4210' : '3176')]
    const known = assumed.tables[id] ?? standards['3176'].tables[id]
    return rowDemandsOf({ id, place: known?.place ?? id, document: known?.document ?? '' })
  }

  // — and their rows —

  function inspectRow(shape: TableShape, row: RawRow): void {
    const place = { line: row.line, column: row.column }
    const family = shape.family ?? familyOfSummary(row)
    if (standard && family && family !== familyOf(standard)) refuseFamily(shape, place, family)
    else if (!standard && stated && family && family !== familyOf(standards[stated])) refuseFamily(shape, place, family)
    else {
      standard ??= stated
        ? standards[stated]
        : chooseStandard(family ?? '130', header.madeOn() ?? received, shape.id, row)
      checkRow(standard, shape.id, row)
    }
  }

  function checkRow(fileStandard: Standard, table: string, row: RawRow): void {
    const check = checks.get(table) ?? prepare(fileStandard, table)
    if (!check) {
      const place = { line: row.line, column: row.column }
      say(ENVELOPE_DEMANDS.tableNotInStandard, place, { found: table, standard: fileStandard.id }, table)
    } else if (!inEnvelope) {
      checkDocumentRow(check, table, row)
    } else if (dossier) {
      check(row, dossier)
      onRow?.(table, row, dossier.ref.index)
    }
  }

  function prepare(fileStandard: Standard, tableId: string): TableCheck | null {
    const table = fileStandard.tables[tableId]
    if (!table) return null
    plan ??= planFor(pack, fileStandard)
    const check = createTableCheck(fileStandard, table, codes, plan)
    checks.set(tableId, check)
    return check
  }

  /** In a check-in or XML12 document every row is a dossier of its own. */
  function checkDocumentRow(check: TableCheck, table: string, row: RawRow): void {
    const own = valueOf(row, 'MA_CSKCB')
    if (own !== '') header.checkFacility(own, { line: row.line, column: row.column })
    openDossier(false)
    if (!dossier) return
    check(row, dossier)
    onRow?.(table, row, dossier.ref.index)
    closeDossier()
  }

  const events: EnvelopeHandler = {
    isDocument: isDocumentRoot,
    header(name, value, place) {
      inEnvelope = true
      header.read(name, value, place)
    },
    openDossier() {
      openDossier(true)
    },
    openTable,
    closeFile,
    closeDossier,
    unexpected,
  }
  const envelope = createEnvelope(events, codecs, KNOWN_NAMES)

  return {
    push(bytes) {
      try {
        envelope.push(bytes)
      } catch (error) {
        plan?.forget()
        throw error
      }
    },
    ruleCounts: tally.counts,
    facility: header.facility,
    end() {
      try {
        envelope.end()
      } finally {
        plan?.forget()
      }
      if (counts.counted === 0) throw new Refusal('dossiers-missing')
      if (inEnvelope) counts.declared = header.close(counts.counted, standard)
      return { standard: standard?.id ?? stated ?? standardInForce(header.madeOn() ?? received), dossiers: counts }
    },
  }
}
