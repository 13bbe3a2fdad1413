import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { demoSecret } from '../../scripts/stack/accounts.ts'
import { startTestStack, type TestStack } from '../harness/stack.ts'

const START_MS = 60_000
const IMPORT_MS = 90_000
const OFFICIAL = join(projectRoot, '../shared/official')

type Done = { code: number; stdout: string; stderr: string }

describe('lists of the Ministry come in', () => {
  let stack: TestStack
  let folder: string
  let working: string
  beforeAll(async () => {
    stack = await startTestStack({ vars: { DMDC_REFRESH_SECONDS: '1' } })
    folder = await mkdtemp(join(tmpdir(), 'bhyt-import-'))
    working = await mkdtemp(join(tmpdir(), 'bhyt-working-'))
  }, START_MS)
  afterAll(async () => {
    await stack.dispose()
    await rm(folder, { recursive: true })
    await rm(working, { recursive: true })
  })

  const run = (...args: string[]): Promise<Done> =>
    runWith({ BHYT_URL: stack.url, BHYT_SECRET: demoSecret('ministry') }, ...args)
  /** In a working folder of its own, beside that of the lists. */
  const runWith = (variables: Record<string, string>, ...args: string[]): Promise<Done> =>
    new Promise((resolve) => {
      const { BHYT_SECRET: _, ...inherited } = process.env
      const env = { ...inherited, ...variables }
      const script = ['--import', import.meta.resolve('tsx'), join(projectRoot, 'scripts/dmdc/import.ts'), ...args]
      execFile(process.execPath, script, { cwd: working, env }, (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), stdout, stderr })
      })
    })
  const list = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, text)
    return path
  }
  const decision = ['--decision', 'QĐ 1/QĐ-BYT', '--valid-from', '2026-12-01']
  const send = (catalogue: string, query: string, body: BodyInit): Promise<Response> =>
    stack.post('ministry', `/v1/dmdc/${catalogue}/imports?${query}`, body, { 'content-type': 'text/csv' })
  const drafts = async (): Promise<unknown[]> =>
    (await (await stack.get('ministry', '/v1/dmdc/drafts')).json<{ drafts: unknown[] }>()).drafts

  test('a department makes no draft of a list that another owns', async () => {
    const before = (await drafts()).length
    const path = '/v1/dmdc/blood/imports?decision=QD1&validFrom=2026-12-01&mode=amend&dryRun=false'
    const body = 'code,name,valid_from,valid_to\nM01,Máu toàn phần,,\n'
    const answer = await stack.post('ministry-duoc', path, body, { 'content-type': 'text/csv' })
    const { code } = await answer.json<{ code: string }>()
    expect([answer.status, code, (await drafts()).length]).toEqual([403, 'department-not-allowed', before])
  })

  test('a list is compared, kept in a draft, and published at once when asked', { timeout: IMPORT_MS }, async () => {
    const file = await list('blood.csv', 'code,name,valid_from,valid_to\nM01,Máu toàn phần,,\nM02,Khối hồng cầu,,\n')
    const dry = await run('blood', file, ...decision, '--mode', 'amend', '--dry-run')
    expect(dry.stdout).toMatch(/QĐ 1\/QĐ-BYT: 2 rows, 2 codes/)
    expect(dry.stdout).toMatch(/2 added, 0 closed, 0 renamed, 0 changed, 0 the same/)
    expect(dry).toMatchObject({ code: 0 })
    expect(await drafts()).toEqual([])

    const kept = await run('blood', file, ...decision, '--mode', 'amend')
    expect(kept.stdout).toMatch(/Kept in draft [\w-]+/)
    const published = await run('blood', file, ...decision, '--mode', 'amend', '--publish')
    expect(published.stdout).toMatch(/Published as \d{4}\.\d+\.\d+/)
    const again = await run('blood', file, ...decision, '--mode', 'amend', '--dry-run')
    expect(again.stdout).toMatch(/0 added, 0 closed, 0 renamed, 0 changed, 2 the same/)
  })

  test(
    'problems go to the working folder, never beside the source, and a dry run writes nothing',
    { timeout: IMPORT_MS },
    async () => {
      const file = await list('wrong.csv', 'code,name,valid_from,valid_to\nM01,,,\n')
      const dry = await run('blood', file, ...decision, '--dry-run')
      expect(dry).toMatchObject({ code: 1 })
      expect(dry.stdout).toContain('không có tên')
      expect(await readdir(working)).toEqual([])
      await run('blood', file, ...decision)
      expect(await readdir(working)).toEqual(['wrong.csv.errors.csv'])
      expect(await readdir(folder)).not.toContain('wrong.csv.errors.csv')
    },
  )

  test(
    'a secret that is missing and a centre that is away are reported before the file is read',
    { timeout: IMPORT_MS },
    async () => {
      const file = await list('unread.csv', 'no,list,at,all\n')
      const elsewhere = { BHYT_URL: 'http://127.0.0.1:9' }
      const without = await runWith(elsewhere, 'blood', file, ...decision)
      expect([without.code, without.stdout]).toEqual([2, ''])
      expect(without.stderr).toContain('BHYT_SECRET')
      const away = await runWith({ ...elsewhere, BHYT_SECRET: 'x' }, 'blood', file, ...decision)
      expect([away.code, away.stdout]).toEqual([1, ''])
      expect(away.stderr).toContain('No answer from http://127.0.0.1:9')
    },
  )

  test('what a file changes later closes one row and opens another', { timeout: IMPORT_MS }, async () => {
    const first = await list(
      'herbs-1.csv',
      'code,name,valid_from,valid_to\n05V.801,Vị thuốc một,,\n05V.802,Vị thuốc hai,,\n',
    )
    await run('herbs', first, '--decision', 'QĐ 2', '--valid-from', '2026-12-01', '--mode', 'amend', '--publish')
    const second = await list(
      'herbs-2.csv',
      'code,name,valid_from,valid_to\n05V.801,Vị thuốc một (mới),,\n05V.803,Vị thuốc ba,,\n',
    )
    const response = await send(
      'herbs',
      'decision=Q3&validFrom=2027-01-01&mode=replace&oldAcceptedUntil=2027-03-31',
      await readFile(second),
    )
    expect(response.status).toBe(201)
    const { draft, difference } = await response.json<{ draft: string; difference: Record<string, number> }>()
    expect(difference).toMatchObject({ added: 1, renamed: 1 })
    const answer = await stack.get('ministry', `/v1/dmdc/drafts/${draft}/changes`)
    const { changes } = await answer.json<{ changes: { before: Row | null; after: Row | null }[] }>()
    const of = (code: string) => changes.filter(({ before, after }) => (before ?? after)?.code === code)
    expect(of('05V.801').map(({ after }) => [after?.name, after?.validFrom, after?.validTo])).toEqual([
      ['Vị thuốc một', '2026-12-01', '2026-12-31'],
      ['Vị thuốc một (mới)', '2027-01-01', null],
    ])
    expect(of('05V.802')).toMatchObject([{ after: { validTo: '2027-03-31' } }])
  })

  test('a file with errors changes nothing; each is shown with its cell and written to an error file', async () => {
    const before = await drafts()
    const file = await list(
      'bad.csv',
      'code,name,valid_from,valid_to\nM03,,,\n,Không mã,2026-01-01,\nM04,Tên,31/31/2026,\n',
    )
    const { code, stdout, stderr } = await run('blood', file, ...decision)
    expect(code).toBe(1)
    expect(stderr).toMatch(/nothing was sent, nothing was changed/)
    expect(stdout).toMatch(/error .*2/)
    const errors = await readFile(join(working, `${basename(file)}.errors.csv`), 'utf8')
    expect(errors).toMatch(/^\uFEFFsheet,row,column,cell,severity,code,message_vi/)
    expect(errors).toMatch(/name-missing/)
    const response = await send('blood', 'decision=Q&validFrom=2026-12-01&publish=true', await readFile(file))
    expect(response.status).toBe(200)
    const report = await response.json<{ errors: number; draft: string | null; problems: { row: number }[] }>()
    expect(report.errors).toBeGreaterThan(0)
    expect(report.draft).toBeNull()
    expect(report.problems[0]?.row).toBe(2)
    expect(await drafts()).toEqual(before)
  })

  test.each([
    ['a list that nobody knows', 'nothing', 'decision=Q&validFrom=2026-12-01', 'code,name\n', 404, 'catalogue-unknown'],
    ['a day that is none', 'blood', 'decision=Q&validFrom=2026-13-01', 'code,name\n', 400, 'parameter-invalid'],
    ['no decision', 'blood', 'validFrom=2026-12-01', 'code,name\n', 400, 'parameter-invalid'],
    ['no file', 'blood', 'decision=Q&validFrom=2026-12-01', '', 400, 'body-empty'],
    [
      'an old .xls',
      'blood',
      'decision=Q&validFrom=2026-12-01',
      new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2]),
      415,
      'spreadsheet-encrypted',
    ],
    [
      'half a zip',
      'blood',
      'decision=Q&validFrom=2026-12-01',
      new Uint8Array([0x50, 0x4b, 3, 4, 0]),
      400,
      'spreadsheet-unreadable',
    ],
    [
      'a draft that is not there',
      'blood',
      'decision=Q&validFrom=2026-12-01&draft=none',
      'code,name\nM09,Tên\n',
      404,
      'draft-unknown',
    ],
  ])('%s is refused and changes nothing', async (_, catalogue, query, body, status, code) => {
    const before = await drafts()
    const response = await send(catalogue, query, body)
    expect(await response.json()).toMatchObject({ status, code })
    expect(await drafts()).toEqual(before)
  })

  test('a file of 100 MB is refused before it is sent, by the script and by the centre', async () => {
    const path = join(folder, 'large.xlsx')
    await writeFile(path, '')
    await truncate(path, 100_000_000)
    expect(await run('blood', path, ...decision)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('100000000'),
    })
    const url = `${stack.url}/v1/dmdc/blood/imports?decision=Q&validFrom=2026-12-01`
    const authorization = `Bearer ${await stack.token('ministry')}`
    const sent = request(url, { method: 'POST', headers: { authorization, 'content-length': 100_000_000 } })
    // The head alone: the answer comes before any of the file.
    sent.flushHeaders()
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      sent.on('response', ({ statusCode }) => {
        resolve(statusCode)
      })
      sent.on('error', reject)
    })
    sent.on('error', () => {})
    sent.destroy()
    expect(answered).toBe(413)
  })

  test('a facility and a province may not import', async () => {
    for (const account of ['01001', 'province-01']) {
      const path = '/v1/dmdc/blood/imports?decision=Q&validFrom=2026-12-01'
      const response = await stack.post(account, path, 'code,name\nM09,Tên\n', { 'content-type': 'text/csv' })
      expect(await response.json()).toMatchObject({ status: 403, code: 'role-not-allowed' })
    }
  })

  test('a wrong call ends with 2 and the usage', async () => {
    expect(await run('blood')).toMatchObject({ code: 2, stderr: expect.stringContaining('npm run dmdc:import') })
    expect(await run('blood', 'x.csv', '--what')).toMatchObject({ code: 2 })
    expect(await run('nothing', 'x.csv', ...decision)).toMatchObject({ code: 2 })
    expect(await run('blood', 'not-there.csv', ...decision)).toMatchObject({ code: 1 })
  })

  const icd10 = join(OFFICIAL, 'icd10-qd4469-annex.xlsx')
  if (!existsSync(icd10)) console.warn('LEFT OUT: imports of the official annexes; ../shared/official is not there')
  const official = (catalogue: string, file: string, name: string, validFrom: string): Promise<Done> => {
    const errors = join(folder, `${catalogue}.csv`)
    const stated = ['--decision', name, '--valid-from', validFrom, '--mode', 'amend', '--publish', '--errors', errors]
    return run(catalogue, join(OFFICIAL, file), ...stated)
  }
  describe.skipIf(!existsSync(icd10))('the official annexes', () => {
    test('ICD-10 of QĐ 4469 comes in whole', { timeout: IMPORT_MS }, async () => {
      const done = await official('icd10', 'icd10-qd4469-annex.xlsx', 'QĐ 4469/QĐ-BYT', '2020-10-28')
      expect(done.stdout).toMatch(/12218 rows, 12218 codes/)
      expect(done.stdout).toMatch(/Published as/)
      expect(done).toMatchObject({ code: 0, stderr: '' })
    })

    test('administrative units come in as provinces, districts and communes', { timeout: IMPORT_MS }, async () => {
      const file = 'administrative-units-2024-06-11.xlsx'
      const done = await official('administrative-units', file, 'Tổng cục Thống kê', '2024-06-11')
      expect(done).toMatchObject({ code: 0, stderr: '' })
      expect(done.stdout).toMatch(/11363 rows/)
    })

    test(
      'ICD-9-CM of QĐ 4440, whose codes Excel made numbers, is refused with every cell that lost its zeros',
      { timeout: IMPORT_MS },
      async () => {
        const done = await official('icd9cm', 'icd9-dvkt-qd4440.xlsx', 'QĐ 4440/QĐ-BYT', '2020-10-27')
        expect(done).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was changed') })
        const shown = await readFile(join(folder, 'icd9cm.csv'), 'utf8')
        expect(shown).toMatch(/,7,G,G7,error,code-number,"Ô mã là số 93\.9:/)
        expect(shown.match(/,error,code-number,/g)).toHaveLength(1314)
      },
    )

    test(
      'by assumption it is taken: the dry run and the draft give the same numbers, and each assumption is counted',
      { timeout: IMPORT_MS },
      async () => {
        const assume = 'numeric-codes,trailing-zeros,first-name,leave-out'
        const query = new URLSearchParams({ decision: 'QĐ 4440/QĐ-BYT', validFrom: '2020-10-27', assume })
        const bytes = await readFile(join(OFFICIAL, 'icd9-dvkt-qd4440.xlsx'))
        const importedWith = async (dryRun: string): Promise<[number, Imported]> => {
          const response = await send('icd9cm', `${query.toString()}&dryRun=${dryRun}`, bytes)
          return [response.status, await response.json<Imported>()]
        }
        const [dryStatus, { draft: none, ...dry }] = await importedWith('true')
        const [status, { draft, ...kept }] = await importedWith('false')
        expect([dryStatus, none, status, typeof draft]).toEqual([200, null, 201, 'string'])
        expect(kept).toEqual(dry)
        expect([dry.codes, dry.errors, dry.warnings]).toEqual([1257, 0, 8043])
        const { added, renamed, changed, unchanged } = dry.difference
        expect((added ?? 0) + (renamed ?? 0) + (changed ?? 0) + (unchanged ?? 0)).toBe(1257)
        const [first] = (await (await stack.get('ministry', '/v1/dmdc/drafts')).json<{ drafts: { id: string }[] }>())
          .drafts
        expect(first?.id).toBe(draft)

        const script = await run(
          'icd9cm',
          join(OFFICIAL, 'icd9-dvkt-qd4440.xlsx'),
          ...decision,
          '--assume',
          assume,
          '--dry-run',
        )
        expect(script).toMatchObject({ code: 0, stdout: expect.stringContaining('1257 codes') })
      },
    )
  })
})

type Imported = {
  codes: number
  errors: number
  warnings: number
  difference: Record<string, number>
  draft: string | null
}
type Row = { code: string; name: string; validFrom: string | null; validTo: string | null }

describe('where nobody may do everything alone', () => {
  let stack: TestStack
  beforeAll(async () => {
    stack = await startTestStack({ vars: { DMDC_ONE_PERSON: 'false' } })
  }, START_MS)
  afterAll(() => stack.dispose())

  test(
    'an import is approved and published by somebody else than who imported it',
    { timeout: IMPORT_MS },
    async () => {
      const body = 'code,name,valid_from,valid_to\nM71,Máu thử,,\n'
      const query = `decision=${encodeURIComponent('QĐ 9')}&validFrom=2026-12-01&mode=amend`
      const csv = { 'content-type': 'text/csv' }
      const refused = async (response: Response) => [response.status, (await response.json<{ code: string }>()).code]
      const atOnce = await stack.post('ministry', `/v1/dmdc/blood/imports?${query}&publish=true`, body, csv)
      expect(await refused(atOnce)).toEqual([403, 'draft-own'])
      const kept = await stack.post('ministry', `/v1/dmdc/blood/imports?${query}`, body, csv)
      const { draft } = await kept.json<{ draft: string }>()
      const step = (account: string, name: string) => stack.post(account, `/v1/dmdc/drafts/${draft}/${name}`, '', csv)
      expect((await step('ministry', 'submit')).status).toBe(200)
      expect(await refused(await step('ministry', 'approve'))).toEqual([403, 'draft-own'])
      const { departments } = await (
        await stack.get('ministry', `/v1/dmdc/drafts/${draft}`)
      ).json<{
        departments: { department: string }[]
      }>()
      const second = `ministry-${departments[0]?.department}`
      expect((await step(second, 'approve')).status).toBe(200)
      expect(await refused(await step('ministry', 'publish'))).toEqual([403, 'draft-own'])
      expect((await step(second, 'publish')).status).toBe(201)
    },
  )
})
