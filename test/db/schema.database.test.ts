import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { isTable } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { identifyingFields, legalColumns } from '../../db/warehouse/legal-tables.ts'
import * as warehouse from '../../db/warehouse/schema.ts'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { standards } from '../../src/engine/index.ts'

const TABLES = [
  'submissions',
  'dossiers',
  'dossierContents',
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
  'erasedFiles',
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
  'lakeMonths',
  'ruleAlarms',
  'ruleAlarmDays',
  'outages',
  'deadlineWork',
  'receiptLog',
  'receiptEntries',
  'receiptNodes',
  'receiptCheckpoints',
  'receiptCosignatures',
]

describe('the warehouse', () => {
  const exported = Object.entries(warehouse)
  const ids = [...new Set(Object.values(standards).flatMap(({ tables }) => Object.keys(tables)))]

  test('exports its tables', () => {
    expect(exported.map(([name]) => name).sort()).toEqual([...TABLES].sort())
    for (const [, table] of exported) expect(isTable(table)).toBe(true)
  })

  test.each(ids)('of %s every field of every standard is known, as one that identifies or one that does not', (id) => {
    const entries = Object.values(standards).flatMap(({ tables }) => Object.entries(tables[id]?.fields ?? {}))
    const fields = new Set(entries.map(([name]) => name))
    const identifying = new Set(entries.flatMap(([name, field]) => (field.identifies === true ? [name] : [])))
    expect(new Set(identifyingFields[id])).toEqual(identifying)
    for (const name of identifying) fields.delete(name)
    expect(new Set(legalColumns[id]?.map(({ name }) => name))).toEqual(fields)
  })

  test('compares money and quantities as numbers and codes as text', () => {
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
