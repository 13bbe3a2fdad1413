/** In which order a request is judged, over every operation of the document: who calls, whether they may, how much they send, then its form. */
import { describe, expect, test } from 'vitest'
import type { SignedIn } from '../../src/edge/identity/caller.ts'
import { DUTIES } from '../../src/edge/identity/duties.ts'
import { createMetrics } from '../../src/kernel/metrics.ts'
import { createApp } from '../../src/http/app.ts'
import { permissionsOf } from '../../src/http/permissions.ts'
import { Refusal } from '../../src/http/refusals.ts'
import type { Services } from '../../src/http/services.ts'

const NOBODY: SignedIn = { role: 'ministry', account: 'a', department: null, duties: [], purposes: null }
const EVERYBODY: SignedIn = { ...NOBODY, duties: DUTIES }
const ASKED = 'the primary is asked'

/** Why requests were faults. */
const causes: unknown[] = []

/** By the token alone: a name of one of the callers. Whatever lies behind the checks is not there. */
const services: Partial<Services> = {
  now: () => Date.parse('2026-11-30T08:00:00+07:00'),
  isAlone: false,
  addressHeader: null,
  log: ({ cause }) => causes.push(cause),
  metrics: createMetrics(),
  verifyToken: (authorization) => {
    if (authorization === 'Bearer everybody') return Promise.resolve(EVERYBODY)
    if (authorization === 'Bearer nobody') return Promise.resolve(NOBODY)
    return Promise.reject(new Refusal('token-missing'))
  },
  centre: {
    // Opened by routes too; asked by the guard alone.
    openPrimary: () =>
      ({
        select: () => {
          throw new Error(ASKED)
        },
      }) as never,
    openRegister: null,
    dmdcSigner: null,
  },
}
// As above.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const app = createApp(() => services as Services)

const IN_PATH: Readonly<Record<string, string>> = {
  province: '01',
  facility: '01001',
  day: '2026-11-29',
  figure: 'volumes',
  party: 'bhxh',
  version: '1',
}

/** A body that notes whether anybody reads it, and never ends by itself. */
function endlessBody(): { body: ReadableStream; pulled: () => number } {
  let pulled = 0
  const source = {
    // Workers' types know streams of bytes by another name.
    type: 'bytes' as '',
    pull(controller: ReadableStreamDefaultController) {
      pulled += 1
      controller.enqueue(new Uint8Array(1024).fill(0x20))
    },
  }
  return { body: new ReadableStream(source), pulled: () => pulled }
}

type Asked = { token: string | null; length?: number; type?: string }

async function ask(method: string, path: string, { token, length, type = 'application/json' }: Asked) {
  const { body, pulled } = endlessBody()
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => IN_PATH[name] ?? 'a1')
  const response = await app.request(address, {
    method: method.toUpperCase(),
    headers: {
      'content-type': type,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      // Longer than what is read and thrown away for a sender's sake.
      'content-length': String(length ?? 60 * 1024 * 1024),
    },
    ...(method === 'get' ? {} : { body, duplex: 'half' }),
  })
  const { code } = await response.json<{ code?: string }>()
  return { status: response.status, code, headers: response.headers, pulled: pulled() }
}

const operations = permissionsOf(app)
const guarded = operations.filter(({ duties }) => duties !== null)
const named = (all: typeof operations) =>
  all.map((each) => [`${each.method.toUpperCase()} ${each.path}`, each] as const)

describe.each(named(guarded))('%s', (_, { method, path }) => {
  test('reads nothing of a body of 60 MB before it knows who sends it, and whether they may', async () => {
    const unknown = await ask(method, path, { token: null })
    expect([unknown.status, unknown.code, unknown.pulled]).toEqual([401, 'token-missing', 0])
    const barred = await ask(method, path, { token: 'nobody' })
    expect([barred.status, barred.code, barred.pulled]).toEqual([403, 'role-not-allowed', 0])
  })

  test('is kept by no cache, is of the type that it says, and by TLS', async () => {
    const { headers } = await ask(method, path, { token: 'nobody' })
    expect(headers.get('cache-control')).toMatch(/\bno-store\b/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})

const limited = guarded.filter(
  ({ method, bodyBytes, isConfirmed }) => method !== 'get' && bodyBytes !== null && !isConfirmed,
)
describe.each(named(limited))('%s', (_, { method, path, bodyBytes }) => {
  test('refuses a longer body than its limit by its length, before it is read', async () => {
    // So long that nothing of it is thrown away for the sender's sake either.
    const { status, code, pulled } = await ask(method, path, { token: 'everybody' })
    expect([status, code, pulled]).toEqual([413, 'file-too-large', 0])
    expect(bodyBytes).toBeLessThan(32 * 1024 * 1024)
  })
})

const confirmed = guarded.filter(({ isConfirmed }) => isConfirmed)
describe.each(named(confirmed))('%s', (_, { method, path }) => {
  test('asks the primary whether the account still may, before the body is read', async () => {
    causes.length = 0
    const { status, pulled } = await ask(method, path, { token: 'everybody' })
    expect([status, pulled]).toEqual([500, 0])
    expect(causes).toContainEqual(expect.stringContaining(ASKED))
  })
})

test('every operation that changes something but what a facility sends is confirmed at the primary', () => {
  const changing = guarded.filter(({ method, isConfirmed }) => method !== 'get' && !isConfirmed)
  expect(changing.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'post /v1/submissions',
    'put /v1/manifests/{day}',
    'post /v1/card-checks',
    'post /v1/dmdc/proposals',
    'post /v1/dmdc/proposals/{id}/withdraw',
    'post /v1/dmdc/proposals/{id}/revise',
    'put /v1/dmdc/mappings/{catalogue}',
    'post /v1/dmdc/mappings/{catalogue}/{localCode}/propose',
  ])
})

test('a limit above a megabyte is one of four', () => {
  const raised = guarded.flatMap(({ method, path, bodyBytes }) =>
    bodyBytes !== null && bodyBytes > 1024 * 1024 ? [`${method} ${path}`] : [],
  )
  expect(raised).toEqual([
    'post /v1/assessments',
    'put /v1/manifests/{day}',
    'put /v1/dmdc/mappings/{catalogue}',
    'post /v1/dmdc/foreign/{party}/{catalogue}',
  ])
})
