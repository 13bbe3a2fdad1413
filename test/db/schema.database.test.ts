import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { getTableColumns, getTableName, isTable } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { identifyingFields, legalColumns, ROW_KEY } from '../../db/warehouse/legal-tables.ts'
import * as warehouse from '../../db/warehouse/schema.ts'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { standards } from '../../src/engine/index.ts'

const TABLES = [
  'submissions',
  'dossiers',
  'dossierCosts',
  'dossierHistories',
  'identityHashes',
  'findings',
  'facilityDays',
  'facilityMonths',
  'provinceDays',
  'provinceMonths',
  'ruleDays',
  'findingDays',
  'staleDays',
  'heartbeats',
  'accesses',
  'operations',
  'events',
  'webhooks',
  'webhookDeliveries',
  'webhookSecrets',
  'manifests',
  'manifestEntries',
  'agreements',
  'assessments',
  'assessmentLines',
  'failedDossiers',
  'ruleAlarms',
  'ruleAlarmDays',
  'outages',
  'deadlineWork',
]

describe('the warehouse', () => {
  const exported = Object.entries(warehouse)
  const ids = [...new Set(Object.values(standards).flatMap(({ tables }) => Object.keys(tables)))]

  test('exports its own tables and every table of every standard', () => {
    expect(exported.map(([name]) => name).sort()).toEqual([...TABLES, ...ids].sort())
    for (const [, table] of exported) expect(isTable(table)).toBe(true)
  })

  test.each(ids)(
    '%s has a column for every field of every standard that identifies nobody, and one for those that do',
    (id) => {
      const table = Object.entries(warehouse).find(([name]) => name === id)?.[1]
      if (!isTable(table)) throw new Error(`no table ${id}`)
      const entries = Object.values(standards).flatMap(({ tables }) => Object.entries(tables[id]?.fields ?? {}))
      const fields = new Set(entries.map(([name]) => name))
      const identifying = new Set(entries.flatMap(([name, field]) => (field.identifies === true ? [name] : [])))
      expect(new Set(identifyingFields[id])).toEqual(identifying)
      for (const name of identifying) fields.delete(name)
      expect(getTableName(table)).toBe(id)
      expect(new Set(Object.values(getTableColumns(table)).map(({ name }) => name))).toEqual(
        new Set([...ROW_KEY, 'identity', ...fields]),
      )
    },
  )

  test('keeps money in whole smallest units and codes as text', () => {
    const column = (table: string, name: string): unknown => legalColumns[table]?.find((each) => each.name === name)
    expect(column('XML2', 'THANH_TIEN_BV')).toEqual({ name: 'THANH_TIEN_BV', kind: 'number', scale: 2 })
    expect(column('XML2', 'DON_GIA')).toEqual({ name: 'DON_GIA', kind: 'number', scale: 3 })
    expect(column('XML1', 'MA_LOAI_KCB')).toEqual({ name: 'MA_LOAI_KCB', kind: 'text' })
  })
})

describe('migrations', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(projectRoot, '.build', 'migrations-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  test.each(['warehouse', 'reference', 'register'])(
    'of the %s are up to date with its schema',
    async (name) => {
      const copy = join(folder, name)
      await cp(join(projectRoot, 'db', name, 'migrations'), copy, { recursive: true })
      const before = await readdir(copy)
      const kit = join(dirname(createRequire(import.meta.url).resolve('drizzle-kit')), 'bin.cjs')
      const flags = [
        '--dialect=sqlite',
        `--schema=./db/${name}/{schema,workflow}.ts`,
        `--out=./${copy.slice(projectRoot.length + 1)}`,
      ]
      const { stdout } = await promisify(execFile)(process.execPath, [kit, 'generate', ...flags], { cwd: projectRoot })
      expect(stdout).toContain('No schema changes')
      expect(await readdir(copy)).toEqual(before)
    },
    60_000,
  )
})
