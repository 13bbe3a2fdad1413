/** Every documented route that reads or changes what belongs to a facility or province, asked by those of another province. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textIn } from '../harness/text-in.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'

const { here, there } = await ownProvinces()
const PERIOD = 'from=2026-01-01&to=2026-12-31'
const REASON = 'Kiểm tra phạm vi của tài khoản'
const JSON_BODY = { 'content-type': 'application/json' }
const STRANGERS = [there.facility, there.department]

/** A request about a facility, and who may make it: only then does it show that a stranger was refused and the request was right. */
type Attempt = { readonly path: string; readonly owner: string; readonly body?: unknown; readonly says?: string }

let probe: Shared
let submission: string
let key: string
let webhook: string
let outage: string

/** Accounts are the operator's; nobody of a facility or a province comes to them. */
const ofAccounts = (): Readonly<Record<string, () => Attempt[]>> => ({
  'GET /v1/accounts': () => [
    { path: `/v1/accounts?facility=${here.facility}`, owner: 'operator', says: here.facility },
  ],
  'GET /v1/accounts/changes': () => [{ path: '/v1/accounts/changes', owner: 'auditor' }],
  'GET /v1/accounts/{account}': () => [{ path: `/v1/accounts/${here.facility}`, owner: 'operator' }],
  'PUT /v1/accounts/{account}': () => [
    {
      path: `/v1/accounts/${here.facility}`,
      owner: 'nobody',
      body: { duties: ['sender'], facility: there.facility, reason: REASON },
    },
  ],
  'POST /v1/accounts': () => [
    {
      path: '/v1/accounts',
      owner: 'nobody',
      body: { id: 'a-stranger', role: 'ministry', duties: ['operator'], reason: REASON },
    },
  ],
  ...Object.fromEntries(
    ['secret', 'second-factor/reset', 'approve', 'disable', 'enable'].map((step) => [
      `POST /v1/accounts/{account}/${step}`,
      () => [{ path: `/v1/accounts/${here.facility}/${step}`, owner: 'nobody', body: { reason: REASON } }],
    ]),
  ),
})

/** Documented path → requests, made when the things they name are there. Strangers may not make any of them. */
const ATTEMPTS: Readonly<Record<string, () => Attempt[]>> = {
  'GET /v1/submissions': () => [
    { path: `/v1/submissions?facility=${here.facility}`, owner: here.facility, says: submission },
  ],
  'GET /v1/facilities/{facility}/papers': () => [
    { path: `/v1/facilities/${here.facility}/papers`, owner: here.facility },
  ],
  'GET /v1/facilities/{facility}/legacy-users': () => [
    { path: `/v1/facilities/${here.facility}/legacy-users`, owner: here.facility },
  ],
  'POST /v1/facilities/{facility}/legacy-users': () => [
    {
      path: `/v1/facilities/${here.facility}/legacy-users`,
      owner: 'nobody',
      body: { username: `${here.facility}_stranger` },
    },
  ],
  'POST /v1/facilities/{facility}/legacy-users/{username}/disable': () => [
    { path: `/v1/facilities/${here.facility}/legacy-users/none/disable`, owner: 'nobody', body: {} },
  ],
  'PUT /v1/facilities/{facility}/legacy-settings': () => [
    {
      path: `/v1/facilities/${here.facility}/legacy-settings`,
      owner: 'nobody',
      body: { mode: 'answer', waivesPerson: false },
    },
  ],
  'GET /v1/submissions/{id}': () => [{ path: `/v1/submissions/${submission}`, owner: here.facility }],
  'GET /v1/submissions/{id}/findings': () =>
    ['json', 'csv', 'xlsx', 'fhir'].map((format) => ({
      path: `/v1/submissions/${submission}/findings?format=${format}`,
      owner: here.facility,
    })),
  'GET /v1/dossiers/{MA_LK}': () => [
    {
      path: `/v1/dossiers/${key}?facility=${here.facility}&purpose=payment&reason=kiem-tra-pham-vi`,
      owner: here.facility,
      says: submission,
    },
  ],
  'GET /v1/dossiers/{MA_LK}/versions': () => [
    {
      path: `/v1/dossiers/${key}/versions?facility=${here.facility}&purpose=payment`,
      owner: here.facility,
      says: submission,
    },
  ],
  'GET /v1/dossiers/{MA_LK}/versions/{version}/differences': () => [
    {
      path: `/v1/dossiers/${key}/versions/1/differences?facility=${here.facility}&purpose=payment&against=1`,
      owner: here.facility,
    },
  ],
  'GET /v1/dossiers/{MA_LK}/assessment': () => [
    { path: `/v1/dossiers/${key}/assessment?facility=${here.facility}`, owner: here.facility, says: here.facility },
  ],
  'POST /v1/dossiers/{MA_LK}/agreement': () => [
    {
      path: `/v1/dossiers/${key}/agreement`,
      owner: 'nobody',
      body: { facility: here.facility, purpose: 'payment', submission, decision: 'agreed', reason: REASON },
    },
  ],
  'POST /v1/assessments': () => [
    {
      path: '/v1/assessments',
      owner: 'nobody',
      body: {
        assessments: [{ id: 'A', facility: here.facility, MA_LK: key, purpose: 'payment', decision: 'refused' }],
      },
    },
  ],
  'GET /v1/assessments/due': () => [{ path: `/v1/assessments/due?province=${here.code}`, owner: 'bhxh' }],
  'GET /v1/assessments/worklist': () =>
    ['json', 'xlsx'].map((format) => ({
      path: `/v1/assessments/worklist?facility=${here.facility}&format=${format}`,
      owner: 'bhxh',
    })),
  'POST /v1/assessments/sheets': () => [{ path: '/v1/assessments/sheets', owner: 'nobody', body: {} }],
  'GET /v1/receipts/{id}/proof': () => [{ path: `/v1/receipts/${submission}/proof`, owner: 'nobody' }],
  'POST /v1/receipt-logs/{province}/cosignatures': () => [
    { path: `/v1/receipt-logs/${here.code}/cosignatures`, owner: 'nobody', body: { jws: 'x' } },
  ],
  'GET /v1/lake': () => [{ path: '/v1/lake', owner: 'analyst' }],
  'GET /v1/lake/files/{table}/{province}/{month}/{file}': () => [
    { path: `/v1/lake/files/lines/province=01/month=2026-10/${'0'.repeat(32)}.parquet`, owner: 'nobody' },
  ],
  'GET /v1/operations/state': () => [{ path: '/v1/operations/state', owner: 'operator' }],
  'GET /v1/regions': () => [{ path: `/v1/regions?${PERIOD}`, owner: 'ministry' }],
  'GET /v1/reports': () => [{ path: '/v1/reports?period=2026-Q4&format=html', owner: 'ministry' }],
  'GET /v1/regions/{province}/connection': () => [
    { path: `/v1/regions/${here.code}/connection?${PERIOD}`, owner: here.department, says: here.facility },
  ],
  'GET /v1/regions/{province}/reports': () => [
    { path: `/v1/regions/${here.code}/reports?period=2026-Q4&format=html`, owner: here.department },
  ],
  'GET /v1/regions/{province}/findings/rows': () => [
    { path: `/v1/regions/${here.code}/findings/rows?${PERIOD}`, owner: here.department },
  ],
  'GET /v1/regions/{province}/{figure}': () =>
    ['volumes', 'timeliness', 'findings', 'diagnoses', 'costs'].map((figure) => ({
      path: `/v1/regions/${here.code}/${figure}?${PERIOD}&reason=${encodeURIComponent(REASON)}`,
      owner: here.department,
    })),
  'GET /v1/regions/{province}/{figure}/dossiers': () => [
    {
      path: `/v1/regions/${here.code}/volumes/dossiers?${PERIOD}&by=facility&key=${here.facility}&column=received&reason=${encodeURIComponent(REASON)}`,
      owner: here.department,
      says: submission,
    },
    {
      path: `/v1/regions/${here.code}/volumes/dossiers?${PERIOD}&by=facility&key=${here.facility}&column=received&unmask=true&reason=${encodeURIComponent(REASON)}`,
      owner: here.department,
      says: submission,
    },
  ],
  'POST /v1/operations/erasures': () => [
    { path: '/v1/operations/erasures', owner: 'nobody', body: { citizenNumber: '001234567890', reason: REASON } },
  ],
  'POST /v1/operations/erasures/{id}/approve': () => [
    { path: '/v1/operations/erasures/none/approve', owner: 'nobody', body: {} },
  ],
  'GET /v1/operations/erasures': () => [{ path: '/v1/operations/erasures', owner: 'ministry' }],
  'GET /v1/operations/dead-letters': () => [{ path: '/v1/operations/dead-letters', owner: 'ministry' }],
  'GET /v1/operations/dead-letters/{id}': () => [
    { path: `/v1/operations/dead-letters/${submission}`, owner: 'nobody' },
  ],
  'POST /v1/operations/dead-letters/{id}/rerun': () => [
    { path: `/v1/operations/dead-letters/${submission}/rerun`, owner: 'nobody', body: { reason: REASON } },
  ],
  'POST /v1/operations/dead-letters/{id}/dismiss': () => [
    { path: `/v1/operations/dead-letters/${submission}/dismiss`, owner: 'nobody', body: { reason: REASON } },
  ],
  'GET /v1/operations/legacy-calls': () => [
    { path: `/v1/operations/legacy-calls?facility=${here.facility}`, owner: here.department },
  ],
  'GET /v1/operations/overdue': () => [{ path: '/v1/operations/overdue', owner: 'ministry' }],
  'GET /v1/operations/rules': () => [
    { path: `/v1/operations/rules?${PERIOD}&province=${here.code}`, owner: here.department },
    { path: `/v1/operations/rules?${PERIOD}&province=${here.code}&facility=${here.facility}`, owner: here.department },
  ],
  'GET /v1/results': () => [
    { path: `/v1/results?facility=${here.facility}`, owner: here.facility, says: submission },
    { path: `/v1/results?province=${here.code}`, owner: here.department, says: submission },
  ],
  'DELETE /v1/webhooks/{id}': () => [{ path: `/v1/webhooks/${webhook}`, owner: 'nobody' }],
  'POST /v1/webhooks/{id}/test': () => [{ path: `/v1/webhooks/${webhook}/test`, owner: 'nobody' }],
  'POST /v1/webhooks/{id}/secret': () => [{ path: `/v1/webhooks/${webhook}/secret`, owner: 'nobody' }],
  'POST /v1/webhooks/{id}/replay': () => [{ path: `/v1/webhooks/${webhook}/replay`, owner: 'nobody' }],
  'GET /v1/webhooks/{id}/deliveries': () => [{ path: `/v1/webhooks/${webhook}/deliveries`, owner: here.facility }],
  'GET /v1/manifests/{day}': () => [
    {
      path: `/v1/manifests/2026-11-20?purpose=payment&facility=${here.facility}`,
      owner: here.facility,
      says: here.facility,
    },
  ],
  'POST /v1/outages/{id}/end': () => [{ path: `/v1/outages/${outage}/end`, owner: 'nobody', body: {} }],
  'POST /v1/outages/{id}/withdraw': () => [
    { path: `/v1/outages/${outage}/withdraw`, owner: 'nobody', body: { reason: REASON } },
  ],
  'GET /v1/facilities/{facility}/persons': () => [
    { path: `/v1/facilities/${here.facility}/persons`, owner: here.facility, says: here.facility },
  ],
  'POST /v1/facilities/{facility}/persons': () => [
    {
      path: `/v1/facilities/${here.facility}/persons`,
      owner: 'nobody',
      body: { id: `${here.facility}-p9`, title: 'Kế toán trưởng' },
    },
  ],
  'POST /v1/facilities/{facility}/persons/{person}/end': () => [
    { path: `/v1/facilities/${here.facility}/persons/${here.facility}-p1/end`, owner: 'nobody', body: {} },
  ],
  'POST /v1/cards': () => [{ path: '/v1/cards', owner: 'nobody', body: {} }],
  'GET /v1/accesses': () => [
    { path: `/v1/accesses?province=${here.code}`, owner: here.department, says: here.department },
    { path: `/v1/accesses?facility=${here.facility}`, owner: here.department },
  ],
  ...ofAccounts(),
}

/** These answer everybody of their own only; what belongs to the facility here and is asked for without naming it must not come. */
const OWN_ONLY: Readonly<Record<string, () => { path: string; says: string; owner: string }>> = {
  'GET /v1/webhooks': () => ({ path: '/v1/webhooks', says: webhook, owner: here.facility }),
  'GET /v1/outages': () => ({ path: '/v1/outages', says: outage, owner: here.department }),
  'GET /v1/card-checks': () => ({ path: '/v1/card-checks', says: here.facility, owner: here.department }),
  'GET /v1/persons/changes': () => ({
    path: '/v1/persons/changes',
    says: `${here.facility}-p2`,
    owner: here.department,
  }),
}

/** Routes that take what is the caller's own by its account, or hold lists that belong to no province. */
const ELSEWHERE: readonly { route: RegExp; why: string }[] = [
  {
    route: /^POST \/v1\/submissions$/,
    why: 'the facility is that of the token; a file of another is facility-mismatch',
  },
  {
    route: /^(POST \/v1\/webhooks|PUT \/v1\/manifests\/\{day\}|POST \/v1\/outages)$/,
    why: 'for the facility of the token',
  },
  {
    route: /^\w+ \/v1\/(sessions|sign-in|session\/passkeys)/,
    why: 'of whoever asks alone; that another finds nothing is in sign-in.test.ts',
  },
  { route: /^\w+ \/v1\/notices/, why: 'news are for all; who may write them is in notices.test.ts' },
  { route: /^POST \/v1\/card-checks$/, why: 'whoever knows card, name and birth may ask (article 6)' },
  { route: /^\w+ \/v1\/dmdc\//, why: 'code lists are for all; proposals and mappings have tests of their own' },
]

beforeAll(async () => {
  probe = await shareStack(here)
  const file = makeFile({ standard: '3176', facility: here.facility, seed: 77 })
  const { body } = await probe.submit(file, { purpose: 'payment' })
  submission = body.id
  await probe.settled(submission)
  const { rows } = await probe.warehouse.$client.execute({
    sql: 'SELECT MA_LK FROM dossiers WHERE submission_id = ?',
    args: [submission],
  })
  key = textIn(rows[0]?.['MA_LK'])
  const post = async <T>(path: string, what: unknown, method = 'POST'): Promise<T> => {
    const answer = await probe.ask<T>(method, path, { json: what })
    expect([path, Math.floor(answer.status / 100)]).toEqual([path, 2])
    return answer.body
  }
  webhook = (await post<{ id: string }>('/v1/webhooks', { url: 'http://127.0.0.1:9/none' })).id
  const outageOf = {
    cause: 'power',
    channel: 'all',
    from: '2026-11-20T08:00:00+07:00',
    to: '2026-11-20T18:00:00+07:00',
  }
  outage = (await post<{ id: string }>('/v1/outages', outageOf)).id
  await post('/v1/card-checks', { card: 'GD4010000000001', name: 'Nguyễn Văn Thử', birth: '1980-01-01' })
  await post('/v1/manifests/2026-11-20?purpose=payment', { entries: [{ MA_LK: key }] }, 'PUT')
  await post(`/v1/facilities/${here.facility}/persons`, { id: `${here.facility}-p2`, title: 'Kế toán' })
}, START_TIMEOUT_MS)
afterAll(() => {
  probe?.close()
})

/** As bytes: answers may be spreadsheets. */
async function answerTo(route: string, { path, body }: Omit<Attempt, 'owner'>, account: string) {
  const [method = 'GET'] = route.split(' ')
  const response = await fetch(`${probe.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${await probe.token(account)}`, ...(body === undefined ? {} : JSON_BODY) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, text: Buffer.from(await response.arrayBuffer()).toString('latin1') }
}

test('every route that asks for a token is thought of here', async () => {
  const document: { paths: Record<string, Record<string, { security?: readonly unknown[] }>> } = await (
    await fetch(`${probe.url}/openapi.json`)
  ).json()
  const guarded = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { security }]) =>
      (security ?? []).length > 0 ? [`${method.toUpperCase()} ${path}`] : [],
    ),
  )
  const known = new Set([...Object.keys(ATTEMPTS), ...Object.keys(OWN_ONLY)])
  expect(guarded.filter((route) => !known.has(route) && !ELSEWHERE.some((each) => each.route.test(route)))).toEqual([])
  expect([...known].filter((route) => !guarded.includes(route))).toEqual([])
})

describe('nobody of another province', () => {
  test.each(Object.entries(ATTEMPTS))('may %s', async (route, attemptsOf) => {
    for (const attempt of attemptsOf()) {
      for (const account of STRANGERS) {
        const { status, text } = await answerTo(route, attempt, account)
        expect([attempt.path, account, status >= 400 && status < 500]).toEqual([attempt.path, account, true])
        for (const secret of [submission, key])
          expect([attempt.path, text.includes(secret)]).toEqual([attempt.path, false])
      }
      // The request itself is right: who may make it is answered.
      if (attempt.owner === 'nobody') continue
      const { status, text } = await answerTo(route, attempt, attempt.owner)
      expect([attempt.path, attempt.owner, status]).toEqual([attempt.path, attempt.owner, 200])
      if (attempt.says !== undefined) expect(text).toContain(attempt.says)
    }
  })

  test.each(Object.entries(OWN_ONLY))('sees those of another in %s', async (route, attemptOf) => {
    const { says, owner, path } = attemptOf()
    for (const account of STRANGERS) {
      const { status, text } = await answerTo(route, { path }, account)
      expect([status < 500, text.includes(says), text.includes(here.facility)]).toEqual([true, false, false])
    }
    expect((await answerTo(route, { path }, owner)).text).toContain(says)
  })
})
