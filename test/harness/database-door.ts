/** A door in front of a real sqld: every exchange passes through it, and a test may say what becomes of one. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type DatabaseDoor = {
  readonly url: string
  /** Where exchanges go; said once the database is there. */
  leadsTo(url: string): void
  /** Exchanges begun since this was last called, all of which have been answered. */
  count(): number
  /** `happens` after the database has carried out exchange `number` (0: before it hears of the first), which is then not answered. */
  cutAfter(number: number, happens: () => Promise<void>): void
  /** Resolves once that has happened. */
  cut(): Promise<void>
  /** Holds exchanges until so many wait, then lets them all go. */
  holdUntil(waiting: number): Promise<void>
  close(): Promise<void>
}

export async function openDatabaseDoor(): Promise<DatabaseDoor> {
  let target = ''
  let begun = 0
  let plan: { number: number; happens: () => Promise<void>; done: () => void } | null = null
  let planned: Promise<void> = Promise.resolve()
  let held: { waiting: number; release: () => void; released: Promise<void> } | null = null

  const cutOff = async (response: ServerResponse): Promise<void> => {
    const { happens, done } = plan ?? { happens: () => Promise.resolve(), done: () => {} }
    plan = null
    await happens()
    response.destroy()
    done()
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    // A request's body comes in buffers.
    for await (const piece of request) pieces.push(piece as Buffer)
    const isExchange = request.method === 'POST'
    if (isExchange && held) {
      held.waiting -= 1
      if (held.waiting <= 0) held.release()
      await held.released
    }
    if (isExchange) begun += 1
    const number = begun
    if (isExchange && plan?.number === 0) return cutOff(response)
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'GET',
      headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
      ...(isExchange ? { body: Buffer.concat(pieces) } : {}),
    })
    const body = Buffer.from(await answer.arrayBuffer())
    if (isExchange && plan?.number === number) return cutOff(response)
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(body)
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is never a pipe's name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    leadsTo: (url) => {
      target = url
    },
    count: () => {
      const seen = begun
      begun = 0
      return seen
    },
    cutAfter: (number, happens) => {
      begun = 0
      planned = new Promise((done) => {
        plan = { number, happens, done }
      })
    },
    cut: () => planned,
    holdUntil: (waiting) => {
      let release = (): void => {}
      const released = new Promise<void>((resolve) => {
        release = () => {
          held = null
          resolve()
        }
      })
      held = { waiting, release, released }
      return released
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
