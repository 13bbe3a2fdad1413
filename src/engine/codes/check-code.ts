/**
 * From the code a sender wrote to the codes a catalogue lists. Decisions let senders add marks, suffixes and facility codes, and
 * allow spellings; here is what each code means for the look-up, and where the evidence ends: then nothing is evaluated.
 */
import type { LookUp, Snapshot } from './snapshot.ts'
import { lookUp } from './snapshot.ts'

/** One thing that must be so: one of these spellings is in one of these catalogues. */
export type CodeQuestion = {
  catalogues: readonly string[]
  /** What the code stands for by the decisions: itself, or itself without what they let senders add. */
  spellings: readonly string[]
  /** What it can only have meant, though no decision writes it so. */
  tolerated: readonly string[]
}

export type NotEvaluated =
  /** Facility code `XX000`: the province of a temporary card, not a facility (QĐ 130, MA_DKBD). */
  | 'temporary-card'
  /** A code that the sender makes up by the annex, which no list can hold: `YYYY.SĐK`, `00.0000`. */
  | 'outside-lists'
  /** A code of an older list that is not among the catalogues. */
  | 'older-list'

/** All questions must be answered well; none at all: not evaluated, and why. */
export type CodeVariants = { questions: readonly CodeQuestion[]; notEvaluated?: NotEvaluated }

export type CodeCheck = LookUp & {
  /** Set when the catalogues have no say in this code; `state` is then `no-catalogue`. */
  notEvaluated?: NotEvaluated
  /** The spelling that decided: the code itself, or the part of it that is wrong or was read otherwise. */
  code: string
  /** Written as the decisions ask; false: valid only because a known misspelling was read with leniency. */
  exact: boolean
}

type Reading = (code: string, catalogues: readonly string[]) => CodeVariants | undefined

const FACILITIES = ['facilities'] as const
const FACILITY = String.raw`(\d{2}[0-9A-Z]{3})`

const ask = (catalogues: readonly string[], ...spellings: string[]): CodeQuestion => ({
  catalogues,
  spellings,
  tolerated: [],
})
const silent = (notEvaluated: NotEvaluated): CodeVariants => ({ questions: [], notEvaluated })

const readFacility: Reading = (code, catalogues) => {
  // QĐ 130: MA_DKBD of a temporary card is the province and 000.
  if (/^\d{2}000$/.test(code)) return silent('temporary-card')
  // QĐ 4750, 3176: MA_CSKCB_THUOC says why a drug came from elsewhere, then where it came from.
  const from = new RegExp(`^(?:C|K|M|HC|H)\\.${FACILITY}$`).exec(code)?.[1]
  return from === undefined ? undefined : (readFacility(from, catalogues) ?? { questions: [ask(catalogues, from)] })
}

/** The facility named inside another code: it may itself be beyond evaluation. */
const facilityQuestions = (facility: string): readonly CodeQuestion[] => codeVariants(FACILITIES, facility).questions

const readIcd10: Reading = (code, catalogues) => {
  // The official lists print dagger and asterisk as part of some codes; senders write them, a + for them, or leave them.
  const bare = code.replace(/[†*+]$/, '')
  const marked = (plain: string) => [plain, `${plain}†`, `${plain}*`]
  // The form without dot (QĐ 4469, "không dấu") can be read in one way only: the dot follows three characters.
  const dotless = /^[A-Z]\d{3,4}$/.test(bare)
  const tolerated = dotless ? marked(`${bare.slice(0, 3)}.${bare.slice(3)}`) : []
  return { questions: [{ ...ask(catalogues, ...marked(bare)), tolerated }] }
}

const readTraditionalDisease: Reading = (code, catalogues) => {
  // QĐ 2552/2025: a clinical pattern is the disease and two digits more.
  const disease = /^(U\d{2}\.\d{3}\.\d)\.\d{2}$/.exec(code)?.[1]
  return disease === undefined ? undefined : { questions: [ask(catalogues, code, disease)] }
}

const readService: Reading = (code, catalogues) => {
  // QĐ 3176: VC.XXXXX is the transport to facility XXXXX.
  const destination = new RegExp(`^VC\\.${FACILITY}$`).exec(code)?.[1]
  if (destination !== undefined) return facilityVariants(destination)
  const questions: CodeQuestion[] = []
  let rest = code
  // At most one of each: anaesthesia or abandonment (_GT _TB _TT _BS), COVID (.SC2), done at another facility (.K.WWWWW).
  for (let suffixes = 0; suffixes < 3; suffixes += 1) {
    const elsewhere = new RegExp(`^(.+)\\.K\\.${FACILITY}$`).exec(rest)
    if (elsewhere !== null) questions.push(...facilityQuestions(elsewhere[2] ?? ''))
    rest = elsewhere?.[1] ?? rest.replace(/(?:_(?:GT|TB|TT|BS)|\.SC2)$/, '')
  }
  return rest === code ? undefined : { questions: [ask(catalogues, rest), ...questions] }
}

/** MA_THUOC: modern drugs, preparations, herbs, blood and what travels with them. */
const readDrug: Reading = (code, catalogues) => {
  // QĐ 4750 let senders write 00.0000 outside the list; QĐ 3176 has the field empty. YYYY.SĐK is made up per product.
  if (code === '00.0000' || /^\d{4}\.\S+$/.test(code)) return silent('outside-lists')
  // Transport of blood (VM), packaging of decoctions (BB): the rest is a facility.
  const facility = new RegExp(`^(?:VM|BB)\\.${FACILITY}$`).exec(code)?.[1]
  if (facility !== undefined) return facilityVariants(facility)
  // Practice since QĐ 4210: a local anaesthetic carries the service it was given for.
  const anaesthetic = /^(.+)_(\d{2}\.\d{4}\.\d{4})(?:_GT)?$/.exec(code)
  if (anaesthetic !== null) {
    return { questions: [ask(catalogues, anaesthetic[1] ?? ''), ask(['services'], anaesthetic[2] ?? '')] }
  }
  // Blood with further tests.
  const tested = catalogues.includes('blood') ? /^(.+)\.(?:KTNAT|KT|NAT)$/.exec(code)?.[1] : undefined
  return tested === undefined ? undefined : { questions: [ask(catalogues, code, tested)] }
}

const readSupply: Reading = (code, catalogues) => {
  // QĐ 3176: the group of TT 04/2017 is what counts; longer codes issued under QĐ 5086 stay usable.
  const group = /^(N\d{2}\.\d{2}\.\d{3})\..+$/.exec(code)?.[1]
  if (group === undefined) return undefined
  const boughtBy = new RegExp(`\\.K${FACILITY}$`).exec(code)?.[1]
  return { questions: [ask(catalogues, code, group), ...(boughtBy === undefined ? [] : facilityQuestions(boughtBy))] }
}

const readDepartment: Reading = (code, catalogues) => {
  // Commune stations and regional clinics write what they are; the annex has no code for them.
  if (/^(?:TYT|LKV|GKV)$/.test(code)) return silent('outside-lists')
  // K0809 joins two departments, K03.1 is a part of one, .Dxx is its day unit (QĐ 5937 PL5, facility lists).
  const parts = /^K((?:\d{2})+)(\.\d{1,2})?(?:\.D\d{2})?$/.exec(code)
  if (parts === null) return undefined
  const departments = (parts[1] ?? '').match(/\d{2}/g) ?? []
  const part = parts[2] ?? ''
  return { questions: departments.map((number) => ask(catalogues, `K${number}${part}`, `K${number}`)) }
}

/** Lists of two digits that were numbers before QĐ 4750: older software drops the zero. */
const readTwoDigits: Reading = (code, catalogues) =>
  /^\d$/.test(code) ? { questions: [{ ...ask(catalogues, code), tolerated: [`0${code}`] }] } : undefined

/** QĐ 34/2020: five digits whose first two are the group, the only level in the catalogue so far. */
const readOccupation: Reading = (code, catalogues) =>
  /^\d{5}$/.test(code) ? { questions: [ask(catalogues, code, code.slice(0, 2))] } : undefined

/** QĐ 1227/2025 has seven digits; QĐ 7603 PL11, still met, had other forms. */
const readTestIndex: Reading = (code) => (/^\d{7}$/.test(code) ? undefined : silent('older-list'))

const readings: Readonly<Record<string, Reading>> = {
  facilities: readFacility,
  icd10: readIcd10,
  'traditional-diseases': readTraditionalDisease,
  services: readService,
  drugs: readDrug,
  'traditional-preparations': readDrug,
  herbs: readDrug,
  blood: readDrug,
  supplies: readSupply,
  departments: readDepartment,
  'encounter-types': readTwoDigits,
  'ethnic-groups': readTwoDigits,
  occupations: readOccupation,
  'test-indices': readTestIndex,
}

const facilityVariants = (facility: string): CodeVariants => codeVariants(FACILITIES, facility)

const compounded = new Set(['drugs', 'traditional-preparations', 'herbs', 'blood'])

/**
 * What to look up for a code of these catalogues (alternatives: one of them must know it). The code as written is always among
 * the spellings in which the list itself could have it.
 */
export function codeVariants(catalogues: readonly string[], code: string): CodeVariants {
  // QĐ 130: what a facility compounds itself is the codes of its parts joined by +. A trailing + is an ICD mark.
  if (code.includes('+') && catalogues.some((id) => compounded.has(id))) {
    const parts = code.split('+').map((part) => codeVariants(catalogues, part.trim()))
    const questions = parts.flatMap((part) => part.questions)
    return questions.length === 0 ? silent('outside-lists') : { questions }
  }
  for (const id of catalogues) {
    const variants = readings[id]?.(code, catalogues)
    if (variants !== undefined) return variants
  }
  return { questions: [ask(catalogues, code)] }
}

/**
 * The catalogues' answer about a code as written, on a day (yyyymmdd). Valid as it is written costs one look-up; otherwise all
 * questions about it are asked and the worst answer counts, one that could be an error before one that a partial list gave.
 */
export function checkCode(snapshot: Snapshot, catalogues: readonly string[], code: string, asOf: number): CodeCheck {
  const asWritten = lookUp(snapshot, catalogues, code, asOf)
  // Nearly every code ends here. Written out: spreading costs more than the look-up.
  if (asWritten.state === 'valid') {
    const { state, validFrom, validTo, partial } = asWritten
    return { state, validFrom, validTo, partial, code, exact: true }
  }
  const { questions, notEvaluated } = codeVariants(catalogues, code)
  if (notEvaluated !== undefined) return { state: 'no-catalogue', partial: true, notEvaluated, code, exact: false }
  let worst: CodeCheck | undefined
  for (const question of questions) {
    const answer = bestAnswer(snapshot, question, asOf)
    if (worst === undefined || weight(answer) > weight(worst)) worst = answer
  }
  return worst ?? { ...asWritten, code, exact: true }
}

/** One spelling in force suffices; failing that, what is known of one outweighs that another is unknown. */
function bestAnswer(snapshot: Snapshot, question: CodeQuestion, asOf: number): CodeCheck {
  const { catalogues, spellings, tolerated } = question
  let best: CodeCheck | undefined
  for (const [at, code] of [...spellings, ...tolerated].entries()) {
    const exact = at < spellings.length
    const answer = { ...lookUp(snapshot, catalogues, code, asOf), code, exact }
    if (answer.state === 'valid') return answer
    if (best === undefined || (best.state === 'unknown' && answer.state !== 'unknown')) best = answer
  }
  if (best === undefined) throw new Error('a question about a code names no spelling')
  return best
}

const weights = { valid: 0, 'no-catalogue': 1, 'not-yet': 2, expired: 3, unknown: 4 } as const

const weight = ({ state, partial }: LookUp): number => weights[state] + (partial || state === 'valid' ? 0 : 10)
