import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { StackProblem } from './problem.ts'

const run = promisify(execFile)
const MOST_OUTPUT_BYTES = 16 * 1024 * 1024

export type NodeRun = {
  readonly cwd: string
  /** Beside the environment of this process. */
  readonly env: Readonly<Record<string, string>>
  readonly timeout: number
  /** What could not be done, in words for whoever started it. */
  readonly failure: string
}

/** Runs a program in a Node process of its own and gives its output; where it fails, what it wrote is in the problem. */
export async function runNode(args: readonly string[], { cwd, env, timeout, failure }: NodeRun): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, args, {
      cwd,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      timeout,
      maxBuffer: MOST_OUTPUT_BYTES,
    })
    return stdout
  } catch (error) {
    // What execFile rejects with.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    const said = `${stderr}${stdout}`.trim()
    throw said === '' ? error : new StackProblem(`${failure}\n${said}`)
  }
}
