/** Each project of vitest.config.ts starts what it is there for: a file in the wrong one fails when it starts anything else. */
import { ChildProcess } from 'node:child_process'
import { basename } from 'node:path'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Programs that tests of this project may start; null: any. */
    processes: readonly string[] | null
  }
}

type Start = (this: ChildProcess, options: { file: string }) => number
// Every asynchronous way of `node:child_process` ends in this method, which Node's types leave out.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const every = ChildProcess.prototype as ChildProcess & { spawn: Start }
const allowed = inject('processes')

if (allowed !== null && every.spawn.name !== 'spawnAllowed') {
  const start = every.spawn
  every.spawn = function spawnAllowed(options) {
    const program = basename(options.file)
    if (!allowed.includes(program))
      throw new Error(
        `A test of this project may not start ${program}. Name its file *.database.test.ts if it starts sqld, *.flow.test.ts if it starts workerd or another program.`,
      )
    return start.call(this, options)
  }
}
