import { plainNames } from '../envelope/plain-names.ts'
import { createEnvelope, type EnvelopeHandler } from '../envelope/read-envelope.ts'
import { plainPack, writtenRuleIds } from '../judging/rule-pack.ts'
import { createTally, type RuleCount } from '../judging/tally.ts'
import { Refusal } from '../refusals.ts'
import { standardInForce } from '../record/choose-standard.ts'
import { elementNames, isDocumentRoot } from '../record/table-shapes.ts'
import { ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'
import { closeDossier, closeFile, openDossier, reportUnexpected } from './file-dossiers.ts'
import { createFileContents } from './file-contents.ts'
import { createFileHeader } from './file-header.ts'
import { say, type FileState, type InspectionOptions } from './file-state.ts'
import { createTableReader } from './file-tables.ts'
import type { Inspected } from './outcome.ts'

export type { InspectionOptions } from './file-state.ts'

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
  const state = createState(options)
  const { header, tally, counts } = state
  const envelope = createEnvelope(eventsOf(state), options.codecs, KNOWN_NAMES)
  return {
    push(bytes) {
      try {
        envelope.push(bytes)
      } catch (error) {
        state.plan?.forget()
        throw error
      }
    },
    ruleCounts: tally.counts,
    facility: header.facility,
    end() {
      try {
        envelope.end()
      } finally {
        state.plan?.forget()
      }
      const { standard } = state
      if (counts.counted === 0) throw new Refusal('dossiers-missing')
      if (state.inEnvelope) counts.declared = header.close(counts.counted, standard)
      const inForce = (): Inspected['standard'] => standardInForce(header.madeOn() ?? options.received)
      return { standard: standard?.id ?? options.stated ?? inForce(), dossiers: counts }
    },
  }
}

function createState(options: InspectionOptions): FileState {
  const { facility, pack = plainPack } = options
  const state: FileState = {
    options,
    pack,
    tally: createTally(writtenRuleIds),
    header: createFileHeader(facility, (demand, place, params) => {
      say(state, demand, place, params)
    }),
    counts: { declared: null, counted: 0, accepted: 0, acceptedWithWarnings: 0, rejected: 0 },
    checks: new Map(),
    standard: null,
    plan: null,
    inEnvelope: false,
    dossier: null,
    contents: createFileContents((demand, place, params, table) => {
      say(state, demand, place, params, table)
    }),
    shape: null,
    readable: true,
    inFile: { line: 1, column: 1 },
  }
  return state
}

const eventsOf = (state: FileState): EnvelopeHandler => ({
  isDocument: isDocumentRoot,
  header(name, value, place) {
    state.inEnvelope = true
    state.header.read(name, value, place)
  },
  openDossier() {
    openDossier(state, true)
  },
  openTable: createTableReader(state),
  closeFile(declared, tables, place) {
    closeFile(state, declared, tables, place)
  },
  closeDossier() {
    closeDossier(state)
  },
  unexpected(name, parent, place) {
    reportUnexpected(state, name, parent, place)
  },
  wrongNamespace(fault, place) {
    say(state, ENVELOPE_DEMANDS.namespaces, place, { fault })
  },
})
