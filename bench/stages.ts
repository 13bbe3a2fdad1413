/** The edge path taken apart: each stage does what the one before does and one thing more. */
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { SaxesParser } from 'saxes'
import type { CodeLists } from '../src/engine/codes/code-findings.ts'
import { plainNames } from '../src/engine/envelope/plain-names.ts'
import { createEnvelope, type Envelope, type EnvelopeHandler } from '../src/engine/envelope/read-envelope.ts'
import { inspectFile } from '../src/engine/inspection/inspect-file.ts'
import { createRowReader } from '../src/engine/record/read-rows.ts'
import { createFieldFinder, type RawRow } from '../src/engine/record/row.ts'
import { elementNames, isDocumentRoot, tableShapes, type TableShape } from '../src/engine/record/table-shapes.ts'
import { createRowCheck, type RowCheck } from '../src/engine/judging/check-row.ts'
import { plainPack, writtenRuleIds } from '../src/engine/judging/rule-pack.ts'
import { planFor } from '../src/engine/judging/rule-plan.ts'
import { createTally } from '../src/engine/judging/tally.ts'
import { standards } from '../src/engine/standards/index.ts'
import { codecs } from '../src/edge/codecs.ts'
import { FACILITY, STANDARD } from './subject.ts'

/** Takes a file piece by piece; `end` says how much it has seen, so that nothing can be left out unnoticed. */
export type Stage = { push: (bytes: Uint8Array) => void; end: () => number }

/** As the whole inspection has them: without them each name is learnt anew from every file. */
const KNOWN_NAMES = plainNames(elementNames)
const SAXES = { xmlns: false, position: true } as const
const STRICT = { fatal: true, ignoreBOM: false } as const

/**
 * The reference: saxes over the file as sent, its base64 text with it, and saxes over each table, decoded whole. It
 * tokenises and does nothing else.
 */
function saxesOnly(): Stage {
  const decoder = new TextDecoder('utf-8', STRICT)
  const outer = new SaxesParser(SAXES)
  let tokens = 0
  let inContent = false
  const count = (): void => {
    tokens += 1
  }

  const readTable = (base64: string): void => {
    const inner = new SaxesParser(SAXES)
    inner.on('opentag', count)
    inner.on('text', count)
    inner.on('closetag', count)
    inner.write(new TextDecoder('utf-8', STRICT).decode(Buffer.from(base64, 'base64'))).close()
  }
  outer.on('opentag', ({ name }) => {
    count()
    inContent = name === 'NOIDUNGFILE'
  })
  outer.on('closetag', () => {
    count()
    inContent = false
  })
  outer.on('text', (text) => {
    count()
    if (inContent) readTable(text)
  })
  return {
    push: (bytes) => {
      outer.write(decoder.decode(bytes, { stream: true }))
    },
    end: () => {
      outer.close()
      return tokens
    },
  }
}

/** An envelope of which only the tables matter. */
const tablesOnly = (openTable: EnvelopeHandler['openTable']): Envelope =>
  createEnvelope(
    {
      isDocument: isDocumentRoot,
      header() {},
      openDossier() {},
      closeFile() {},
      closeDossier() {},
      unexpected() {},
      wrongNamespace() {},
      openTable,
    },
    codecs,
    KNOWN_NAMES,
  )

const unreadable = (): never => {
  throw new Error('a table of the bench cannot be read')
}

function envelopeOnly(): Stage {
  let tokens = 0
  const count = (): void => {
    tokens += 1
  }
  const envelope = tablesOnly(() => ({ open: count, text: count, close: count, broken: unreadable, end() {} }))
  return {
    push: envelope.push,
    end: () => {
      envelope.end()
      return tokens
    },
  }
}

function rows(onRow: (table: string, row: RawRow) => void): Stage {
  let seen = 0
  let shape: TableShape | null = null
  const reader = createRowReader(tableShapes, {
    openTable(found) {
      shape = found
    },
    row(row) {
      seen += 1
      if (shape) onRow(shape.id, row)
    },
    misplaced: unreadable,
    strayText: unreadable,
  })
  const tables = { ...reader, broken: unreadable, end() {} }
  const envelope = tablesOnly((place) => {
    reader.start(place)
    return tables
  })
  return {
    push: envelope.push,
    end: () => {
      envelope.end()
      return seen
    },
  }
}

type Checks = {
  findFields: (row: RawRow) => void
  row: RowCheck
}

function rowsAndRules(): Stage {
  const standard = standards[STANDARD]
  const checks = new Map<string, Checks>()
  const dossier = { index: 1, MA_LK: null }
  const report = (): void => {}
  const plan = planFor(plainPack, standard)
  const tally = createTally(writtenRuleIds)
  const open = () => plan.open({ ref: dossier, report, tally, received: 20261122, isHoso: true })
  let run = open()
  const checksOf = (id: string): Checks => {
    const known = checks.get(id)
    const table = standard.tables[id]
    if (known) return known
    if (!table) throw new Error(`no table ${id}`)
    const made = {
      findFields: createFieldFinder(Object.keys(table.fields)),
      row: createRowCheck(standard, table),
    }
    checks.set(id, made)
    return made
  }
  return rows((id, row) => {
    const { findFields, row: check } = checksOf(id)
    findFields(row)
    check(row, dossier, report)
    // Every dossier of the bench begins with its XML1.
    if (id === 'XML1') {
      run.close()
      run = open()
    }
    run.row(id, row)
  })
}

function wholeInspection(codes: CodeLists): Stage {
  let findings = 0
  const inspection = inspectFile({
    codecs,
    facility: FACILITY,
    stated: null,
    received: 20261122,
    codes,
    onFinding() {
      findings += 1
    },
  })
  return {
    push: inspection.push,
    end: () => {
      const { dossiers } = inspection.end()
      if (dossiers.rejected > 0) throw new Error(`${findings} findings in a file of the bench`)
      return dossiers.counted
    },
  }
}

function hashOnly(): Stage {
  const digest = createHash('sha256')
  return {
    push: (bytes) => {
      digest.update(bytes)
    },
    end: () => digest.digest().length,
  }
}

function both(first: Stage, second: Stage): Stage {
  return {
    push: (bytes) => {
      first.push(bytes)
      second.push(bytes)
    },
    end: () => first.end() + second.end(),
  }
}

function receiveOnly(): Stage {
  let bytes = 0
  return {
    push: ({ length }) => {
      bytes += length
    },
    end: () => bytes,
  }
}

/** By name, in the order of the way; `saxes` and `hash` are measured alone. */
export const stages = {
  'receive-only': receiveOnly,
  saxes: saxesOnly,
  envelope: envelopeOnly,
  rows: () => rows(() => {}),
  rules: rowsAndRules,
  inspection: wholeInspection,
  'inspection-hash': (codes: CodeLists) => both(wholeInspection(codes), hashOnly()),
  hash: hashOnly,
} as const satisfies Record<string, (codes: CodeLists) => Stage>

export type StageName = keyof typeof stages
export const isStage = (name: string): name is StageName => Object.hasOwn(stages, name)
