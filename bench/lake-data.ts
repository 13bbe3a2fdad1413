/**
 * Made-up encounters and lines by shape, as one piece of SQL that DuckDB and SQLite read alike: whole-number arithmetic over `i`, which
 * counts encounters from 0. 34 provinces, 24 months, 14,000 facilities of uneven size, 300 diagnoses of which few are frequent.
 */
export const LINES_EACH = 8
export const MONTHS = 24
const PROVINCES = 34
const FACILITIES = 14_000
const DIAGNOSES = 300
const DRUGS = 2000

/** A number from 0 below `most`, which jumps about as `i` grows. */
const any = (salt: number, most: number): string =>
  `(((i * 2654435761 + ${salt} * 40503) % 1000003) * 7919 + ${salt}) % ${most}`
/** The same, small numbers far oftener than large ones. */
const skewed = (salt: number, most: number): string => `((${any(salt, most)}) * (${any(salt + 1, most)}) / ${most})`

const SCOPE: Readonly<Record<string, string>> = {
  province: `10 + (${skewed(1, FACILITIES)}) % ${PROVINCES}`,
  facility: skewed(1, FACILITIES),
  month: `i % ${MONTHS}`,
  encounter: 'i',
}

/** Columns that the questions of the bench ask for; codes are numbers here, as their letters would only be copied. */
export const ENCOUNTERS: Readonly<Record<string, string>> = {
  ...SCOPE,
  person: any(3, 900_000),
  age_years: any(5, 91),
  main_diagnosis: skewed(7, DIAGNOSES),
  referred_to: `CASE WHEN ${any(9, 100)} < 4 THEN ${any(10, FACILITIES)} END`,
  fund: `100 * (${any(11, 2_000_000)})`,
  total: `130 * (${any(11, 2_000_000)})`,
}

/** Of line `l` of encounter `i`. */
export const LINES: Readonly<Record<string, string>> = {
  ...SCOPE,
  cost_group: '1 + l',
  code: `(${skewed(13, DRUGS)} + l * 17) % ${DRUGS}`,
  unit_price: `1000 + 10 * ((${skewed(13, DRUGS)} + l * 17) % ${DRUGS}) + (${any(15, 50)})`,
  line_fund: `100 * (${any(17, 300_000)})`,
}

export const selectOf = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, value]) => `${value} AS ${name}`)
    .join(', ')

/** Questions of a ministry in SQL that both engines read, over tables `encounters` and `lines`. */
export const QUESTIONS: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: 'spending by province, month and cost group',
    sql: 'SELECT province, month, cost_group, count(*), sum(line_fund) FROM lines GROUP BY 1, 2, 3 ORDER BY 1, 2, 3',
  },
  {
    name: 'price of each drug across facilities',
    sql: `SELECT code, count(DISTINCT facility), min(unit_price), max(unit_price), avg(unit_price) FROM lines
      WHERE cost_group <= 3 GROUP BY 1 ORDER BY max(unit_price) - min(unit_price) DESC, 1 LIMIT 100`,
  },
  {
    name: 'leading diagnoses by age group and month',
    sql: `SELECT month, age_years / 15, main_diagnosis, count(*) AS n, count(DISTINCT person) FROM encounters
      GROUP BY 1, 2, 3 HAVING count(DISTINCT person) >= 5 ORDER BY n DESC, 1, 2, 3 LIMIT 1000`,
  },
  {
    name: 'referrals between facilities',
    sql: `SELECT facility, referred_to, count(*), sum(fund) FROM encounters WHERE referred_to IS NOT NULL
      GROUP BY 1, 2 HAVING count(*) >= 5 ORDER BY 3 DESC, 1, 2`,
  },
  {
    name: 'lines of one drug in one province and month',
    sql: 'SELECT facility, count(*), avg(unit_price) FROM lines WHERE province = 12 AND month = 5 AND code = 100 GROUP BY 1 ORDER BY 1',
  },
]
