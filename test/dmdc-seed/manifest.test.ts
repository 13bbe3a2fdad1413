import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { isDepartmentId } from '../../db/reference/departments.ts'
import { OPEN_START } from '../../db/reference/schema.ts'
import { readCatalogueFile, readManifest, seedDirectory } from '../../dmdc-seed/catalogue-file.ts'
import { dayNumber, standards } from '../../src/engine/index.ts'

const { release, catalogues } = await readManifest()

test('the release has an id of year, month and number', () => {
  expect(release.id).toMatch(/^\d{4}\.\d{1,2}\.\d+$/)
})

test('every file is named once, and every named file exists', async () => {
  const files = (await readdir(new URL('catalogues/', seedDirectory))).map((file) => `catalogues/${file}`)
  expect(catalogues.map(({ file }) => file).sort()).toEqual(files.sort())
  expect(new Set(catalogues.map(({ id }) => id)).size).toBe(catalogues.length)
})

describe.each(catalogues)('$id', (entry) => {
  test('is the file the manifest names', async () => {
    const { rows, sha256 } = await readCatalogueFile(entry)
    expect({ rows: rows.length, sha256 }).toEqual({ rows: entry.rows, sha256: entry.sha256 })
  })

  test('is called complete only on high confidence, and says why', () => {
    expect(entry.reason).not.toBe('')
    expect(entry.sources.length).toBeGreaterThan(0)
    if (entry.completeness === 'complete') {
      expect(entry.confidence).toBe('high')
      expect(entry.completeFrom).toBeDefined()
    }
  })

  test('is owned by a department', () => {
    expect(isDepartmentId(entry.owner)).toBe(true)
  })

  test('has rows that rest on the decisions it names, or on its first', async () => {
    const documents = new Set(entry.sources.map(({ decision, annex }) => [decision, annex].filter(Boolean).join(' ')))
    expect(documents.size).toBe(entry.sources.length)
    const { rows } = await readCatalogueFile(entry)
    expect(rows.filter((row) => row.sourceDocument !== null && !documents.has(row.sourceDocument))).toEqual([])
  })

  test('dates of its sources and its beginning are days', () => {
    const days = entry.sources.flatMap(({ signed, validFrom, mandatoryFrom, oldAcceptedUntil }) =>
      [signed, validFrom, mandatoryFrom, oldAcceptedUntil].filter((day) => day !== undefined),
    )
    for (const day of [...days, ...(entry.completeFrom === undefined ? [] : [entry.completeFrom])]) {
      expect(() => dayNumber(day)).not.toThrow()
    }
  })

  test('has whole, distinct rows in NFC whose periods are in order', async () => {
    const { rows } = await readCatalogueFile(entry)
    const faults = rows.flatMap(({ code, name, validFrom, validTo, replacedBy }) => [
      ...[code, name, replacedBy ?? ''].filter((text) => text !== text.normalize('NFC').trim()),
      ...(/\s/.test(code) ? [`space in ${code}`] : []),
      ...(dayNumber(validFrom) > dayNumber(validTo ?? '9999-12-31') ? [`${code} ends before it begins`] : []),
    ])
    expect(faults).toEqual([])
    expect(new Set(rows.map(({ code, validFrom }) => `${code} ${validFrom}`)).size).toBe(rows.length)
    expect(rows.every(({ validFrom }) => validFrom >= OPEN_START)).toBe(true)
  })
})

test('what replaces a code is a code of the same catalogue', async () => {
  for (const entry of catalogues) {
    const { rows } = await readCatalogueFile(entry)
    const known = new Set(rows.map(({ code }) => code))
    const successors = rows.flatMap(({ replacedBy }) => replacedBy?.split(';') ?? [])
    expect(successors.filter((code) => !known.has(code))).toEqual([])
  }
})

test('codes that spreadsheets spoil are whole', async () => {
  const codesOf = async (id: string) => {
    const entry = catalogues.find((catalogue) => catalogue.id === id)
    if (entry === undefined) throw new Error(`no catalogue ${id}`)
    return new Set((await readCatalogueFile(entry)).rows.map(({ code }) => code))
  }
  const routes = await codesOf('drug-routes')
  expect(routes.has('2.10')).toBe(true)
  expect(routes.has('2.1')).toBe(false)
  const categories = await codesOf('patient-categories')
  expect(categories.has('1.1') && categories.has('1.10')).toBe(true)
  expect((await codesOf('communes')).has('00004')).toBe(true)
  expect((await codesOf('nationalities')).has('000')).toBe(true)
})

test.each([
  ['sexes', 'XML1', 'GIOI_TINH'],
  ['treatment-results', 'XML1', 'KET_QUA_DTRI'],
  ['discharge-kinds', 'XML1', 'MA_LOAI_RV'],
  ['living-areas', 'XML1', 'MA_KHUVUC'],
  ['coverages', 'XML2', 'PHAM_VI'],
  ['payment-methods', 'XML2', 'MA_PTTT'],
  ['drug-payers', 'XML2', 'NGUON_CTRA'],
  ['anaesthesia-methods', 'XML3', 'PP_VO_CAM'],
  ['assessed-groups', 'XML12', 'MA_DOI_TUONG'],
])('%s is the list that %s.%s may hold', async (id, table, field) => {
  const allowed = standards['3176'].tables[table]?.fields[field]?.allowed ?? {}
  const { rows } = await readCatalogueFile({ file: `catalogues/${id}.csv` })
  expect(rows.map(({ code }) => code).sort()).toEqual(Object.keys(allowed).sort())
})

test('what a field looks up is a catalogue of the seed', () => {
  const looked = Object.values(standards).flatMap(({ tables }) =>
    Object.values(tables).flatMap(({ fields }) => Object.values(fields).flatMap(({ codeList = [] }) => codeList)),
  )
  const known = new Set(catalogues.map(({ id }) => id))
  expect([...new Set(looked)].filter((id) => !known.has(id))).toEqual([])
})

/** The official annexes lie beside the project and are not part of it: skipped where they are missing. */
const ANNEX = new URL('../../../shared/official/icd10-qd4469-annex.xlsx', import.meta.url)

test.skipIf(!existsSync(ANNEX))('ICD-10 codes of QĐ 4469 are written and named as in its annex', async () => {
  const archive = unzipSync(new Uint8Array(await readFile(ANNEX)), { filter: ({ name }) => /sharedStrings/.test(name) })
  const strings = new TextDecoder().decode(archive['xl/sharedStrings.xml'])
  const listed = new Set(
    [...strings.matchAll(/<si>(.*?)<\/si>/gs)].map(([, item = '']) =>
      [...item.matchAll(/<t[^>]*>(.*?)<\/t>/gs)]
        .map(([, text = '']) => text)
        .join('')
        .normalize('NFC')
        .replaceAll(/[\s\u00A0]+/g, ' ')
        .trim(),
    ),
  )
  const { rows } = await readCatalogueFile({ file: 'catalogues/icd10.csv' })
  const ofAnnex = rows.filter(({ sourceDocument }) => sourceDocument === 'QĐ 4469/QĐ-BYT PL1')
  expect(ofAnnex.length).toBeGreaterThan(80)
  expect(ofAnnex.filter(({ code, name }) => !listed.has(code) || !listed.has(name))).toEqual([])
})
