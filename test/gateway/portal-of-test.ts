/**
 * A receiving portal whose every instant a test holds in its hand. It keeps the service's contract (the same bytes get the same receipt) and
 * nothing of its checks; the service itself is asked in the flow tests.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { submissionId } from '../../src/edge/receipt/receipt.ts'

/** A file as it was received: once, however often it came. */
export type PortalFile = { readonly id: string; readonly sha256: string; readonly text: string; posts: number }

export type TestPortal = {
  readonly url: string
  /** In the order in which they came first. */
  readonly files: PortalFile[]
  /** Answers the next posts of files with these instead, once each. */
  readonly answers: { status: number; headers?: Record<string, string>; body: string }[]
  /** Hears of each instant of a post: before anything is kept, and before it is answered. */
  onInstant: (name: string) => void
  readonly close: () => Promise<void>
}

export async function startPortal(facility: string): Promise<TestPortal> {
  const files: PortalFile[] = []
  const answers: TestPortal['answers'] = []
  const portal = { files, answers, onInstant: (_: string): void => {} }
  const json = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const post = async (request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> => {
    const body = gunzipSync(await buffer(request))
    const prepared = answers.shift()
    if (prepared) {
      response.writeHead(prepared.status, prepared.headers).end(prepared.body)
      return
    }
    portal.onInstant('received')
    const sha256 = createHash('sha256').update(body).digest('hex')
    const purpose = url.searchParams.get('purpose') === 'payment' ? 'payment' : 'management'
    const id = submissionId(facility, purpose, sha256)
    const known = files.find((file) => file.id === id)
    if (known) known.posts += 1
    else files.push({ id, sha256, text: body.toString('utf8'), posts: 1 })
    portal.onInstant('kept')
    json(response, known ? 200 : 202, {
      id,
      sha256,
      status: 'received',
      receivedAt: '2026-11-30T10:00:00+07:00',
      findings: [],
    })
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://portal')
    const answer = async (): Promise<void> => {
      if (url.pathname === '/oauth/token')
        json(response, 200, { access_token: 'token', token_type: 'Bearer', expires_in: 600 })
      else if (url.pathname === '/v1/submissions') await post(request, url, response)
      else if (url.pathname === '/v1/results') {
        const since = Number(url.searchParams.get('since') ?? 0)
        const events = files.slice(since).map(({ id }) => ({ submission: id }))
        json(response, 200, { events, next: String(files.length), more: false })
      } else if (url.pathname.startsWith('/v1/submissions/')) {
        const known = files.some(({ id }) => url.pathname.endsWith(id))
        json(response, known ? 200 : 404, { status: 'verified', findingsTotal: 0, outcomes: [], nextDossier: null })
      } else json(response, 404, {})
    }
    answer().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo
  return Object.assign(portal, {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}
