import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createDossierWriter } from '../../../src/centre/verification/dossier-writer.ts'
import { createContentHash } from '../../../src/store/warehouse/content-hash.ts'
import { icdChapterOf } from '../../../src/store/warehouse/icd-chapters.ts'
import { cardHash, citizenHash } from '../../../src/store/warehouse/identity/numbers.ts'
import { erasedIn } from '../../../src/store/warehouse/identity/erase.ts'
import { readContents } from '../../../src/store/warehouse/contents/read.ts'
import { rowOf } from '../../centre/rows.ts'
import { beginOperation, readOperation, runOperations } from '../../../src/store/warehouse/identity/operations.ts'
import { createVault, type SealedPlace, type Vault } from '../../../src/store/warehouse/identity/vault.ts'
import { openWords, placeOfWords } from '../../../src/store/warehouse/identity/words.ts'
import { refreshStale } from '../../../src/store/warehouse/roll-ups.ts'
import { maintainWarehouse } from '../../../src/store/warehouse/maintain.ts'
import { keyOf, testVault, vaultWith } from './keys.ts'
import { startWarehouse, type TestWarehouse } from './sqld.ts'

const PLACE: SealedPlace = { table: 'XML1', submission: 's', dossier: 1, ordinal: 1 }
const PERSON = { HO_TEN: 'Nguyễn Thị Thử', MA_THE_BHYT: 'DN4010123456789', SO_CCCD: '001099000001' }
const NOW = Date.parse('2026-11-22T03:00:00Z')

describe('an identity', () => {
  test('is what was sealed, and is sealed otherwise every time', async () => {
    const [once, again] = [await testVault.seal(PLACE, PERSON), await testVault.seal(PLACE, PERSON)]
    expect(once).not.toBe(again)
    expect(once).toMatch(/^k1\.[\w-]+$/)
    expect(await testVault.open(PLACE, once)).toEqual(PERSON)
  })

  test('is sealed also where a request was cut off that had begun to make the key ready', async () => {
    const vault = vaultWith(1)
    const ready = vi.spyOn(crypto.subtle, 'importKey').mockReturnValueOnce(new Promise<never>(() => {}))
    try {
      void vault.seal(PLACE, PERSON)
      expect(await vault.open(PLACE, await vault.seal(PLACE, PERSON))).toEqual(PERSON)
      // The first one never came; the second serves all that follow.
      expect(ready).toHaveBeenCalledTimes(2)
    } finally {
      ready.mockRestore()
    }
  }, 5000)

  test.each([
    ['another table', { ...PLACE, table: 'XML7' }],
    ['another submission', { ...PLACE, submission: 't' }],
    ['another dossier', { ...PLACE, dossier: 2 }],
    ['another row', { ...PLACE, ordinal: 2 }],
  ])('does not open in %s', async (_, place) => {
    await expect(testVault.open(place, await testVault.seal(PLACE, PERSON))).rejects.toThrow()
  })

  test('does not open when a letter of it changed, or without its key', async () => {
    const sealed = await vaultWith(2).seal(PLACE, PERSON)
    await expect(testVault.open(PLACE, sealed)).rejects.toThrow('not in the ring')
    const changed = sealed.slice(0, 30) + (sealed[30] === 'A' ? 'B' : 'A') + sealed.slice(31)
    await expect(vaultWith(2).open(PLACE, changed)).rejects.toThrow()
  })

  test('is refused keys that are too short, absent, or of a name of ours', () => {
    const hashKey = keyOf(1)
    expect(() => createVault({ current: 'a', keys: { a: 'AAAA' }, hashKey })).toThrow('32 bytes')
    expect(() => createVault({ current: 'a', keys: {}, hashKey })).toThrow('not in its ring')
    expect(() => createVault({ current: 'k.1', keys: { 'k.1': keyOf(1) }, hashKey })).toThrow('not allowed')
  })

  test('is found by card and by its social insurance number alike, and by nobody without the key', () => {
    expect(cardHash(testVault, 'DN4010123456789')).toBe(cardHash(testVault, '0123456789'))
    expect(cardHash(testVault, ' gd4 010123456789')).toBe(cardHash(testVault, '0123456789'))
    expect(cardHash(testVault, '0123456789')).not.toBe(citizenHash(testVault, '0123456789'))
    const other = createVault({ current: 'k1', keys: { k1: keyOf(1) }, hashKey: keyOf(2) })
    expect(cardHash(other, '0123456789')).not.toBe(cardHash(testVault, '0123456789'))
  })
})

test('a content hash does not depend on the order of tables, rows and elements, nor on empty elements', () => {
  const hashOf = (rows: [string, string[], string[]][]): string => {
    const content = createContentHash()
    for (const [table, names, texts] of rows) content.add(table, names, texts, names.length)
    return content.end()
  }
  const one = hashOf([
    ['XML1', ['MA_LK', 'STT'], ['A', '1']],
    ['XML2', ['STT'], ['1']],
    ['XML2', ['STT'], ['2']],
  ])
  expect(one).toMatch(/^[0-9a-f]{64}$/)
  const other: Parameters<typeof hashOf>[0] = [
    ['XML2', ['STT'], ['2']],
    ['XML2', ['STT', 'GHI_CHU'], ['1', '']],
    ['XML1', ['STT', 'MA_LK'], ['1', 'A']],
  ]
  expect(hashOf(other)).toBe(one)
  expect(hashOf([...other, ['XML3', ['STT'], ['1']]])).not.toBe(one)
  expect(hashOf([['XML1', ['MA_LK'], ['B']]])).not.toBe(hashOf([['XML1', ['MA_LK'], ['A']]]))
})

test.each([
  ['A00', 'I'],
  ['B99.9', 'I'],
  ['D48', 'II'],
  ['D50', 'III'],
  ['H59', 'VII'],
  ['H60', 'VIII'],
  ['U07.1', 'XXII'],
  ['', null],
  ['Q1', null],
])('%s lies in chapter %s', (code, chapter) => {
  expect(icdChapterOf(code)).toBe(chapter)
})

describe('in a warehouse', () => {
  let warehouse: TestWarehouse
  beforeAll(async () => {
    warehouse = await startWarehouse()
    for (let number = 1; number <= 3; number += 1) await write(`s${number}`, number === 3 ? OTHER : PERSON)
  }, 30_000)
  afterAll(async () => {
    await warehouse?.dispose()
  })

  const OTHER = { HO_TEN: 'Trần Văn Khác', MA_THE_BHYT: 'DN4010999999999;GD4010888888888' }
  const ENCOUNTER = {
    NGAY_VAO: '202609010800',
    NGAY_RA: '202609051000',
    MA_LOAI_KCB: '3',
    MA_BENH_CHINH: 'I10',
    T_TONGCHI_BV: '300.5',
    T_BHTT: '240.40',
  }

  async function write(
    submissionId: string,
    person: Record<string, string>,
    outcome: 'accepted' | 'rejected' = 'accepted',
  ): Promise<void> {
    const facts = {
      submissionId,
      facility: '01001',
      purpose: 'payment' as const,
      receivedAt: NOW,
      receivedOn: '2026-09-21',
    }
    const writer = createDossierWriter(warehouse.database, facts, 0, {
      vault: testVault,
      erased: await erasedIn(warehouse.database, submissionId),
    })
    writer.onRow('XML1', rowOf({ MA_LK: submissionId, ...person, ...ENCOUNTER }), 1)
    writer.onRow('XML2', rowOf({ MA_LK: submissionId, MA_NHOM: '4', THANH_TIEN_BV: '100', MA_BAC_SI: 'BS1' }), 1)
    writer.onRow('XML3', rowOf({ MA_LK: submissionId, MA_NHOM: '4', THANH_TIEN_BV: '200.5' }), 1)
    writer.onDossier({ index: 1, MA_LK: submissionId, outcome, errors: 0, warnings: 0 })
    await writer.finish()
  }

  const ask = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await warehouse.database.$client.execute(sql)).rows.map((row) => ({ ...row }))
  /** Every text of every table of the database. */
  const everything = async (): Promise<string> => {
    const tables = await ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    const rows = await Promise.all(tables.map(({ name }) => ask(`SELECT * FROM "${String(name)}"`)))
    return JSON.stringify(rows)
  }

  test('nothing of a person can be read, and the facts of the encounter can', async () => {
    const all = await everything()
    for (const text of [...Object.values(PERSON), 'Trần', '0123456789', 'BS1']) expect(all).not.toContain(text)
    const [dossier] = await ask("SELECT * FROM dossiers WHERE submission_id = 's1'")
    expect(dossier).toMatchObject({
      facility: '01001',
      received_on: '2026-09-21',
      began_on: '2026-09-01',
      ended_on: '2026-09-05',
      MA_LOAI_KCB: '03',
      icd_chapter: 'IX',
      T_TONGCHI_BV: 30_050,
      T_BHTT: 24_040,
      card_hash: cardHash(testVault, PERSON.MA_THE_BHYT),
      person_hash: cardHash(testVault, PERSON.MA_THE_BHYT),
      is_current: 1,
    })
    expect(await ask("SELECT MA_NHOM, lines, T_TONGCHI_BV FROM dossier_costs WHERE submission_id = 's1'")).toEqual([
      { MA_NHOM: '4', lines: 2, T_TONGCHI_BV: 30_050 },
    ])
    expect(await ask("SELECT count(*) AS n FROM identity_hashes WHERE submission_id = 's3'")).toEqual([{ n: 2 }])
  })

  test('the same submission written twice changes no roll-up, and each roll-up is made anew from the facts', async () => {
    while (await refreshStale(warehouse.database)) {
      // Some days at a time.
    }
    const before = await ask('SELECT * FROM province_days ORDER BY dimension, key')
    expect(before.length).toBeGreaterThan(4)
    await write('s1', PERSON)
    expect((await ask('SELECT * FROM stale_days')).length).toBe(2)
    while (await refreshStale(warehouse.database)) {
      // Some days at a time.
    }
    expect(await ask('SELECT * FROM province_days ORDER BY dimension, key')).toEqual(before)
    expect(await ask('SELECT received, T_BHTT FROM facility_days')).toEqual([{ received: 3, T_BHTT: 72_120 }])
  })

  /** What can be read of XML1 of a submission's dossier with these keys. */
  const summaryOf = async (submissionId: string, vault = vaultWith(3)): Promise<Record<string, string>> => {
    const contents = await readContents(warehouse.database, vault, [{ submissionId, dossier: 1 }])
    const [rows = []] = [...contents.values()]
    return Object.fromEntries(rows.find(({ table }) => table === 'XML1')?.texts ?? [])
  }

  test('a new key takes over page by page, from wherever it was broken off, and the old one is no longer needed', async () => {
    const keys = async () => new Set((await ask('SELECT key FROM dossier_contents')).map(({ key }) => key))
    await write('first-page', PERSON)
    await warehouse.database.$client.execute(COPIES)
    const both = vaultWith(2)
    await beginOperation(warehouse.database, {
      id: 'r',
      kind: 'rotation',
      subject: 'k2',
      by: 'system',
      reason: 'test',
      startedAt: 1,
    })
    // One page; then the rest, as after a crash. What is sealed for another place opens nowhere.
    await expect(runOperations(warehouse.database, both, NOW, 1)).rejects.toThrow()
    await warehouse.database.$client.execute("DELETE FROM dossier_contents WHERE submission_id LIKE 'copy-%'")
    expect(await keys()).toEqual(new Set(['k1']))
    expect(await runOperations(warehouse.database, both, NOW, 100)).toBe(true)
    expect(await keys()).toEqual(new Set(['k2']))
    const onlyNew = createVault({ current: 'k2', keys: { k2: keyOf(2) }, hashKey: keyOf(99) })
    expect(await summaryOf('s1', onlyNew)).toMatchObject({ ...PERSON, MA_LK: 's1' })
    expect(await readOperation(warehouse.database, 'r')).toMatchObject({ rows: 8, finishedAt: NOW })
    for (const table of ['dossier_contents', 'dossiers', 'dossier_costs', 'identity_hashes'])
      await warehouse.database.$client.execute(`DELETE FROM "${table}" WHERE submission_id = 'first-page'`)
    await maintainWarehouse(warehouse.database, { vault: vaultWith(3), retentionDays: {}, onAlarm: () => {}, now: NOW })
    expect(await keys()).toEqual(new Set(['k3']))
  })
  /** The contents of one dossier under another name. */
  const COPIES = `INSERT INTO dossier_contents (submission_id, dossier, part, key, is_identified, sealed)
    SELECT 'copy-1', dossier, part, key, is_identified, sealed FROM dossier_contents WHERE submission_id = 'first-page'`

  test("an erasure takes one person's identity, leaves the facts and the others, and is on record", async () => {
    const subject = cardHash(testVault, '0123456789')
    const operation = {
      id: 'e',
      kind: 'erasure' as const,
      subject,
      by: 'ministry',
      reason: 'asked for',
      startedAt: NOW,
    }
    await write('s4', PERSON, 'rejected')
    await beginOperation(warehouse.database, operation)
    await beginOperation(warehouse.database, operation)
    expect(await runOperations(warehouse.database, vaultWith(3), NOW, 10)).toBe(true)
    expect(await ask('SELECT submission_id, is_identified FROM dossier_contents WHERE part = 0 ORDER BY 1')).toEqual([
      { submission_id: 's1', is_identified: 0 },
      { submission_id: 's2', is_identified: 0 },
      { submission_id: 's3', is_identified: 1 },
    ])
    const { HO_TEN, MA_THE_BHYT, SO_CCCD, ...rest } = await summaryOf('s1')
    expect([HO_TEN, MA_THE_BHYT, SO_CCCD]).toEqual([undefined, undefined, undefined])
    expect(rest).toMatchObject({ MA_LK: 's1', ...ENCOUNTER })
    expect(await summaryOf('s3')).toMatchObject(OTHER)
    expect(
      await ask(
        "SELECT card_hash, person_hash, erased_at, T_BHTT, MA_BENH_CHINH FROM dossiers WHERE submission_id = 's1'",
      ),
    ).toEqual([{ card_hash: null, person_hash: null, erased_at: NOW, T_BHTT: 24_040, MA_BENH_CHINH: 'I10' }])
    expect(await ask(`SELECT count(*) AS n FROM identity_hashes WHERE hash = '${subject}'`)).toEqual([{ n: 0 }])
    expect(await ask("SELECT card_hash, person_hash, content_hash FROM dossiers WHERE outcome = 'rejected'")).toEqual([
      { card_hash: null, person_hash: null, content_hash: null },
    ])
    expect(await readOperation(warehouse.database, 'e')).toMatchObject({
      dossiers: 3,
      rows: 4,
      finishedAt: NOW,
      by: 'ministry',
    })
  })

  test('what was erased does not come back when its file is verified once more', async () => {
    const sealed = /"key":"k\d"|"sealed":\{[^}]*\}/g
    const erased = (await everything()).replaceAll(sealed, '')
    await write('s1', PERSON)
    expect((await everything()).replaceAll(sealed, '')).toBe(erased)
    expect(await summaryOf('s1', testVault)).not.toHaveProperty('HO_TEN')
    await write('s5', PERSON)
    expect(await ask('SELECT submission_id FROM dossiers WHERE card_hash IS NOT NULL ORDER BY 1')).toMatchObject([
      { submission_id: 's3' },
      { submission_id: 's5' },
    ])
    for (const table of ['dossier_contents', 'dossiers', 'dossier_costs', 'identity_hashes'])
      await warehouse.database.$client.execute(`DELETE FROM "${table}" WHERE submission_id = 's5'`)
  })

  test('retention takes identities past their age once, each purpose by itself, and is on record', async () => {
    const options = { vault: vaultWith(3), retentionDays: { payment: 100 }, onAlarm: () => {}, now: NOW }
    await warehouse.database.$client.execute(
      `INSERT INTO dossiers (submission_id, dossier, outcome, errors, warnings, facility, purpose, received_at, received_on, person_hash)
       VALUES ('refused', 1, 'rejected', 1, 0, '01001', 'payment', 1, '2026-01-05', 'x')`,
    )
    await maintainWarehouse(warehouse.database, options)
    await maintainWarehouse(warehouse.database, options)
    expect(await ask('SELECT DISTINCT submission_id FROM dossier_contents WHERE is_identified = 1')).toEqual([
      { submission_id: 's3' },
    ])
    expect(await ask("SELECT id, dossiers FROM operations WHERE kind = 'retention'")).toEqual([
      { id: 'retention-payment-2026-08-14', dossiers: 1 },
    ])
    expect(await ask("SELECT person_hash FROM dossiers WHERE submission_id = 'refused'")).toEqual([
      { person_hash: null },
    ])
  })

  test('an operation that fails holds no other back, and an erasure goes first', async () => {
    const words = { by: 'test', reason: 'test' }
    const operation = (id: string, kind: 'rotation' | 'erasure' | 'retention', subject: string, startedAt: number) =>
      beginOperation(warehouse.database, { id, kind, subject, ...words, startedAt, before: '2026-12-01' })
    await warehouse.database.$client.execute(
      "INSERT INTO dossier_contents (submission_id, dossier, part, key, is_identified, sealed) VALUES ('lost', 1, 0, 'k9', 1, x'00')",
    )
    await operation('stuck', 'rotation', 'k3', NOW + 1)
    await operation('waiting', 'retention', 'payment', NOW + 2)
    await operation('asked', 'erasure', cardHash(testVault, '0999999999'), NOW + 3)
    const finished = async (id: string): Promise<boolean> =>
      (await readOperation(warehouse.database, id))?.finishedAt !== null
    await runOperations(warehouse.database, vaultWith(3), NOW, 1)
    expect([await finished('asked'), await finished('waiting')]).toEqual([true, false])
    await expect(runOperations(warehouse.database, vaultWith(3), NOW, 10)).rejects.toThrow('not in the ring')
    expect([await finished('waiting'), await finished('stuck')]).toEqual([true, false])

    // Who asked for one is reported that one: what others stumble over is not their fault.
    await operation('asked-again', 'erasure', cardHash(testVault, '0999999999'), NOW + 4)
    expect(await runOperations(warehouse.database, vaultWith(3), NOW, 10, ['asked-again'])).toBe(true)
    expect([await finished('asked-again'), await finished('stuck')]).toEqual([true, false])
  })

  describe('words about a dossier', () => {
    const WORDS = 'Bà Nguyễn Thị Thử khai nhầm thẻ'
    const vault = vaultWith(3)
    const SENDER = 'bhxh'
    const places = {
      submissions: placeOfWords.correction('w1'),
      agreements: placeOfWords.agreement('w1', 1),
      assessments: placeOfWords.assessment(SENDER, 'a1'),
      assessment_lines: placeOfWords.line(SENDER, 'a1', 'XML2', 1),
    } as const
    const TABLES = ['submissions', 'agreements', 'assessments', 'assessment_lines'] as const
    const columnOf = (table: string): string => (table === 'submissions' ? 'correction_reason' : 'reason')
    const stored = async (): Promise<string[]> =>
      Promise.all(
        TABLES.map(async (table) => {
          const of = table === 'submissions' ? "WHERE id = 'w1'" : ''
          return String((await ask(`SELECT ${columnOf(table)} AS words FROM ${table} ${of}`))[0]?.['words'])
        }),
      )
    const opened = async (ring: Vault): Promise<string[]> => {
      const all = await stored()
      return Promise.all(TABLES.map((table, at) => openWords(ring, places[table], all[at] ?? '')))
    }

    test('of before any were sealed are read, and sealed by the clock', async () => {
      await warehouse.database.$client.execute("DELETE FROM dossier_contents WHERE submission_id = 'lost'")
      await runOperations(warehouse.database, vault, NOW, 10)
      await write('w1', PERSON)
      await warehouse.database.$client.batch(
        [
          {
            sql: `INSERT INTO submissions (id, facility, purpose, standard, received_at, bytes, sha256, status, correction_code, correction_reason)
                  VALUES ('w1', '01001', 'payment', '3176', 1, 1, '', 'verified', 'other', ?)`,
            args: [WORDS],
          },
          { sql: "INSERT INTO agreements VALUES ('w1', 1, 'agreed', ?, 'bhxh', 1)", args: [WORDS] },
          {
            sql: `INSERT INTO assessments (sender, id, submission_id, dossier, decision, reason_code, reason, content, received_at)
                  VALUES ('bhxh', 'a1', 'w1', 1, 'reduced', 'other', ?, '', 1)`,
            args: [WORDS],
          },
          {
            sql: `INSERT INTO assessment_lines (sender, assessment, table_id, STT, decision, reason_code, reason)
                  VALUES ('bhxh', 'a1', 'XML2', 1, 'refused', 'other', ?)`,
            args: [WORDS],
          },
        ],
        'write',
      )
      expect(await opened(vault)).toEqual(TABLES.map(() => WORDS))
      await maintainWarehouse(warehouse.database, { vault, retentionDays: {}, onAlarm: () => {}, now: NOW })
      expect(await everything()).not.toContain('khai nhầm')
      expect(await opened(vault)).toEqual(TABLES.map(() => WORDS))
    })

    test('open in no other place', async () => {
      const [first = ''] = await stored()
      await expect(openWords(vault, places.agreements, first)).rejects.toThrow()
    })

    test('are sealed anew with everything else, and the old key is no longer needed', async () => {
      await maintainWarehouse(warehouse.database, {
        vault: vaultWith(4),
        retentionDays: {},
        onAlarm: () => {},
        now: NOW,
      })
      const onlyNew = createVault({ current: 'k4', keys: { k4: keyOf(4) }, hashKey: keyOf(99) })
      expect(await opened(onlyNew)).toEqual(TABLES.map(() => WORDS))
    })

    test('go with the person, and codes and decisions stay', async () => {
      const subject = cardHash(testVault, '0123456789')
      const operation = { id: 'words', kind: 'erasure' as const, subject, by: 'test', reason: 'test', startedAt: NOW }
      await beginOperation(warehouse.database, operation)
      await runOperations(warehouse.database, vaultWith(4), NOW, 10)
      expect(await stored()).toEqual(TABLES.map(() => ''))
      expect(await ask('SELECT decision, reason_code FROM assessment_lines')).toEqual([
        { decision: 'refused', reason_code: 'other' },
      ])
    })
  })
})
