/** The list of a facility's submissions: whose, in which order, by which filters, page by page. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'
import type { Problem } from '../harness/probe.ts'

const { here, there } = await ownProvinces()

type Listed = {
  id: string
  purpose: string
  status: string
  receivedAt: string
  dossiers: { counted: number; rejected: number } | null
  resend: string
  open: { dossiers: number; dueOn: string | null }
  resultDueOn: string | null
}
type Answered = Problem & { facility: string; submissions: Listed[]; next: string | null }

let probe: Shared
/** In the order in which they were sent. */
const sent: Record<'correct' | 'refused' | 'payment', string> = { correct: '', refused: '', payment: '' }
let today: string

/** Of an encounter that ended on a Tuesday; its kind does not exist when it is wrong. */
function fileOf(seed: number, isWrong: boolean): string {
  const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility: here.facility, seed })
  const wrong = isWrong ? { MA_LOAI_KCB: '99' } : {}
  const ended = { NGAY_VAO: '202610130800', NGAY_RA: '202610130900', NGAY_TTOAN: '202610130900' }
  const dossier = renderDossier('3176', { XML1: [{ ...summary?.[0], ...ended, ...wrong }], ...rest })
  return wrapEnvelope([dossier], { facility: here.facility, made: '20261015' })
}

async function send(file: string, purpose: string): Promise<string> {
  const { body } = await probe.submit(file, { account: here.facility, purpose })
  await probe.settled(body.id)
  await probe.cleared(body.id)
  return body.id
}

beforeAll(async () => {
  probe = await shareStack(here)
  sent.correct = await send(makeFile({ standard: '3176', facility: here.facility, seed: 801 }), 'management')
  sent.refused = await send(fileOf(802, true), 'management')
  sent.payment = await send(fileOf(803, true), 'payment')
  today = new Date(Date.now() + 7 * 60 * 60 * 1000).toISOString().slice(0, 10)
}, 180_000)
afterAll(() => {
  probe?.close()
})

const list = async (query = '', account: string | null = here.facility) =>
  probe.ask<Answered>('GET', `/v1/submissions${query}`, { account })
const idsOf = ({ body }: { body: Answered }): string[] => body.submissions.map(({ id }) => id)

describe('the submissions of a facility', () => {
  test('are listed the newest first, with counts and what is open', async () => {
    const { status, body, headers } = await list()
    expect([status, body.facility, headers.get('cache-control')]).toEqual([200, here.facility, 'private, no-store'])
    expect(idsOf({ body })).toEqual([sent.payment, sent.refused, sent.correct])
    const [payment, refused, correct] = body.submissions
    expect(correct).toMatchObject({
      status: 'verified',
      dossiers: { rejected: 0 },
      resend: 'none',
      open: { dossiers: 0, dueOn: null },
      resultDueOn: null,
    })
    // Management data is due on the day of the end, payment data on the seventh working day after it.
    expect(refused).toMatchObject({ resend: 'rejected-dossiers', open: { dossiers: 1, dueOn: '2026-10-13' } })
    expect(payment).toMatchObject({ purpose: 'payment', open: { dossiers: 1, dueOn: '2026-10-22' } })
    expect(payment?.resultDueOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  test('follow each other page by page, none twice and none missing', async () => {
    const first = await list('?limit=2')
    expect(idsOf(first)).toEqual([sent.payment, sent.refused])
    const second = await list(`?limit=2&after=${first.body.next}`)
    expect([idsOf(second), second.body.next]).toEqual([[sent.correct], null])
  })

  test.each([
    ['purpose=payment', () => [sent.payment]],
    ['open=true', () => [sent.payment, sent.refused]],
    ['open=false', () => [sent.correct]],
    ['status=failed', () => []],
    ['status=verified&purpose=management', () => [sent.refused, sent.correct]],
    ['from=2100-01-01', () => []],
    ['to=2020-01-01', () => []],
  ])('are filtered by %s', async (query, expected) => {
    expect(idsOf(await list(`?${query}`))).toEqual(expected())
  })

  test('of a day are those received on it in Việt Nam', async () => {
    expect(idsOf(await list(`?from=${today}&to=${today}`))).toHaveLength(3)
  })

  test('are no longer open once the dossier was sent again and accepted', async () => {
    await send(fileOf(802, false), 'management')
    const { body } = await list('?open=true')
    expect(idsOf({ body })).toEqual([sent.payment])
  })
})

describe('who may list them', () => {
  test('the province and the ministry, who name the facility', async () => {
    for (const account of [here.department, 'ministry']) {
      expect(idsOf(await list(`?facility=${here.facility}`, account))).toContain(sent.correct)
      const unnamed = await list('', account)
      expect([unnamed.status, unnamed.body.code]).toEqual([400, 'parameter-invalid'])
    }
  })

  test('nobody else', async () => {
    const other = await list(`?facility=${here.facility}`, there.facility)
    expect([other.status, other.body.code]).toEqual([403, 'not-yours'])
    expect((await list(`?facility=${here.facility}`, there.department)).body.code).toBe('not-yours')
    expect((await list('', null)).body.code).toBe('token-missing')
  })

  test.each(['after=x', 'after=MTIz', 'limit=201', 'open=perhaps', 'from=2026-02-31'])(
    '%s is refused',
    async (query) => {
      const { status, body } = await list(`?${query}`)
      expect([status, body.code]).toEqual([400, 'parameter-invalid'])
    },
  )
})
