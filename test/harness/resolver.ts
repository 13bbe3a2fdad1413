/** A DNS resolver as a network has one, asked over HTTPS (RFC 8484): it knows the names that a test gives it, and no others. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decode, encode, type Answer } from 'dns-packet'

export type TestResolver = {
  readonly url: string
  /** Names that were asked for. */
  readonly asked: readonly string[]
  /** A name leads to these addresses from now on. */
  set(name: string, ...addresses: string[]): void
  /** HTTP status of each answer from now on. */
  answer(status: number): void
  stop(): Promise<void>
}

const NO_SUCH_NAME = 3

/** As nip.io and its like: the address is in the name. */
const addressesIn = (name: string): string[] | undefined => {
  const address = /(?:^|[.-])(\d+)[.-](\d+)[.-](\d+)[.-](\d+)\.nip\.io$/.exec(name)?.slice(1).join('.')
  return address === undefined ? undefined : [address]
}

export const startResolver = async (): Promise<TestResolver> => {
  const known = new Map<string, string[]>()
  const asked: string[] = []
  let status = 200
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { id, questions = [] } = decode(Buffer.concat(pieces))
      const [question] = questions
      const name = question?.name.toLowerCase() ?? ''
      asked.push(name)
      const addresses = known.get(name) ?? addressesIn(name)
      const answers = (addresses ?? []).flatMap((data): Answer[] => {
        const type = data.includes(':') ? 'AAAA' : 'A'
        return type === question?.type ? [{ type, name, data, ttl: 0 }] : []
      })
      response.writeHead(status, { 'content-type': 'application/dns-message' })
      response.end(
        encode({
          type: 'response',
          id: id ?? 0,
          flags: addresses === undefined ? NO_SUCH_NAME : 0,
          questions,
          answers,
        }),
      )
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  // A server that listens on a port has such an address.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/dns-query`,
    asked,
    set(name, ...addresses) {
      known.set(name, addresses)
    },
    answer(how) {
      status = how
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}
