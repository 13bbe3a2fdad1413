import { isoDayOfMoment } from '../engine/index.ts'
import type { ContentRow } from '../store/warehouse/contents/format.ts'
import type { KeptDossier, GatheredDossier } from './dossier.ts'
import { monthOf } from './month.ts'
import type { LakeRow, LakeRows, TableName } from './tables.ts'
import { ageYears, code, epochDay, registration, smallInt, units } from './values.ts'

/** A keyed hash of the lake's own: equal values of one kind are equal, and nobody reads them back. */
export type Pseudonym = (kind: string, value: string) => string

const BEDS: ReadonlySet<string> = new Set(['14', '15', '16'])
const MOST_DELAY_DAYS = 60

type Scope = Pick<LakeRow<'events'>, 'province' | 'month' | 'facility' | 'purpose' | 'encounter'>

/** Adds the rows of one dossier to those of its facility. The day and the place of an encounter are exact still: see `coarsen.ts`. */
export function addRows(into: LakeRows, whole: GatheredDossier, pseudonym: Pseudonym): void {
  const { dossier, isCurrent, contents } = whole
  const scope = scopeOf(dossier, pseudonym)
  into.events.push(eventOf(scope, dossier))
  for (const { rule, severity, tableId, field } of whole.findings)
    into.findings.push({ ...scope, rule, severity, table_id: tableId, field })
  for (const { tableId, decision, reasonCode, amount } of whole.assessments)
    into.assessments.push({
      ...scope,
      scope: tableId === null ? 'dossier' : 'line',
      table_id: tableId,
      decision,
      reason_code: code(reasonCode),
      amount: hundredths(amount),
    })
  if (!isCurrent) return
  const head = contents.find(({ table }) => table === 'XML1')
  into.encounters.push(encounterOf(scope, whole, head, pseudonym))
  into.diagnoses.push(...diagnosesOf(scope, dossier, head))
  for (const row of contents)
    if (row.table === 'XML2' || row.table === 'XML3') into.lines.push(lineOf(scope, dossier, row))
}

export const noRows = (): LakeRows =>
  ({
    encounters: [],
    lines: [],
    diagnoses: [],
    findings: [],
    assessments: [],
    events: [],
  }) satisfies Record<TableName, unknown[]>

const hundredths = (amount: number | null): bigint | null => (amount === null ? null : BigInt(amount))

const scopeOf = (dossier: KeptDossier, pseudonym: Pseudonym): Scope => ({
  province: dossier.facility.slice(0, 2),
  month: monthOf(dossier),
  facility: dossier.facility,
  purpose: dossier.purpose,
  encounter: dossier.MA_LK === null ? null : pseudonym('encounter', `${dossier.facility}\n${dossier.MA_LK}`),
})

const daysBetween = (from: string | null, to: string | null): number | null => {
  const [first, last] = [from === null ? null : epochDay(from), to === null ? null : epochDay(to)]
  return first === null || last === null ? null : last - first
}

function eventOf(scope: Scope, dossier: KeptDossier): LakeRow<'events'> {
  const delay = daysBetween(dossier.endedOn, dossier.receivedOn)
  return {
    ...scope,
    received_month: dossier.receivedOn.slice(0, 7),
    delay_days: delay === null ? null : Math.min(Math.max(delay, 0), MOST_DELAY_DAYS),
    standard: dossier.standard,
    outcome: dossier.outcome,
    state: dossier.state,
    version: dossier.version,
    errors: dossier.errors,
    warnings: dossier.warnings,
    timeliness: dossier.timeliness,
  }
}

function encounterOf(
  scope: Scope,
  { dossier }: GatheredDossier,
  head: ContentRow | undefined,
  pseudonym: Pseudonym,
): LakeRow<'encounters'> {
  const text = (...names: string[]) => names.map((name) => head?.texts.get(name)).find((each) => each !== undefined)
  const card = text('MA_THE_BHYT', 'MA_THE') ?? ''
  const hasGroup = /^[A-Z]{2}\d/.test(card)
  const admitted = dossier.NGAY_VAO === null ? null : isoDayOfMoment(dossier.NGAY_VAO)
  return {
    ...scope,
    person: dossier.personHash === null ? null : pseudonym(`person ${dossier.purpose}`, dossier.personHash),
    standard: dossier.standard,
    version: dossier.version,
    sex: code(text('GIOI_TINH')),
    age_years: ageYears(text('NGAY_SINH'), dossier.NGAY_VAO),
    residence_province: code(text('MATINH_CU_TRU')),
    residence_commune: code(text('MAXA_CU_TRU')),
    card_group: hasGroup ? card.slice(0, 2) : null,
    card_benefit: hasGroup ? card.slice(2, 3) : null,
    encounter_type: code(dossier.MA_LOAI_KCB),
    patient_category: code(dossier.MA_DOITUONG_KCB ?? text('MA_LYDO_VVIEN')),
    department: code(text('MA_KHOA')),
    main_diagnosis: code(dossier.MA_BENH_CHINH),
    icd_chapter: dossier.icdChapter,
    accident: code(text('MA_TAI_NAN')),
    treatment_result: code(dossier.KET_QUA_DTRI),
    discharge_kind: code(text('MA_LOAI_RV', 'TINH_TRANG_RV')),
    referred_from: code(text('MA_NOI_DI', 'MA_NOI_CHUYEN')),
    referred_to: code(text('MA_NOI_DEN')),
    ended_on: dossier.endedOn === null ? null : epochDay(dossier.endedOn),
    ended_precision: dossier.endedOn === null ? null : 'day',
    stay_days: daysBetween(admitted, dossier.endedOn),
    treatment_days: smallInt(text('SO_NGAY_DTRI')),
    drugs: units(text('T_THUOC'), 'money'),
    supplies: units(text('T_VTYT'), 'money'),
    total: hundredths(dossier.T_TONGCHI_BV),
    total_covered: hundredths(dossier.T_TONGCHI_BH),
    fund: hundredths(dossier.T_BHTT),
    co_payment: hundredths(dossier.T_BNCCT),
    self_paid: hundredths(dossier.T_BNTT),
    other_sources: hundredths(dossier.T_NGUONKHAC),
    timeliness: dossier.timeliness,
    assessment: dossier.assessment,
  }
}

function diagnosesOf(
  scope: Scope,
  { MA_BENH_CHINH }: KeptDossier,
  head: ContentRow | undefined,
): LakeRow<'diagnoses'>[] {
  const listed = (name: string) => (head?.texts.get(name) ?? '').split(';').map((each) => each.trim())
  const of = (system: string, codes: readonly (string | null)[], first: number) =>
    codes.flatMap((each, at) => {
      const diagnosis = code(each)
      return diagnosis === null ? [] : [{ ...scope, position: first + at, system, diagnosis }]
    })
  return [
    ...of('icd10', [MA_BENH_CHINH], 0),
    ...of('icd10', [...listed('MA_BENH_KT'), ...listed('MA_BENHKHAC')], 1),
    ...of('traditional', listed('MA_BENH_YHCT'), 0),
  ]
}

function lineOf(scope: Scope, { NGAY_VAO }: KeptDossier, { table, ordinal, texts }: ContentRow): LakeRow<'lines'> {
  const supply = texts.get('MA_VAT_TU')
  const group = texts.get('MA_NHOM') ?? ''
  const kind = table === 'XML2' ? 'drug' : supply !== undefined ? 'supply' : BEDS.has(group) ? 'bed' : 'service'
  const ordered = texts.get('NGAY_YL')
  const amount = (...names: string[]) =>
    units(
      names.map((name) => texts.get(name)).find((each) => each !== undefined),
      'money',
    )
  const price = texts.get('DON_GIA') ?? texts.get('DON_GIA_BV') ?? texts.get('DON_GIA_BH')
  return {
    ...scope,
    kind,
    line: ordinal,
    code: code(kind === 'drug' ? texts.get('MA_THUOC') : (supply ?? texts.get('MA_DICH_VU'))),
    registration: registration(texts.get('SO_DANG_KY')),
    cost_group: code(group),
    coverage: code(texts.get('PHAM_VI')),
    line_department: code(texts.get('MA_KHOA')),
    day_of_stay:
      ordered === undefined || NGAY_VAO === null
        ? null
        : daysBetween(isoDayOfMoment(NGAY_VAO), isoDayOfMoment(ordered)),
    quantity: units(texts.get('SO_LUONG'), 'quantity'),
    unit_price: units(price, 'quantity'),
    line_total: amount('THANH_TIEN_BV', 'THANH_TIEN'),
    line_covered: amount('THANH_TIEN_BH'),
    line_fund: amount('T_BHTT'),
    line_co_payment: amount('T_BNCCT'),
    line_self_paid: amount('T_BNTT'),
    line_other_sources: amount('T_NGUONKHAC'),
  }
}
