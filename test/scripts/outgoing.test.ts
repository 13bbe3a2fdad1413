/** What the local deployment sends to addresses that somebody else chose: to those it has checked, and to no others. */
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sendOutside, type LookUp } from '../../scripts/stack/outgoing.ts'
import { startReceiver, type Receiver } from '../harness/receiver.ts'

let receiver: Receiver
let port: string
beforeAll(async () => {
  receiver = await startReceiver()
  port = new URL(receiver.url).port
})
afterAll(async () => {
  await receiver?.stop()
})

const message = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: new TextEncoder().encode('{}'),
}
/** Every name leads there. */
const leadingTo =
  (...addresses: string[]): LookUp =>
  (_, found) => {
    found(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }

const REFUSED = { status: 502, headers: { 'x-bhyt-refused': 'address' } }
const send = (host: string, lookUp: LookUp, insecureHosts: string[] = []) =>
  sendOutside({ ...message, url: `http://${host}:${port}/hook` }, { insecureHosts, lookUp })

describe('what is sent outside', () => {
  test.each([
    ['this machine', ['127.0.0.1']],
    ['a network inside', ['10.1.2.3']],
    ['the service that gives a machine its keys', ['169.254.169.254']],
    ['this machine as IPv6', ['::1']],
    ['an address inside packed into IPv6', ['::ffff:10.0.0.1']],
    ['a public address and one inside', ['118.70.0.1', '127.0.0.1']],
    ['nothing', []],
  ])('goes nowhere where a name leads to %s when it is sent', async (_, addresses) => {
    const before = receiver.received.length
    expect(await send('his.benhvien.vn', leadingTo(...addresses))).toEqual(REFUSED)
    expect(receiver.received).toHaveLength(before)
  })

  test.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])(
    'goes nowhere where the host is the address %s',
    async (host) => {
      const before = receiver.received.length
      expect(await send(host, leadingTo('118.70.0.1'))).toEqual(REFUSED)
      expect(receiver.received).toHaveLength(before)
    },
  )

  test('looks a name up once, for the connection itself', async () => {
    let asked = 0
    // As a name server that answers its first question with a public address, and the next with one inside.
    const rebinding: LookUp = (_, found) => {
      asked += 1
      found(null, [{ address: asked === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }])
    }
    expect((await send('his.benhvien.vn', rebinding)).headers).toEqual({ 'x-bhyt-refused': 'address' })
    expect(asked).toBe(1)
  })

  test('follows no redirect', async () => {
    const elsewhere: string[] = []
    const server = createServer((request, response) => {
      elsewhere.push(request.url ?? '')
      response.writeHead(302, { location: receiver.url, 'retry-after': '60', 'x-bhyt-refused': 'address' }).end()
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const address = server.address()
    const url = `http://localhost:${typeof address === 'object' ? address?.port : ''}/a`
    const before = receiver.received.length
    const local = { insecureHosts: ['localhost'], lookUp: leadingTo('127.0.0.1') }
    expect(await sendOutside({ ...message, url }, local)).toEqual({ status: 302, headers: { 'retry-after': '60' } })
    expect([elsewhere, receiver.received.length]).toEqual([['/a'], before])
    server.close()
  })

  test('reaches hosts that the deployment allows, with its own headers alone', async () => {
    const headers = { 'content-type': 'application/json', 'webhook-id': 'm1', 'mf-more': 'x', authorization: 'secret' }
    const sent = await sendOutside(
      { ...message, headers, url: receiver.url },
      { insecureHosts: ['127.0.0.1'], lookUp: leadingTo() },
    )
    expect(sent).toEqual({ status: 204, headers: {} })
    const last = receiver.received.at(-1)
    expect(last).toMatchObject({ body: '{}', headers: { 'content-type': 'application/json', 'webhook-id': 'm1' } })
    expect(Object.keys(last?.headers ?? {}).filter((name) => /mf-|authorization/.test(name))).toEqual([])
  })

  test('says that nobody answered', async () => {
    const gone = { ...message, url: 'http://127.0.0.1:1/' }
    expect(await sendOutside(gone, { insecureHosts: ['127.0.0.1'] })).toEqual({
      status: 502,
      headers: { 'x-bhyt-refused': 'unreachable' },
    })
  })
})
