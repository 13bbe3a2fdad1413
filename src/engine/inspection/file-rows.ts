/** The rows of a file's tables: the first one settles the standard, each is checked by what its table demands. */
import { Refusal, type Place } from '../refusals.ts'
import { planFor } from '../judging/rule-plan.ts'
import { chooseStandard, familyOfSummary } from '../record/choose-standard.ts'
import { valueOf, type RawRow } from '../record/row.ts'
import { familyOf, type StandardFamily, type TableShape } from '../record/table-shapes.ts'
import { ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'
import type { Standard } from '../standards/field.ts'
import { standards } from '../standards/index.ts'
import { createTableCheck, type TableCheck } from './check-table.ts'
import { closeDossier, openDossier } from './file-dossiers.ts'
import { say, type FileState } from './file-state.ts'

/** The family that the file's standard has, or the one the sender stated; null while neither is known. */
export function familyOfFile({ standard, options: { stated } }: FileState): StandardFamily | null {
  return standard ? familyOf(standard) : stated ? familyOf(standards[stated]) : null
}

/** Checks a row of the table. Throws standard-mismatch. */
export function inspectRow(state: FileState, shape: TableShape, row: RawRow): void {
  const { options, header } = state
  const family = shape.family ?? familyOfSummary(row)
  const ofFile = familyOfFile(state)
  if (family && ofFile && family !== ofFile) {
    refuseFamily(state, shape, { line: row.line, column: row.column }, family)
    return
  }
  state.standard ??= options.stated
    ? standards[options.stated]
    : chooseStandard(family ?? '130', header.madeOn() ?? options.received, shape.id, row)
  checkRow(state, state.standard, shape.id, row)
}

/** A wrong statement refuses the file; a mixed file refuses the dossiers of the other kind. */
export function refuseFamily(state: FileState, { id }: TableShape, place: Place, found: StandardFamily): void {
  const { standard, options } = state
  if (!standard && options.stated) {
    const words = found === '4210' ? '4210' : '130, 4750, 3176'
    throw new Refusal('standard-mismatch', { stated: options.stated, table: id, found: words }, { ...place, table: id })
  }
  say(state, ENVELOPE_DEMANDS.tableNotInStandard, place, { found: id, standard: standard?.id ?? '' }, id)
}

function checkRow(state: FileState, standard: Standard, table: string, row: RawRow): void {
  const { dossier, options } = state
  const check = state.checks.get(table) ?? prepare(state, standard, table)
  if (!check) {
    const place = { line: row.line, column: row.column }
    say(state, ENVELOPE_DEMANDS.tableNotInStandard, place, { found: table, standard: standard.id }, table)
  } else if (!state.inEnvelope) {
    checkDocumentRow(state, check, table, row)
  } else if (dossier) {
    check(row, dossier)
    options.onRow?.(table, row, dossier.ref.index)
  }
}

function prepare(state: FileState, standard: Standard, tableId: string): TableCheck | null {
  const table = standard.tables[tableId]
  if (!table) return null
  state.plan ??= planFor(state.pack, standard)
  const check = createTableCheck(standard, table, state.options.codes, state.plan)
  state.checks.set(tableId, check)
  return check
}

/** In a check-in or XML12 document every row is a dossier of its own. */
function checkDocumentRow(state: FileState, check: TableCheck, table: string, row: RawRow): void {
  const { header, options } = state
  const own = valueOf(row, 'MA_CSKCB')
  if (own !== '') header.checkFacility(own, { line: row.line, column: row.column })
  const dossier = openDossier(state, false)
  check(row, dossier)
  options.onRow?.(table, row, dossier.ref.index)
  closeDossier(state)
}
