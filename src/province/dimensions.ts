import type { DimensionId } from './figures.ts'

/** How dossiers are grouped: the same in the roll-ups, in the facts, and in the list behind one value. */
export type Dimension = {
  /** A name of `province_days.dimension`, or of `finding_days`; null: the days themselves. */
  readonly kept: string | null
  /** The value of a dossier `d` (with `more` joined). */
  readonly key: string
  /** Holds for the dossiers of one value, given as an SQL expression. */
  readonly is: (key: string) => string
  /** A table that comes before `d`, with one row or more for each dossier of the value. */
  readonly more?: { readonly table: 'findings' | 'dossier_costs'; readonly as: string }
  /** The index of the table that leads (`more`, else `dossiers`) to a value's, in the order of days; without figures on the data it would be guessed. */
  readonly index?: string
  /** The same of the table `more`, where one facility is asked for. */
  readonly facilityIndex?: string
  /** A value is a stretch of days, which leads to its dossiers better than the period does. */
  readonly isOfDays?: true
  /** Each dossier has exactly one value, so that values add up to the whole. */
  readonly isPartition: boolean
}

const property = (kept: string, column: string, index: string): Dimension => ({
  kept,
  index,
  key: `coalesce(d.${column}, '')`,
  is: (key) => `d.${column} IS nullif(${key}, '')`,
  isPartition: true,
})

const ofFindings = (kept: 'rule' | 'table' | 'field', key: string, is: Dimension['is']): Dimension => ({
  kept,
  key,
  is,
  index: `findings_by_${kept}`,
  facilityIndex: kept === 'rule' ? 'findings_by_facility_rule' : 'findings_by_facility_field',
  more: { table: 'findings', as: 'f' },
  isPartition: false,
})

const weekOf = (day: string): string => `date(${day}, '-6 days', 'weekday 1')`

/** The value of a day of the roll-ups, for dimensions that are made of days. */
export const dayKeys: Readonly<Partial<Record<DimensionId, string>>> = {
  total: "''",
  day: 'r.day',
  week: weekOf('r.day'),
}

export const dimensions: Readonly<Record<DimensionId, Dimension>> = {
  total: { kept: null, key: "''", is: (key) => `${key} = ''`, isPartition: true },
  day: {
    kept: null,
    index: 'dossiers_by_day',
    key: 'd.received_on',
    is: (key) => `d.received_on = ${key}`,
    isOfDays: true,
    isPartition: true,
  },
  week: {
    kept: null,
    index: 'dossiers_by_day',
    key: weekOf('d.received_on'),
    is: (key) => `d.received_on BETWEEN ${key} AND date(${key}, '+6 days')`,
    isOfDays: true,
    isPartition: true,
  },
  facility: {
    kept: null,
    index: 'dossiers_by_facility',
    key: 'd.facility',
    is: (key) => `d.facility = ${key}`,
    isPartition: true,
  },
  'encounter-type': property('encounter-type', 'MA_LOAI_KCB', 'dossiers_by_encounter_type'),
  chapter: property('chapter', 'icd_chapter', 'dossiers_by_chapter'),
  diagnosis: property('diagnosis', 'MA_BENH_CHINH', 'dossiers_by_diagnosis'),
  'cost-group': {
    kept: 'cost-group',
    key: 'c.MA_NHOM',
    is: (key) => `c.MA_NHOM = ${key}`,
    more: { table: 'dossier_costs', as: 'c' },
    // A dossier has costs in several groups; their amounts, though, add up to the whole.
    isPartition: true,
  },
  rule: ofFindings('rule', 'f.rule', (key) => `f.rule = ${key}`),
  table: ofFindings('table', "coalesce(f.table_id, '')", (key) => `f.table_id IS nullif(${key}, '')`),
  // What is said of no field has no value here.
  field: ofFindings(
    'field',
    "coalesce(f.table_id || '.' || f.field, '')",
    (key) =>
      `f.table_id = substr(${key}, 1, instr(${key}, '.') - 1) AND f.field = substr(${key}, instr(${key}, '.') + 1)`,
  ),
}
