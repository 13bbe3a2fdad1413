/** The form of a table: its fields in the order of the decision, cut into sections, with what a row needs first. */
import { conditionHolds, type Field, type Table } from '../../../src/engine/index.ts'
import { isKey, type Values } from './draft.ts'
import { isComputed } from './sums.ts'

export const SECTIONS = [
  'general',
  'person',
  'card',
  'illness',
  'visit',
  'result',
  'money',
  'settlement',
  'place',
  'supply',
  'price',
  'order',
  'more',
] as const
export type SectionName = (typeof SECTIONS)[number]
/** `isNeeded`: the row is refused or asked about without it. */
export type FormField = { readonly name: string; readonly field: Field; readonly isNeeded: boolean }
export type Section = { readonly name: SectionName; readonly fields: readonly FormField[] }

/**
 * With which field a section begins, in whatever table: the decisions keep the same order in all of them. A field that a decision adds
 * falls to the section of the one before it.
 */
const BEGINS: Readonly<Record<string, SectionName>> = {
  MA_LK: 'general',
  MA_BN: 'person',
  HO_TEN: 'person',
  MA_THE_BHYT: 'card',
  LY_DO_VV: 'illness',
  MA_DOITUONG_KCB: 'visit',
  PP_DIEU_TRI: 'result',
  NGAY_TTOAN: 'money',
  NAM_QT: 'settlement',
  MA_LOAI_KCB: 'place',
  CAN_NANG: 'more',
  // Lines.
  MA_THUOC: 'general',
  MA_DICH_VU: 'general',
  MA_VAT_TU: 'general',
  SO_DANG_KY: 'supply',
  SO_LUONG: 'price',
  PHAM_VI: 'price',
  MA_KHOA: 'order',
  MA_MAY: 'more',
}

/** MA_LK and STT are written by the page. `isAll`: also what this row does not need. */
export function sectionsOf(table: Table, values: Values, isAll: boolean): readonly Section[] {
  const sections: { name: SectionName; fields: FormField[] }[] = []
  let name: SectionName = 'general'
  for (const [fieldName, field] of Object.entries(table.fields)) {
    name = BEGINS[fieldName] ?? name
    if (isKey(fieldName)) continue
    const isNeeded = needs(field, values)
    const isShown = isNeeded || isComputed(table.id, fieldName) || OFTEN_USED.has(fieldName)
    if (!isAll && !isShown && !values[fieldName]) continue
    const known = sections.find((section) => section.name === name)
    if (known) known.fields.push({ name: fieldName, field, isNeeded })
    else sections.push({ name, fields: [{ name: fieldName, field, isNeeded }] })
  }
  return sections
}

/** Asked for in this row, by whatever it says already. */
const needs = ({ required }: Field, values: Values): boolean =>
  required !== undefined && (required.when === undefined || conditionHolds(required.when, (each) => values[each] ?? ''))

/** Fields that no demand asks for and that nearly every dossier has. */
const OFTEN_USED: ReadonlySet<string> = new Set(['SO_CCCD', 'MA_THE_BHYT', 'NGAY_TTOAN', 'MA_BENH_KT', 'DIEN_THOAI'])

/** Names by which a line is known in the list of a table's rows, the first of each that it has. */
const SHOWN_OF_LINE = [
  ['MA_THUOC', 'MA_DICH_VU', 'MA_VAT_TU', 'MA_CHI_SO', 'SO_SERI', 'SO_CT'],
  ['TEN_THUOC', 'TEN_DICH_VU', 'TEN_VAT_TU', 'TEN_CHI_SO', 'DIEN_BIEN_LS', 'DIEN_BIEN'],
  ['SO_LUONG', 'GIA_TRI', 'THOI_DIEM_DBLS', 'NGAY_YL'],
  ['THANH_TIEN_BV', 'KET_LUAN'],
] as const

/** At most four cells that tell one line from another. */
export const shownOf = (values: Values): readonly string[] =>
  SHOWN_OF_LINE.map((names) => names.map((name) => values[name] ?? '').find((value) => value !== '') ?? '')
