/** Where the result goes: standard output or a file, with word of when it has been taken. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'

export type Output = {
  write: (text: string) => void
  /** Resolves at once unless more than a buffer full waits to be taken. */
  drained: () => Promise<void>
  end: () => Promise<void>
}

/** null: standard output. A reader that goes away (`| head`) ends the program; that is no fault. */
export function openOutput(path: string | null): Output {
  const target: Writable = path === null ? process.stdout : createWriteStream(path)
  if (path === null) {
    target.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit()
      throw error
    })
  }
  let waits = false
  return {
    write(text) {
      waits = !target.write(text)
    },
    async drained() {
      if (!waits) return
      waits = false
      if (target.writableNeedDrain) await once(target, 'drain')
    },
    async end() {
      if (path === null) return
      target.end()
      await finished(target)
    },
  }
}
