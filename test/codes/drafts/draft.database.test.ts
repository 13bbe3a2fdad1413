import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase, type Opened } from '../../../src/store/database.ts'
import { releases } from '../../../db/reference/schema.ts'
import { drafts } from '../../../db/reference/workflow.ts'
import { loadSeed } from '../../../dmdc-seed/load.ts'
import { addChanges, createDraft, readChanges, type DraftChange } from '../../../src/codes/drafts/draft.ts'
import { reviewDraft } from '../../../src/codes/drafts/review.ts'
import {
  assertOwnDraft,
  approveDraft,
  publishDraft,
  reopenDraft,
  restoreRelease,
  submitDraft,
  withdrawDraft,
} from '../../../src/codes/drafts/steps.ts'
import { publish } from '../../../src/codes/release/publish.ts'
import { readCurrentRows } from '../../../src/codes/release/current-rows.ts'
import { contentHash, type ListedCode } from '../../../src/store/reference/listed-code.ts'
import type { Sqld } from '../../../scripts/stack/sqld.ts'
import { testSigner } from '../../harness/signer.ts'
import { startReferencePrimary } from '../../harness/sqld.ts'

const NOW = Date.UTC(2026, 10, 22, 3)
const sign = await testSigner()
const whole = { department: null, by: 'ministry', now: NOW, sign }

const added = (catalogue: string, code: string): DraftChange => ({
  kind: 'added',
  catalogue,
  before: null,
  after: {
    code,
    validFrom: '2026-12-01',
    validTo: null,
    name: `Mã ${code}`,
    attributes: {},
    sourceDocument: 'QĐ 1/QĐ-BYT',
    replacedBy: null,
  },
})

let sqld: Sqld
let primary: Opened<'reference'>
let names = 0
beforeAll(async () => {
  sqld = await startReferencePrimary()
  primary = openDatabase('reference', { url: sqld.url, timeoutMs: 20_000 })
  await loadSeed(primary, { now: NOW, sign })
})
afterAll(() => sqld.stop())

const draft = async (...changes: DraftChange[]): Promise<string> => {
  names += 1
  const { id } = await createDraft(primary, { id: `d${names}`, note: 'thử', effectiveAt: null, by: 'a', now: NOW })
  if (changes.length > 0) await addChanges(primary, { draft: id, changes, author: 'a' })
  return id
}
const reviewed = async (...changes: DraftChange[]): Promise<string> => {
  const id = await draft(...changes)
  await submitDraft(primary, id)
  return id
}
const standing = async (catalogue: string): Promise<readonly ListedCode[]> =>
  (await readCurrentRows(primary, [catalogue])).rows.get(catalogue) ?? []

describe('a draft', () => {
  test('goes from draft over review, with the approval of every owner, to a release', async () => {
    const id = await reviewed(added('drugs', '40.9001'), added('icd10', 'Z98.1'))
    const review = await reviewDraft(primary, id)
    expect(review.counts).toEqual([
      { catalogue: 'drugs', owner: 'duoc', kind: 'added', changes: 1 },
      { catalogue: 'icd10', owner: 'kcb', kind: 'added', changes: 1 },
    ])
    expect(review.departments.map(({ department }) => department)).toEqual(['duoc', 'kcb'])
    await approveDraft(primary, id, { department: 'kcb', by: 'ministry-kcb', now: NOW })
    await expect(publishDraft(primary, id, whole)).rejects.toMatchObject({
      code: 'draft-unapproved',
      params: { departments: 'duoc' },
    })
    await approveDraft(primary, id, { department: 'duoc', by: 'ministry-duoc', now: NOW })
    const release = await publishDraft(primary, id, { ...whole, department: 'duoc', by: 'ministry-duoc' })
    expect(release.changes).toBe(2)
    expect((await reviewDraft(primary, id)).draft).toMatchObject({ state: 'published', release: release.number })
    expect((await standing('drugs')).some(({ code }) => code === '40.9001')).toBe(true)
  })

  test.each([
    [
      'published without review',
      'draft-state',
      async () => publishDraft(primary, await draft(added('drugs', '1')), whole),
    ],
    [
      'approved without review',
      'draft-state',
      async () => approveDraft(primary, await draft(added('drugs', '1')), whole),
    ],
    ['submitted empty', 'draft-empty', async () => submitDraft(primary, await draft())],
    ['submitted twice', 'draft-state', async () => submitDraft(primary, await reviewed(added('drugs', '1')))],
    [
      'changed under review',
      'draft-state',
      async () => addChanges(primary, { draft: await reviewed(added('drugs', '1')), changes: [], author: 'a' }),
    ],
    [
      'approved by a department that owns none of it',
      'department-not-allowed',
      async () => approveDraft(primary, await reviewed(added('drugs', '1')), { ...whole, department: 'kcb' }),
    ],
    [
      'published by a department that owns none of it',
      'department-not-allowed',
      async () => publishDraft(primary, await reviewed(added('drugs', '1')), { ...whole, department: 'kcb' }),
    ],
    [
      'changed by a department in a list of another',
      'department-not-allowed',
      async () =>
        addChanges(primary, {
          draft: await draft(added('drugs', '1')),
          changes: [added('drugs', '2')],
          author: 'k',
          department: 'kcb',
        }),
    ],
    [
      'emptied by a department of what another put in',
      'department-not-allowed',
      async () =>
        addChanges(primary, {
          draft: await draft(added('drugs', '1')),
          changes: [],
          replaces: 'drugs',
          author: 'k',
          department: 'kcb',
        }),
    ],
    [
      'taken on by a department that owns none of it',
      'department-not-allowed',
      async () => assertOwnDraft(primary, await draft(added('drugs', '1')), { department: 'kcb', by: 'k' }),
    ],
    [
      'of somebody else, empty still, taken on by a department',
      'department-not-allowed',
      async () => assertOwnDraft(primary, await draft(), { department: 'kcb', by: 'k' }),
    ],
    ['that is not there', 'draft-unknown', async () => submitDraft(primary, 'none')],
    ['of a list that is not there', 'catalogue-unknown', async () => draft(added('nothing', '1'))],
  ])('%s is refused (%s)', async (_, code, step) => {
    await expect(step()).rejects.toMatchObject({ code })
  })

  test('a department changes its own lists, and takes on what it made or owns', async () => {
    const id = await draft()
    await addChanges(primary, { draft: id, changes: [added('drugs', '7')], author: 'd', department: 'duoc' })
    await assertOwnDraft(primary, id, { department: 'duoc', by: 'd' })
    await assertOwnDraft(primary, await draft(), { department: 'duoc', by: 'a' })
    await assertOwnDraft(primary, id, { department: null, by: 'ministry' })
    expect(await readChanges(primary, id, { after: 0, limit: 9 })).toHaveLength(1)
  })

  test('what was approved before a change is not approved after it', async () => {
    const id = await reviewed(added('drugs', '40.9002'))
    await approveDraft(primary, id, whole)
    await reopenDraft(primary, id)
    await addChanges(primary, { draft: id, changes: [added('drugs', '40.9003')], author: 'a' })
    await submitDraft(primary, id)
    await expect(publishDraft(primary, id, whole)).rejects.toMatchObject({ code: 'draft-unapproved' })
  })

  test('a draft that changed after it was read is not published, and nothing of it is', async () => {
    const id = await reviewed(added('drugs', '40.9004'))
    const before = await primary.select().from(releases)
    const changes = [{ catalogue: 'drugs', before: null, after: added('drugs', '40.9004').after }]
    const plan = { note: '', publishedBy: 'a', catalogues: [], decisions: [], changes, draft: { id, revision: 0 } }
    await expect(publish(primary, plan, { sign, now: NOW })).rejects.toMatchObject({ code: 'release-conflict' })
    expect(await primary.select().from(releases)).toEqual(before)
    const [held] = await primary.select().from(drafts).where(eq(drafts.id, id))
    expect(held).toMatchObject({ state: 'review', release: null })
  })

  test('what another release changed meanwhile is seen as a conflict in review', async () => {
    const late = await reviewed(added('herbs', '05V.901'))
    const early = await reviewed(added('herbs', '05V.901'))
    await approveDraft(primary, early, whole)
    await publishDraft(primary, early, whole)
    expect(await reviewDraft(primary, late)).toMatchObject({
      conflictsTotal: 1,
      conflicts: [{ catalogue: 'herbs', code: '05V.901', kind: 'taken' }],
    })
    await approveDraft(primary, late, whole)
    await expect(publishDraft(primary, late, whole)).rejects.toMatchObject({ code: 'release-conflict' })
  })

  test('an import takes the place of the earlier import of its list; proposals stay', async () => {
    const id = await draft(added('drugs', '40.9010'), { ...added('drugs', '40.9011'), proposal: 'p1' })
    await addChanges(primary, { draft: id, changes: [added('drugs', '40.9012')], replaces: 'drugs', author: 'a' })
    const held = await readChanges(primary, id, { limit: 10 })
    expect(held.map(({ after }) => after?.code)).toEqual(['40.9011', '40.9012'])
  })

  test('one that was withdrawn stays so', async () => {
    const id = await draft(added('drugs', '1'))
    await withdrawDraft(primary, id)
    await expect(submitDraft(primary, id)).rejects.toMatchObject({
      code: 'draft-state',
      params: { state: 'withdrawn' },
    })
  })
})

describe('rolling back', () => {
  test('publishes the earlier content as a new release', async () => {
    const before = contentHash(await standing('supplies'))
    const [last] = (await primary.select().from(releases)).slice(-1)
    const id = await reviewed(added('supplies', 'N01.01.999'))
    await approveDraft(primary, id, whole)
    await publishDraft(primary, id, whole)
    expect(contentHash(await standing('supplies'))).not.toBe(before)
    const restored = await restoreRelease(primary, last?.id ?? '', { ...whole, note: 'sai sót' })
    expect(contentHash(await standing('supplies'))).toBe(before)
    const [kept] = await primary.select().from(releases).where(eq(releases.id, restored.id))
    expect(kept?.restores).toBe(last?.id)
  })

  test('to what is in force already, to nothing known, or for one department only is refused', async () => {
    const [last] = (await primary.select().from(releases)).slice(-1)
    const options = { ...whole, note: 'x' }
    await expect(restoreRelease(primary, last?.id ?? '', options)).rejects.toMatchObject({ code: 'draft-empty' })
    await expect(restoreRelease(primary, '1999.1.1', options)).rejects.toMatchObject({ code: 'release-unknown' })
    await expect(restoreRelease(primary, last?.id ?? '', { ...options, department: 'kcb' })).rejects.toMatchObject({
      code: 'department-not-allowed',
    })
  })
})

describe('four eyes', () => {
  const own = { ...whole, by: 'a' }

  test('whoever made a draft neither approves nor publishes it', async () => {
    const id = await reviewed(added('drugs', '40.9101'))
    await expect(approveDraft(primary, id, own)).rejects.toMatchObject({ code: 'draft-own' })
    await approveDraft(primary, id, whole)
    await expect(publishDraft(primary, id, own)).rejects.toMatchObject({ code: 'draft-own' })
    expect((await publishDraft(primary, id, whole)).changes).toBe(1)
  })

  test('where one person may do everything, they do', async () => {
    const id = await reviewed(added('drugs', '40.9102'))
    await approveDraft(primary, id, { ...own, isAlone: true })
    expect((await publishDraft(primary, id, { ...own, isAlone: true })).changes).toBe(1)
  })
})

test('a code that is renamed from a day on counts once, though two rows change', async () => {
  const [row] = await standing('drugs')
  if (row === undefined) throw new Error('the seed has no drugs')
  const ended = { ...row, validTo: '2026-11-30' }
  const renamed = { ...row, name: `${row.name} (mới)`, validFrom: '2026-12-01' }
  const id = await draft(
    { kind: 'renamed', catalogue: 'drugs', before: row, after: ended },
    { kind: 'renamed', catalogue: 'drugs', before: null, after: renamed },
  )
  expect((await reviewDraft(primary, id)).counts).toEqual([
    { catalogue: 'drugs', owner: 'duoc', kind: 'renamed', changes: 1 },
  ])
})
