/**
 * Rows of made-up catalogues: codes of the official forms, names by chance, several generations of validity. Each list is made of
 * its own chance and its own facts; how many rows it has is asked of it.
 */
import { OPEN_START } from '../db/reference/schema.ts'
import type { SeedRow } from './catalogue-file.ts'
import * as names from './generated-names.ts'
import { shares, type Random } from './random.ts'

const digits = (value: number, length: number): string => String(value).padStart(length, '0')

/** A row without end that names no decision: whoever knows more of it says so after. */
function row(code: string, name: string, validFrom: string, attributes: Record<string, string> = {}): SeedRow {
  return { code, name, validFrom, validTo: null, sourceDocument: null, replacedBy: null, attributes }
}

/** First days of the generations a list may have: days on which decisions about lists were signed or began. */
const FIRST_DAYS = ['2018-12-25', '2021-12-30', '2023-02-15', '2025-06-19', '2026-07-01'] as const

/** Most codes are valid from the beginning of their list, some came later. */
const firstDay = (random: Random): string => (random.once(4) ? random.pick(FIRST_DAYS) : OPEN_START)

/** One in so many codes ended, at the end of a year, and the next of the list took its place. */
const ENDED = 40
const LAST_DAYS = ['2022-12-31', '2024-12-31', '2025-12-31'] as const

function withEnded(rows: SeedRow[], random: Random): SeedRow[] {
  return rows.map((one, at) => {
    const next = rows[at + 1]
    if (next === undefined || one.validFrom !== OPEN_START || !random.once(ENDED)) return one
    return { ...one, validTo: random.pick(LAST_DAYS), replacedBy: next.code }
  })
}

/** `40.n` and `40.30.n` have four and three digits; what is beyond them are two substances joined, the third form MA_THUOC has. */
const SINGLES = 9999
const COMBINATIONS = 999

/** MA_THUOC of modern drugs, at most some millions. */
export function drugs(count: number, random: Random): SeedRow[] {
  const strength = (): Record<string, string> => ({
    strength: `${(1 + random.below(200)) * 5} mg`,
    route: random.pick(['1.01', '2.10', '2.14', '3.05', '4.01', '5.02']),
  })
  const joined = new Set<string>()
  while (joined.size < count - SINGLES - COMBINATIONS) {
    const first = 1 + random.below(SINGLES - 1)
    joined.add(`40.${first}+40.${first + 1 + random.below(SINGLES - first)}`)
  }
  const codes = [
    ...Array.from({ length: SINGLES }, (_, at) => `40.${at + 1}`),
    ...Array.from({ length: COMBINATIONS }, (_, at) => `40.30.${at + 1}`),
    ...joined,
  ].slice(0, count)
  const rows = codes.map((code) => {
    const substances = code.includes('+') || code.startsWith('40.30.') ? 2 : 1
    const name = Array.from({ length: substances }, () => names.substanceName(random)).join(' + ')
    return row(code, name, firstDay(random), strength())
  })
  return withEnded(rows, random)
}

/** Rows of each of the 28 chapters in QĐ 7603 PL01. */
const SERVICE_CHAPTERS = [
  215, 510, 2341, 56, 73, 37, 90, 466, 8, 1102, 134, 307, 188, 277, 368, 159, 117, 678, 283, 43, 67, 337, 217, 302, 60,
  58, 474, 223,
] as const
const OLD_UNTIL = '2025-07-31'
const NEW_FROM = '2025-06-19'
const BED_KINDS = ['NO1', 'NO2', 'NO3', 'NG1', 'NG2', 'NG3', 'NG4'] as const
const BED_DEPARTMENTS = 40
const CLASSES = ['PDB', 'P1', 'P2', 'P3', 'TDB', 'T1', 'T2', 'T3'] as const

/** Examinations and beds of both generations, which overlap as those of QĐ 2010 do. */
function examinationsAndBeds(): SeedRow[] {
  const old = (code: string, name: string, replacedBy: string): SeedRow => ({
    ...row(code, name, OPEN_START),
    validTo: OLD_UNTIL,
    replacedBy,
  })
  const chapters = SERVICE_CHAPTERS.map((_, at) => digits(at + 1, 2))
  return [
    ...chapters.flatMap((chapter, at) => {
      const code = `${chapter}.${digits(at + 3, 2)}`
      const name = `Khám chuyên khoa chương ${chapter}`
      return [old(`${chapter}.1899`, name, code), row(code, name, NEW_FROM)]
    }),
    ...Array.from({ length: BED_DEPARTMENTS }, (_, at) => `K${digits(at + 1, 2)}`).flatMap((department) =>
      BED_KINDS.flatMap((kind, at) => {
        const code = `${department}.${kind}`
        const name = `Giường loại ${at + 1}, khoa ${department}`
        return [old(`${department}.${1901 + at}`, name, code), row(code, name, NEW_FROM)]
      }),
    ),
  ]
}

/** MA_DICH_VU: techniques in the proportions of QĐ 7603, then examinations and beds. */
export function services(count: number, random: Random): SeedRow[] {
  const fixed = examinationsAndBeds()
  const techniques = shares(count - fixed.length, SERVICE_CHAPTERS).flatMap((inChapter, chapter) =>
    Array.from({ length: inChapter }, (_, at) => {
      // One in 60 was put between two others and has a letter.
      const number = at % 60 === 59 ? `${digits(at % 1000, 3)}a` : digits(at + 1, 4)
      const code = `${digits(chapter + 1, 2)}.${number}.${digits(random.below(2100), 4)}`
      return row(code, names.serviceName(random), firstDay(random), { surgeryClass: random.pick(CLASSES) })
    }),
  )
  return [...withEnded(techniques, random), ...fixed]
}

/** Categories and rows of each chapter in QĐ 4469. */
const DISEASE_CHAPTERS = [
  ['A00', 'B99', 921],
  ['C00', 'D48', 889],
  ['D50', 'D89', 196],
  ['E00', 'E90', 414],
  ['F00', 'F99', 445],
  ['G00', 'G99', 405],
  ['H00', 'H59', 319],
  ['H60', 'H95', 140],
  ['I00', 'I99', 461],
  ['J00', 'J99', 282],
  ['K00', 'K93', 512],
  ['L00', 'L99', 406],
  ['M00', 'M99', 1074],
  ['N00', 'N99', 513],
  ['O00', 'O99', 501],
  ['P00', 'P96', 388],
  ['Q00', 'Q99', 705],
  ['R00', 'R99', 338],
  ['S00', 'T98', 1699],
  ['V01', 'Y98', 854],
  ['Z00', 'Z99', 712],
  ['U00', 'U99', 45],
] as const

const categoryNumber = (category: string): number =>
  (category.codePointAt(0) ?? 0) * 100 + Number.parseInt(category.slice(1), 10)
const categoryOf = (number: number): string =>
  `${String.fromCodePoint(Math.floor(number / 100))}${digits(number % 100, 2)}`

/** Each category takes the next place of its ten, or of its hundred, in turn: `A00`, `B99`, `A00.0`, `B99.0`, … */
function diseaseCodes(first: string, last: string, count: number): string[] {
  const from = categoryNumber(first)
  const categories = Array.from({ length: categoryNumber(last) - from + 1 }, (_, at) => categoryOf(from + at))
  return Array.from({ length: count }, (_, at) => {
    const category = categories[at % categories.length] ?? first
    const turn = Math.floor(at / categories.length)
    if (turn === 0) return category
    return turn <= 10 ? `${category}.${turn - 1}` : `${category}.0${turn - 11}`
  }).sort()
}

/** ICD-10 in the proportions of QĐ 4469; one in a hundred carries a dagger, one in fifty an asterisk. */
export function icd10(count: number, random: Random): SeedRow[] {
  const perChapter = shares(
    count,
    DISEASE_CHAPTERS.map(([, , rows]) => rows),
  )
  const codes = DISEASE_CHAPTERS.flatMap(([first, last], at) => diseaseCodes(first, last, perChapter[at] ?? 0))
  const rows = codes.map((code) => {
    const mark = random.once(100) ? '†' : random.once(50) ? '*' : ''
    const attributes: Record<string, string> = {}
    if (mark === '*' || random.once(6)) attributes['notPrincipal'] = 'true'
    if (random.once(13)) attributes['sex'] = 'female'
    else if (random.once(80)) attributes['sex'] = 'male'
    return row(code + mark, names.diseaseName(random), firstDay(random), attributes)
  })
  return withEnded(rows, random)
}

/** The prefix changed from 05C to HD with QĐ 5937 and the number stayed: half of the rows are what the other half became. */
export function traditionalPreparations(count: number, random: Random): SeedRow[] {
  const changed = Math.floor(count / 2)
  const numbers = Array.from(
    { length: count - changed },
    (_, at) => `${1 + (at % 250)}${at < 250 ? '' : `.${at - 249}`}`,
  )
  return numbers.flatMap((number, at) => {
    const name = names.preparationName(random)
    const now = row(`HD.${number}`, name, '2021-12-30')
    if (at >= changed) return [now]
    return [{ ...row(`05C.${number}`, name, OPEN_START), validTo: '2024-12-31', replacedBy: now.code }, now]
  })
}

/** Up to 999 herbs. */
export const herbs = (count: number, random: Random): SeedRow[] =>
  withEnded(
    Array.from({ length: count }, (_, at) => row(`05V.${at + 1}`, names.herbName(random), firstDay(random))),
    random,
  )

const PATTERN_CHAPTERS = 14

/** `Unn.nnn` and its parts `.n`, in the chapters from U50 on. */
export function traditionalDiseases(count: number, random: Random): SeedRow[] {
  const rows = Array.from({ length: count }, (_, at) => {
    const inChapter = Math.floor(at / PATTERN_CHAPTERS)
    const part = inChapter % 6
    const disease = `U${50 + (at % PATTERN_CHAPTERS)}.${digits((Math.floor(inChapter / 6) + 1) * 11, 3)}`
    const icd = categoryOf(categoryNumber('A00') + random.below(1200))
    return row(part === 0 ? disease : `${disease}.${part}`, names.patternName(random), firstDay(random), { icd10: icd })
  })
  return withEnded(rows, random)
}

/**
 * The base codes of PL09 are not public. `Xnn` is not one of them for all we know; it is a form that the suffixes `.KT`, `.NAT`,
 * `.KTNAT` can follow and that none of the other readings of MA_THUOC takes for its own. Up to 99.
 */
export const blood = (count: number, random: Random): SeedRow[] =>
  Array.from({ length: count }, (_, at) => row(`X${digits(at + 1, 2)}`, names.bloodName(random), firstDay(random)))

const SUPPLY_GROUPS = 8
const SUPPLY_ITEMS = 24

/** `Nnn.nn.nnn` in the eight groups of TT 04/2017. */
export function supplies(count: number, random: Random): SeedRow[] {
  const rows = Array.from({ length: count }, (_, at) => {
    const inGroup = Math.floor(at / SUPPLY_GROUPS)
    const code = [
      `N${digits(1 + (at % SUPPLY_GROUPS), 2)}`,
      digits(1 + Math.floor(inGroup / SUPPLY_ITEMS), 2),
      digits(10 * (1 + (inGroup % SUPPLY_ITEMS)), 3),
    ].join('.')
    return row(code, names.supplyName(random), firstDay(random), { unit: random.pick(['Cái', 'Bộ', 'Cuộn', 'Gói']) })
  })
  return withEnded(rows, random)
}

/** A province (old code) and the names of its communes. */
export type Province = { code: string; name: string; communes: readonly string[] }

const LETTERS = [...'ABCDEFGHIJKLMNP'] as const

/** The `at`-th number of a province: 001 to 999, one in 27 with a letter first, as the list of 2018 has them; 000 is no facility. */
function facilityNumber(at: number): string {
  const lettered = Math.floor(at / 27)
  if (at % 27 === 26)
    return `${LETTERS[Math.floor(lettered / 100) % LETTERS.length] ?? 'A'}${digits(lettered % 100, 2)}`
  return digits(at - lettered + 1, 3)
}

/** Facilities in proportion to the communes of the old provinces: a station in nearly each of them, then clinics and hospitals. */
export function facilities(count: number, random: Random, provinces: readonly Province[]): SeedRow[] {
  const perProvince = shares(
    count,
    provinces.map(({ communes }) => communes.length),
  )
  const rows = provinces.flatMap(({ code, name, communes }, which) =>
    Array.from({ length: perProvince[which] ?? 0 }, (_, at) => {
      const commune = communes[at % communes.length] ?? name
      const [kind, level] = random.once(12)
        ? ([`Bệnh viện đa khoa minh họa số ${1 + at}, ${name}`, '2'] as const)
        : random.once(6)
          ? ([`Phòng khám đa khoa minh họa ${commune}`, '3'] as const)
          : ([`Trạm y tế ${commune} (minh họa)`, '4'] as const)
      return row(`${code}${facilityNumber(at)}`, kind, firstDay(random), { level })
    }),
  )
  return withEnded(rows, random)
}
