import { detached } from '../../kernel/detached.ts'
import type { Demand, DossierRef, Report, Severity } from '../finding/finding.ts'
import { dayOf, isoDay } from '../record/moment.ts'
import { placeOf, valueOf, type RawRow } from '../record/row.ts'
import type { Field, Table } from '../standards/field.ts'
import type { Text, TextParams } from '../../kernel/text.ts'
import { fieldDemandsOf, type ValueDemand } from '../rules/field-demands.ts'
import { namesOfCatalogues } from './catalogue-names.ts'
import { checkCode, type CodeCheck } from './check-code.ts'
import { formText, nationalText, NO_TEXT, sinceText } from './code-texts.ts'
import type { LocalCodes } from './local-codes.ts'
import type { EncounterDays } from './encounter-days.ts'
import { lookUp, type Snapshot } from './snapshot.ts'

/** The code lists as one submission is checked against them. */
export type CodeLists = {
  readonly snapshot: Snapshot
  /** The copy is older than it may be: a code that it does not know may be new, so nothing is refused for it. */
  readonly stale: boolean
  /** What the sender's own codes stand for; none: nothing is known of them. */
  readonly local?: LocalCodes
}

type CodeDemands = Readonly<Record<'known' | 'inForce' | 'asListed', Demand>>

/** The catalogues whose code is chosen by the end of the encounter (TT 06/2026/TT-BYT, article 6.2), not by the line. */
const BY_END_OF_ENCOUNTER: ReadonlySet<string> = new Set(['icd10', 'traditional-diseases'])

/** `broken`: by field, whether its value has a finding already. */
export type CodeCheckOfTable = (
  row: RawRow,
  dossier: DossierRef,
  days: EncounterDays,
  report: Report,
  broken: readonly boolean[],
) => void

const derived = new WeakMap<Table, ReadonlyMap<string, CodeDemands>>()

/** The demands of every coded field of a table, for its checks and for the rule catalogue; derived once for all files. */
export function codeDemandsOf(table: Table): ReadonlyMap<string, CodeDemands> {
  const known = derived.get(table) ?? deriveDemands(table)
  derived.set(table, known)
  return known
}

function deriveDemands(table: Table): ReadonlyMap<string, CodeDemands> {
  const coded = Object.entries(table.fields).flatMap(([name, field], at) =>
    field.codeList ? [[name, demandsOf(table, name, field, at)] as const] : [],
  )
  return new Map(coded)
}

function demandsOf(table: Table, name: string, field: Field, at: number): CodeDemands {
  const confidence = field.confidence ?? 'high'
  const source = { document: table.document, place: `${table.place}, STT ${at + 1}`, confidence }
  const severity: Severity = confidence === 'high' ? 'error' : 'warning'
  const demand = (id: string, own: Severity, problem: Text, remedy: Text): Demand => ({
    id: `${table.id}.${name}.${id}`,
    severity: own,
    problem,
    remedy,
    source,
  })
  return {
    known: demand(
      'code-known',
      severity,
      {
        vi: '{field} ({label}): mã {code} không có trong danh mục {lists}{form}',
        en: '{field}: code {code} is not in the list {lists}{form}',
      },
      {
        vi: 'Dùng mã của danh mục dùng chung (DMDC){national}',
        en: 'Use a code of the shared code lists (DMDC){national}',
      },
    ),
    inForce: demand(
      'code-in-force',
      severity,
      {
        vi: '{field} ({label}): mã {code} không có hiệu lực vào ngày {day}{since}',
        en: '{field}: code {code} was not in force on {day}{since}',
      },
      { vi: 'Dùng mã có hiệu lực vào ngày đó', en: 'Use the code that was in force on that day' },
    ),
    asListed: demand(
      'code-spelling',
      'info',
      { vi: '{field} ({label}): danh mục ghi mã này là {code}', en: '{field}: the list writes this code {code}' },
      { vi: 'Viết mã đúng như trong danh mục', en: 'Write the code as the list does' },
    ),
  }
}

type CodedField = {
  name: string
  /** Among the fields of its table. */
  position: number
  field: Field
  lists: readonly string[]
  demands: CodeDemands
  byEnd: boolean
  /** The form of its codes: it explains an unknown code, and decides where no complete list can. */
  form: (ValueDemand & { words: Text }) | null
  /** The last value of which there was nothing to say, and its day: rows repeat their codes. */
  goodValue: string
  goodDay: number
}

/** A value this short is a string of its own, where a longer one would keep alive what it was cut from. */
const LONGEST_REMEMBERED = 12

/** One row whose codes are checked, and where its findings go. */
type Checked = {
  readonly lists: CodeLists
  readonly table: string
  readonly row: RawRow
  readonly dossier: DossierRef
  readonly days: EncounterDays
  readonly report: Report
  /** The day of the row's order; null where there is none. */
  readonly lineDay: number | null
}

/** Every code of a table's rows against the catalogues of its field, as of the day that counts for it (decision 7). */
export function createCodeCheck(table: Table, lists: CodeLists): CodeCheckOfTable | null {
  const coded = codedFieldsOf(table)
  if (coded.length === 0) return null
  const byLine = 'NGAY_YL' in table.fields
  return (row, dossier, days, report, broken) => {
    const lineDay = byLine ? dayOf(valueOf(row, 'NGAY_YL')) : null
    const checked: Checked = { lists, table: table.id, row, dossier, days, report, lineDay }
    for (const entry of coded) {
      const at = row.elementOf[entry.position] ?? -1
      const value = at < 0 ? '' : (row.texts[at] ?? '')
      if (value !== '') checkValue(checked, entry, value, at, broken[entry.position] === true)
    }
  }
}

function codedFieldsOf(table: Table): readonly CodedField[] {
  const names = Object.keys(table.fields)
  return [...codeDemandsOf(table)].flatMap(([name, demands]) => {
    const field = table.fields[name]
    const lists = field?.codeList
    if (!field || !lists) return []
    const byEnd = lists.some((list) => BY_END_OF_ENCOUNTER.has(list))
    const form = formOf(table, name, field)
    return [{ name, position: names.indexOf(name), field, lists, demands, byEnd, form, goodValue: '', goodDay: 0 }]
  })
}

function checkValue(checked: Checked, entry: CodedField, value: string, at: number, isBroken: boolean): void {
  const { lists, row, days, lineDay } = checked
  const day = entry.byEnd || lineDay === null ? (days.end ?? (days.settled ? days.received : null)) : lineDay
  if (day !== null) {
    if (value === entry.goodValue && day === entry.goodDay) return
    const judgements = judge(lists, entry, value, day, isBroken, false)
    if (judgements.length === 0 && value.length <= LONGEST_REMEMBERED) {
      entry.goodValue = value
      entry.goodDay = day
    }
    reportAll(checked, entry, judgements, () => placeOf(row, at))
    return
  }
  // What waits must not keep the chunk alive that it is a slice of.
  const [kept, ownValue] = [placeOf(row, at), detached(value)]
  const waits = days.whenSettled(() => {
    const own = judge(lists, entry, ownValue, days.end ?? days.received, isBroken, false)
    reportAll(checked, entry, own, () => kept)
  })
  if (waits) return
  reportAll(checked, entry, judge(lists, entry, value, lineDay ?? days.received, isBroken, true), () => kept)
}

function reportAll(
  { table, dossier, report }: Checked,
  { name, field }: CodedField,
  judgements: readonly Judgement[],
  place: () => ReturnType<typeof placeOf>,
): void {
  for (const said of judgements) {
    report({ ...said, ...place(), dossier, table, field: name, identifies: field.identifies === true })
  }
}

/** `weak`: the day is not known for certain, so that nothing is refused. */
function judge(
  lists: CodeLists,
  entry: CodedField,
  value: string,
  day: number,
  isBroken: boolean,
  weak: boolean,
): readonly Judgement[] {
  const { separator } = entry.field
  const listed = separator !== undefined && value.includes(separator)
  const codes = listed ? value.split(separator) : [value]
  const said = codes.flatMap((code) => judgeCode(lists, entry, code.trim(), day, lists.stale || weak))
  // What the field list says of the value comes first; its form would only repeat that.
  return isBroken ? said.filter(({ demand }) => demand !== entry.form?.demand) : said
}

function judgeCode(
  lists: CodeLists,
  entry: CodedField,
  code: string,
  day: number,
  weak: boolean,
): readonly Judgement[] {
  if (code === '') return NOTHING
  const answer = checkCode(lists.snapshot, entry.lists, code, day)
  if (answer.state === 'valid' && answer.exact) return NOTHING
  const said = explain(lists, entry, code, day, weak, answer)
  return said ? [{ ...said, value: code }] : NOTHING
}

function explain(
  lists: CodeLists,
  entry: CodedField,
  code: string,
  day: number,
  weak: boolean,
  answer: CodeCheck,
): Omit<Judgement, 'value'> | null {
  const severity = (own: Severity): Severity => (own === 'error' && (weak || answer.partial) ? 'warning' : own)
  const params = { label: entry.field.vi, code: answer.code, lists: namesOfCatalogues(entry.lists), day: isoDay(day) }
  const { known, inForce, asListed } = entry.demands
  switch (answer.state) {
    case 'no-catalogue':
      return explainForm(entry, code)
    case 'valid':
      return { demand: asListed, severity: 'info', params }
    case 'unknown': {
      const national = nationalCode(lists, entry, code, day)
      return explainUnknown(entry, code, severity(known.severity), answer.partial, national, params)
    }
    case 'expired':
    case 'not-yet':
      return {
        demand: inForce,
        severity: severity(inForce.severity),
        params: { ...params, since: sinceText(answer) },
      }
  }
}

/** Where no list can decide, the form of the code is all there is. */
function explainForm({ form, field }: CodedField, code: string): Omit<Judgement, 'value'> | null {
  if (form === null || form.holds(code)) return null
  return { demand: form.demand, severity: form.demand.severity, params: { ...form.params, label: field.vi } }
}

/** A complete list decides, and the form explains; a partial list proves nothing about a code that it does not hold. */
function explainUnknown(
  entry: CodedField,
  code: string,
  proven: Severity,
  partial: boolean,
  national: string | null,
  params: TextParams,
): Omit<Judgement, 'value'> | null {
  if (partial && national === null) return explainForm(entry, code)
  const severity = !partial || proven !== 'error' ? proven : 'warning'
  const form = entry.form !== null && !entry.form.holds(code) ? formText(entry.form.words) : NO_TEXT
  return { demand: entry.demands.known, severity, params: { ...params, form, national: nationalText(national) } }
}

/** What the sender's own code stands for, where that is in force on the day itself. */
function nationalCode({ snapshot, local }: CodeLists, { lists }: CodedField, code: string, day: number): string | null {
  for (const list of local === undefined ? [] : lists) {
    const national = local?.(list, code, day) ?? null
    if (national !== null && lookUp(snapshot, [list], national, day).state === 'valid') return national
  }
  return null
}

type Judgement = { demand: Demand; severity: Severity; params: TextParams; value: string }
const NOTHING: readonly Judgement[] = []

function formOf(table: Table, name: string, { form }: Field): CodedField['form'] {
  const demand = fieldDemandsOf(table)
    .find((each) => each.name === name)
    ?.values.find(({ byLists }) => byLists === true)
  return form && demand ? { ...demand, words: { vi: form.vi, en: form.en } } : null
}
