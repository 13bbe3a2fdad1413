/** The tables of a file: one reader takes them one after the other, and hands on their rows. */
import { shownName } from '../envelope/shown-name.ts'
import type { TableHandler } from '../envelope/read-payload.ts'
import type { Place } from '../../kernel/refusal.ts'
import { createRowReader, type RowHandler } from '../record/read-rows.ts'
import { isDocumentRoot, tableShapes, type TableShape } from '../record/table-shapes.ts'
import { ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'
import { rowDemandsOf, type RowDemands } from '../rules/row-demands.ts'
import { standards } from '../standards/index.ts'
import { familyOfFile, inspectRow, refuseFamily } from './file-rows.ts'
import { say, type FileState } from './file-state.ts'
import { UNREADABLE } from './unreadable.ts'

/** Opens a table; one after the other: a table has ended, or is broken, before the next begins. */
export function createTableReader(state: FileState): (place: () => Place, at: Place) => TableHandler {
  const reader = createRowReader(tableShapes, rowsOf(state))
  let place = (): Place => state.inFile
  const table: TableHandler = {
    ...reader,
    declaredEncoding(encoding) {
      // The declaration comes before the root, which alone says what table this is.
      if (!/^(utf-?8|us-ascii)$/i.test(encoding)) say(state, ENVELOPE_DEMANDS.declaredEncoding, state.inFile)
    },
    wrongNamespace(fault) {
      const { shape, inFile } = state
      say(state, ENVELOPE_DEMANDS.namespaces, shape ? place() : inFile, { fault }, shape?.id ?? null)
    },
    broken(why, at) {
      const { shape, inFile } = state
      state.contents.unread()
      say(state, UNREADABLE[why.kind], shape ? at : inFile, { reason: why.reason }, shape?.id ?? null)
    },
    end() {},
  }
  return (from, at) => {
    place = from
    state.shape = null
    state.readable = true
    state.inFile = at
    reader.start(from)
    return table
  }
}

const rowsOf = (state: FileState): RowHandler => ({
  openTable(found, root, at) {
    state.shape = found
    state.readable = found !== null && admits(state, found, root, at)
    if (!state.readable) state.contents.unread()
    if (!found) say(state, ENVELOPE_DEMANDS.tableUnknown, state.inFile, { root: shownName(root) })
    else if (state.inEnvelope) {
      state.contents.opened(found.id)
      state.options.onTable?.(found.id, state.inFile)
    }
  },
  row(row) {
    const { shape, readable } = state
    if (shape && readable) inspectRow(state, shape, row)
  },
  misplaced(name, where, at) {
    const { shape } = state
    if (!shape) return
    const { nested, misplaced } = demandsOf(state, shape)
    if (where === 'table') state.contents.unread()
    const params = { name: shownName(name), field: shownName(name), expected: shape.row ?? '' }
    say(state, where === 'value' ? nested : misplaced, at, params, shape.id)
  },
  strayText(at) {
    const { shape } = state
    if (shape) say(state, demandsOf(state, shape).strayText, at, {}, shape.id)
  },
})

/** Whether a table may be here: known, of the file's family, inside the envelope or alone as its kind demands. */
function admits(state: FileState, shape: TableShape, root: string, place: Place): boolean {
  if (state.inEnvelope && isDocumentRoot(root)) {
    say(state, ENVELOPE_DEMANDS.documentInEnvelope, place, { found: shape.id }, shape.id)
    return false
  }
  const family = familyOfFile(state)
  if (!shape.family || !family || shape.family === family) return true
  refuseFamily(state, shape, place, shape.family)
  return false
}

function demandsOf({ standard, options: { stated } }: FileState, { id, family }: TableShape): RowDemands {
  const assumed = standard ?? standards[stated ?? (family === '4210' ? '4210' : '3176')]
  const known = assumed.tables[id] ?? standards['3176'].tables[id]
  return rowDemandsOf({ id, place: known?.place ?? id, document: known?.document ?? '' })
}
