import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, startProbe, type Answer, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

let probe: Probe
beforeAll(async () => {
  probe = await startProbe()
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

type Proposal = {
  id: string
  state: string
  code: string | null
  name: string
  draft: string | null
  revision: number
  age: { workingDays: number; confidence: string }
  ageInState: { workingDays: number } | null
}
type Duplicate = {
  source: string
  code: string | null
  proposal: string | null
  score: number
  reasons: { kind: string }[]
}
type Proposed = { proposal: Proposal; likelyDuplicates: Duplicate[]; code: string }
type WithSteps = Proposed & { steps: { action: string; actor: string; role: string; comment: string; at: string }[] }

const PATH = '/v1/dmdc/proposals'
const ask = <T>(
  method: string,
  path: string,
  account: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<T>> => probe.ask<T>(method, path, { account, json: body, headers })
const step = (id: string, action: string, account: string, body: object = { comment: 'Lý do' }, headers = {}) =>
  ask<Proposal>('POST', `${PATH}/${id}/${action}`, account, body, headers)

let made = 0
const propose = async (more: object = {}, account = '01001'): Promise<Proposed> => {
  made += 1
  const wanted = {
    kind: 'new',
    catalogue: 'drugs',
    name: `Thuốc thử nghiệm ${made}`,
    evidence: 'Quyết định trúng thầu',
    ...more,
  }
  const { status, body } = await ask<Proposed>('POST', PATH, account, wanted)
  expect({ status, body }).toMatchObject({ status: 201 })
  return body
}
const forwarded = async (more: object = {}): Promise<string> => {
  const { id } = (await propose(more)).proposal
  expect((await step(id, 'forward', 'province-01')).status).toBe(200)
  return id
}
const newDraft = async (): Promise<string> =>
  (await ask<{ id: string }>('POST', '/v1/dmdc/drafts', 'ministry', { note: 'Đợt bổ sung' })).body.id
type Change = { kind: string; proposal: string | null; after: { code: string; name: string; validFrom: string } | null }
const changesOf = async (draft: string): Promise<Change[]> =>
  (await ask<{ changes: Change[] }>('GET', `/v1/dmdc/drafts/${draft}/changes`, 'ministry')).body.changes

describe('a proposal', () => {
  test('climbs from the facility over the province to the department, and its facility can follow every step', async () => {
    const draft = await newDraft()
    const { proposal } = await propose({
      name: 'Thuốc leo thang',
      attributes: { strength: '10mg' },
      validFrom: '2026-12-01',
    })
    expect(proposal).toMatchObject({
      state: 'open',
      revision: 1,
      age: { workingDays: 0 },
      ageInState: { workingDays: 0 },
    })

    expect((await step(proposal.id, 'return', 'province-01', { comment: 'Thiếu hàm lượng' })).body.state).toBe(
      'returned',
    )
    const revised = await step(proposal.id, 'revise', '01001', { comment: 'Đã bổ sung', name: 'Thuốc leo thang 20mg' })
    expect(revised.body).toMatchObject({ state: 'open', name: 'Thuốc leo thang 20mg' })
    expect((await step(proposal.id, 'forward', 'province-01')).body.state).toBe('forwarded')
    const accepted = await step(proposal.id, 'accept', 'ministry-duoc', {
      comment: 'Đồng ý',
      code: '40.9001',
      document: 'QĐ 1/QĐ-BYT',
    })
    expect(accepted.body).toMatchObject({ state: 'accepted', code: '40.9001', draft, ageInState: null })

    const followed = await ask<WithSteps>('GET', `${PATH}/${proposal.id}`, '01001')
    expect(followed.headers.get('etag')).toBe('"5"')
    expect(followed.body.steps.map(({ action, actor, role, comment }) => [action, actor, role, comment])).toEqual([
      ['propose', '01001', 'facility', 'Quyết định trúng thầu'],
      ['return', 'province-01', 'province', 'Thiếu hàm lượng'],
      ['revise', '01001', 'facility', 'Đã bổ sung'],
      ['forward', 'province-01', 'province', 'Lý do'],
      ['accept', 'ministry-duoc', 'ministry', 'Đồng ý'],
    ])
    const entered = (await changesOf(draft)).filter((change) => change.proposal === proposal.id)
    expect(entered).toMatchObject([
      { kind: 'added', after: { code: '40.9001', name: 'Thuốc leo thang 20mg', validFrom: '2026-12-01' } },
    ])
  })

  test('shows what is likely the same, in the list and among what others propose', async () => {
    const first = await propose({ name: 'Xyzacillin viên 250 mg' })
    const second = await propose({ name: 'XYZACILIN 0,25g viên' }, '79001')
    expect(second.likelyDuplicates[0]).toMatchObject({ source: 'proposal', proposal: first.proposal.id })
    expect(second.likelyDuplicates[0]?.reasons.map(({ kind }) => kind)).toContain('same-strength')
    const listed = await propose({ name: 'Azithromycín' })
    expect(listed.likelyDuplicates[0]).toMatchObject({ source: 'list', code: '40.219' })
    expect((await propose({ name: 'Không giống gì cả qwertz' })).likelyDuplicates).toEqual([])
  })

  test('that was accepted is a code of the next release', async () => {
    const draft = await newDraft()
    const id = await forwarded({ code: '40.9301' })
    const decision = { comment: 'Được', document: 'QĐ 4/QĐ-BYT', draft }
    expect((await step(id, 'accept', 'ministry-duoc', decision)).status).toBe(200)
    for (const action of ['submit', 'approve'])
      expect((await ask('POST', `/v1/dmdc/drafts/${draft}/${action}`, 'ministry-duoc')).status).toBe(200)
    expect((await ask('POST', `/v1/dmdc/drafts/${draft}/publish`, 'ministry-duoc')).status).toBe(201)
    const again = await ask('POST', PATH, '79001', {
      kind: 'new',
      catalogue: 'drugs',
      code: '40.9301',
      name: 'x',
      evidence: 'y',
    })
    expect(codeOf(again)).toEqual([409, 'code-taken'])
  })

  test('changes or closes a code that is there: the row ends and another begins', async () => {
    const draft = await newDraft()
    const wanted = { kind: 'change', code: '40.17', name: 'Oxy dược dụng (khí)', validFrom: '2027-01-01' }
    const id = await forwarded(wanted)
    expect((await step(id, 'accept', 'ministry-duoc', { comment: 'Được' })).status).toBe(200)
    const closing = await forwarded({ kind: 'close', code: '40.219', name: undefined, validFrom: '2027-01-01' })
    expect((await step(closing, 'accept', 'ministry-duoc', { comment: 'Được', draft })).status).toBe(200)
    expect((await changesOf(draft)).map(({ kind, after }) => `${after?.code} ${kind}`).toSorted()).toEqual([
      '40.17 closed',
      '40.17 renamed',
      '40.219 closed',
    ])
    const again = await forwarded({ kind: 'close', code: '40.17', name: undefined, validFrom: '2027-01-01' })
    expect(codeOf(await step(again, 'accept', 'ministry-duoc', { comment: 'Được', draft }))).toEqual([
      409,
      'draft-conflict',
    ])
    expect((await ask<WithSteps>('GET', `${PATH}/${again}`, '01001')).body.proposal).toMatchObject({
      state: 'forwarded',
      revision: 2,
    })
  })

  test.each([
    [{ kind: 'new', code: '40.17', name: 'Oxy' }, 409, 'code-taken'],
    [{ kind: 'change', code: '40.99999', name: 'x' }, 404, 'code-unknown'],
    [{ kind: 'close' }, 400, 'parameter-invalid'],
    [{ kind: 'new', name: ' ' }, 400, 'parameter-invalid'],
    [{ kind: 'new', name: 'x', evidence: '' }, 400, 'parameter-invalid'],
    [{ kind: 'new', name: 'x', validFrom: '2026-02-30' }, 400, 'parameter-invalid'],
    [{ kind: 'new', name: 'x', catalogue: 'nothing' }, 404, 'catalogue-unknown'],
  ])('%j is refused with %i %s', async (wanted, status, code) => {
    const body = { catalogue: 'drugs', evidence: 'Vì', ...wanted }
    expect(codeOf(await ask('POST', PATH, '01001', body))).toEqual([status, code])
  })

  test('that is no JSON is refused, and says what is expected', async () => {
    const answer = await probe.ask<{ code: string; message: { en: string } }>('POST', PATH, {
      headers: { 'content-type': 'application/json' },
      body: '{"kind":',
    })
    expect(codeOf(answer)).toEqual([400, 'parameter-invalid'])
    expect(JSON.stringify(answer.body)).toContain('application/json')
  })
})

describe('who may what', () => {
  test('every step by every other account is refused, and changes nothing', async () => {
    const { id } = (await propose()).proposal
    const steps: [string, string, number, string][] = [
      ['forward', '01001', 403, 'role-not-allowed'],
      ['accept', '01001', 403, 'role-not-allowed'],
      ['reject', '01001', 403, 'role-not-allowed'],
      ['revise', '01001', 409, 'proposal-state'],
      ['withdraw', '79001', 403, 'not-yours'],
      ['forward', 'province-79', 403, 'not-yours'],
      ['accept', 'province-01', 403, 'role-not-allowed'],
      ['withdraw', 'province-01', 403, 'role-not-allowed'],
      ['accept', 'ministry-kcb', 403, 'department-not-allowed'],
      // No step can be skipped: the province comes first.
      ['accept', 'ministry-duoc', 409, 'proposal-state'],
      ['forward', 'ministry-duoc', 403, 'role-not-allowed'],
    ]
    for (const [action, account, status, code] of steps)
      expect([action, account, ...codeOf(await step(id, action, account))]).toEqual([action, account, status, code])
    const { body } = await ask<WithSteps>('GET', `${PATH}/${id}`, '01001')
    expect([body.proposal.revision, body.steps.length]).toEqual([1, 1])
    expect(
      codeOf(await ask('POST', PATH, 'province-01', { kind: 'new', catalogue: 'drugs', name: 'x', evidence: 'y' })),
    ).toEqual([403, 'role-not-allowed'])
  })

  test('a comment is owed', async () => {
    const { id } = (await propose()).proposal
    expect(codeOf(await step(id, 'forward', 'province-01', { comment: '  ' }))).toEqual([400, 'parameter-invalid'])
    expect(codeOf(await step(id, 'forward', 'province-01', {}))).toEqual([400, 'parameter-invalid'])
  })

  test('a facility sees its own, a province its facilities’, the ministry all', async () => {
    const [own, other] = [(await propose()).proposal.id, (await propose({}, '79001')).proposal.id]
    const seen = async (account: string): Promise<string[]> => {
      const { body } = await ask<{ proposals: Proposal[] }>('GET', `${PATH}?limit=500`, account)
      return body.proposals.map(({ id }) => id).filter((id) => id === own || id === other)
    }
    expect(await seen('01001')).toEqual([own])
    expect(await seen('province-79')).toEqual([other])
    expect(await seen('ministry-kcb')).toEqual([own, other])
    expect(codeOf(await ask('GET', `${PATH}/${other}`, '01001'))).toEqual([403, 'not-yours'])
    expect(codeOf(await ask('GET', `${PATH}/none`, '01001'))).toEqual([404, 'proposal-unknown'])
    expect(codeOf(await probe.ask('GET', PATH, { account: null }))).toEqual([401, 'token-missing'])
  })

  test('a list is read page by page, without gap or repetition', async () => {
    await propose()
    const whole = (await ask<{ proposals: Proposal[] }>('GET', `${PATH}?limit=500`, 'ministry')).body.proposals
    const ids: string[] = []
    let after = ''
    do {
      const { body } = await ask<{ proposals: Proposal[]; next: string | null }>(
        'GET',
        `${PATH}?limit=3${after}`,
        'ministry',
      )
      ids.push(...body.proposals.map(({ id }) => id))
      after = body.next === null ? '' : `&after=${body.next}`
    } while (after !== '')
    expect(ids).toEqual(whole.map(({ id }) => id))
    expect(codeOf(await ask('GET', `${PATH}?after=x`, 'ministry'))).toEqual([400, 'parameter-invalid'])
  })
})

describe('two at once', () => {
  test('only one step of many is taken', async () => {
    const { id } = (await propose()).proposal
    const answers = await Promise.all(
      ['forward', 'reject', 'return', 'forward', 'reject'].map((action) => step(id, action, 'province-01')),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(4)
    const { body } = await ask<WithSteps>('GET', `${PATH}/${id}`, 'province-01')
    expect([body.proposal.revision, body.steps.length]).toEqual([2, 2])
  })

  test('whoever acts on what has changed since hears so', async () => {
    const { id } = (await propose()).proposal
    await step(id, 'return', 'province-01')
    await step(id, 'revise', '01001', { comment: 'Sửa', name: 'Tên khác' })
    expect(codeOf(await step(id, 'forward', 'province-01', { comment: 'x' }, { 'if-match': '"1"' }))).toEqual([
      409,
      'changed-meanwhile',
    ])
    expect(codeOf(await step(id, 'forward', 'province-01', { comment: 'x', revision: 2 }))).toEqual([
      409,
      'changed-meanwhile',
    ])
    expect((await step(id, 'forward', 'province-01', { comment: 'x' }, { 'if-match': '"3"' })).status).toBe(200)
  })
})

describe('decisions in a batch', () => {
  test('are answered one by one, and one that is wrong does not stop the rest', async () => {
    const draft = await newDraft()
    const good = await forwarded({ code: '40.9101' })
    const same = await forwarded({ code: '40.9101' })
    const without = await forwarded()
    const unforwarded = (await propose()).proposal.id
    const rejected = await forwarded()
    const common = { comment: 'Họp ngày 20/11', document: 'QĐ 2/QĐ-BYT', draft }
    const { status, body } = await ask<{
      decisions: { id: string; proposal: Proposal | null; problem: { code: string } | null }[]
    }>('POST', `${PATH}/decisions`, 'ministry-duoc', {
      decisions: [
        { id: good, decision: 'accept', ...common },
        { id: same, decision: 'accept', ...common },
        { id: without, decision: 'accept', ...common },
        { id: unforwarded, decision: 'accept', ...common },
        { id: 'none', decision: 'reject', comment: 'x' },
        { id: rejected, decision: 'reject', comment: 'Không đủ căn cứ' },
      ],
    })
    expect(status).toBe(200)
    expect(body.decisions.map(({ id, proposal, problem }) => [id, proposal?.state ?? problem?.code])).toEqual([
      [good, 'accepted'],
      [same, 'draft-conflict'],
      [without, 'parameter-invalid'],
      [unforwarded, 'proposal-state'],
      ['none', 'proposal-unknown'],
      [rejected, 'rejected'],
    ])
    expect((await changesOf(draft)).map(({ proposal }) => proposal)).toEqual([good])
    expect(
      codeOf(
        await ask('POST', `${PATH}/decisions`, 'province-01', {
          decisions: [{ id: good, decision: 'accept', comment: 'x' }],
        }),
      ),
    ).toEqual([403, 'role-not-allowed'])
  })

  test('into a draft under review are refused, and the proposal stays where it was', async () => {
    const draft = await newDraft()
    const filling = await forwarded({ code: '40.9201' })
    await step(filling, 'accept', 'ministry-duoc', { comment: 'x', document: 'QĐ 3/QĐ-BYT', draft })
    expect((await ask('POST', `/v1/dmdc/drafts/${draft}/submit`, 'ministry')).status).toBe(200)
    const late = await forwarded({ code: '40.9202' })
    const answer = await step(late, 'accept', 'ministry-duoc', { comment: 'x', document: 'QĐ 3/QĐ-BYT', draft })
    expect(codeOf(answer)).toEqual([409, 'draft-state'])
    expect((await ask<WithSteps>('GET', `${PATH}/${late}`, '01001')).body.proposal.state).toBe('forwarded')
  })
})
