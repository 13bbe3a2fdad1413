/**
 * All eight catalogues of the plan (nine lists) at the exact size they had in version 4 of the official lists (QĐ 3465/QĐ-BYT, 2016),
 * for benches and load tests. The forms of codes and the proportions are those of the real lists; names are made up. The same seed
 * gives the same bytes.
 */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import type { DepartmentId } from '../db/reference/departments.ts'
import { catalogueText, readCatalogueFile, type Manifest, type SeedCatalogue, type SeedRow } from './catalogue-file.ts'
import * as make from './generated-rows.ts'
import { createRandom, type Random } from './random.ts'

type Recipe = {
  titleVi: string
  titleEn: string
  owner: DepartmentId
  rows: number
  make: (count: number, random: Random, provinces: readonly make.Province[]) => SeedRow[]
}

const recipes = {
  drugs: { titleVi: 'Thuốc tân dược', titleEn: 'Drugs', owner: 'duoc', rows: 20_990, make: make.drugs },
  services: { titleVi: 'Dịch vụ kỹ thuật', titleEn: 'Services', owner: 'kcb', rows: 8506, make: make.services },
  icd10: { titleVi: 'Bệnh theo ICD-10', titleEn: 'ICD-10', owner: 'kcb', rows: 11_383, make: make.icd10 },
  'traditional-preparations': {
    titleVi: 'Chế phẩm y học cổ truyền',
    titleEn: 'Traditional preparations',
    owner: 'yhct',
    rows: 547,
    make: make.traditionalPreparations,
  },
  herbs: {
    titleVi: 'Vị thuốc y học cổ truyền',
    titleEn: 'Traditional herbs',
    owner: 'yhct',
    rows: 349,
    make: make.herbs,
  },
  'traditional-diseases': {
    titleVi: 'Bệnh y học cổ truyền',
    titleEn: 'Traditional diseases',
    owner: 'yhct',
    rows: 1113,
    make: make.traditionalDiseases,
  },
  blood: {
    titleVi: 'Máu và chế phẩm máu',
    titleEn: 'Blood and blood products',
    owner: 'kcb',
    rows: 45,
    make: make.blood,
  },
  supplies: { titleVi: 'Vật tư y tế', titleEn: 'Medical supplies', owner: 'httb', rows: 561, make: make.supplies },
  facilities: {
    titleVi: 'Cơ sở khám, chữa bệnh',
    titleEn: 'Facilities',
    owner: 'bhyt',
    rows: 13_572,
    make: make.facilities,
  },
} as const satisfies Record<string, Recipe>

/** What the manifest says of a list before its file is written. */
export type GeneratedCatalogue = { entry: Omit<SeedCatalogue, 'file' | 'rows' | 'sha256'>; rows: SeedRow[] }

/** The old provinces, whose codes begin those of facilities, and their communes: from the project's own seed. */
async function oldProvinces(): Promise<make.Province[]> {
  const [provinces, communes] = await Promise.all(
    ['provinces', 'communes'].map(async (id) => {
      const { rows } = await readCatalogueFile({ file: `catalogues/${id}.csv` })
      return rows.filter(({ validTo }) => validTo !== null && validTo <= '2025-06-30')
    }),
  )
  const named = new Map((provinces ?? []).map(({ code, name }) => [code, name]))
  return [...named].map(([code, name]) => ({
    code,
    name,
    communes: (communes ?? [])
      .filter(({ attributes }) => attributes['province'] === code)
      .map((commune) => commune.name),
  }))
}

/** The nine lists of a seed (any whole number). Throws when a list comes out with another number of codes than it is to have. */
export async function generateCatalogues(seed: number): Promise<GeneratedCatalogue[]> {
  const provinces = await oldProvinces()
  return Object.entries<Recipe>(recipes).map(([id, recipe]) => {
    const rows = recipe.make(recipe.rows, createRandom(seed, id), provinces)
    const codes = new Set(rows.map(({ code }) => code)).size
    if (rows.length !== recipe.rows || codes !== recipe.rows) {
      throw new Error(`${id}: ${rows.length} rows with ${codes} codes, not ${recipe.rows}`)
    }
    const entry: GeneratedCatalogue['entry'] = {
      id,
      titleVi: recipe.titleVi,
      titleEn: recipe.titleEn,
      owner: recipe.owner,
      completeness: 'complete',
      completeFrom: '2018-12-25',
      confidence: 'low',
      reason: `Generated from seed ${seed} for benches and load tests: no row is of an official list.`,
      sources: [{ decision: 'Dữ liệu tổng hợp (generated)' }],
    }
    return { entry, rows }
  })
}

/**
 * Writes lists as a seed of the project's own form, which `loadSeed` takes: manifest.json and a file for each list in `directory` (a
 * URL that ends with `/`; made if it is missing). Answers the manifest.
 */
export async function writeGeneratedSeed(
  directory: URL,
  { release, lists }: { release: string; lists: readonly GeneratedCatalogue[] },
): Promise<Manifest> {
  await mkdir(new URL('catalogues/', directory), { recursive: true })
  const catalogues = await Promise.all(
    lists.map(async ({ entry, rows }) => {
      const file = `catalogues/${entry.id}.csv`
      const text = catalogueText(rows)
      await writeFile(new URL(file, directory), text)
      return { ...entry, file, rows: rows.length, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
  const manifest: Manifest = { release: { id: release, note: 'Generated, of no official list.' }, catalogues }
  await writeFile(new URL('manifest.json', directory), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}
