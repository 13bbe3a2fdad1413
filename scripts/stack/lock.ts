import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { StackProblem } from './problem.ts'

const lockPath = (directory: string): string => join(directory, 'stack.lock')

/** Held by this very process: its own pid in a lock file would otherwise look like a left-over of an earlier container. */
const held = new Set<string>()

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not permitted means that it lives and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const holderOf = async (path: string): Promise<number | undefined> => {
  const [pid = Number.NaN, since = Number.NaN] = (await readFile(path, 'utf8').catch(() => '')).split(' ').map(Number)
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  const bootedAt = Date.now() - uptime() * 1000
  const isLeftOver = pid === process.pid ? !held.has(path) : since < bootedAt || !isAlive(pid)
  return isLeftOver ? undefined : pid
}

/** Makes the folder ours until `release`; a lock whose process is gone (killed, machine restarted) is taken over. */
export const lockDirectory = async (directory: string): Promise<{ release: () => Promise<void> }> => {
  // It holds received files and keys: nobody else on this machine need look into it.
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const path = lockPath(directory)
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(path, `${process.pid} ${Date.now()}`, { flag: 'wx' })
      held.add(path)
      return {
        release: async () => {
          held.delete(path)
          await rm(path, { force: true })
        },
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const holder = await holderOf(path)
    if (holder !== undefined)
      throw new StackProblem(
        `The data folder ${directory} is in use by another stack (process ${holder}). Stop that one, or choose another folder with --data.`,
      )
    await rm(path, { force: true })
  }
  throw new StackProblem(`The data folder ${directory} is being taken by another stack at this moment.`)
}
