/** A line that cuts, delays and holds: a TCP proxy whose faults come by a seed. TCP itself puts what arrives in order, so nothing is reordered. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { seeded } from '../fixtures/synthetic.ts'

export type BadLine = {
  readonly url: string
  /** Connections that were cut. */
  readonly cuts: () => number
  /** From now on nothing is cut. */
  readonly mend: () => void
  readonly close: () => Promise<void>
}

/** A connection is cut before so many bytes have gone through it, either way: two files of some dossiers. */
const CUT_WITHIN_BYTES = 40_000
const LONGEST_DELAY_MS = 30

export async function startBadLine(target: string, seed: number): Promise<BadLine> {
  const { hostname, port } = new URL(target)
  const random = seeded(seed)
  const open = new Set<Socket>()
  let cuts = 0
  let isBad = true
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    let left = isBad ? Math.floor(random() * CUT_WITHIN_BYTES) : Infinity
    const end = (): void => {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', end).on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    const carry = (from: Socket, to: Socket): void => {
      from.on('data', (piece: Buffer) => {
        left -= piece.length
        if (left <= 0 && isBad) {
          cuts += 1
          left = Infinity
          // Some of it arrives: the other side cannot know where it ends.
          to.write(piece.subarray(0, Math.floor(piece.length / 2)), end)
          return
        }
        from.pause()
        setTimeout(
          () => {
            if (!to.destroyed) to.write(piece)
            from.resume()
          },
          isBad ? random() * LONGEST_DELAY_MS : 0,
        )
      })
    }
    carry(near, far)
    carry(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this form.
  const { port: own } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${own}`,
    cuts: () => cuts,
    mend: () => {
      isBad = false
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
