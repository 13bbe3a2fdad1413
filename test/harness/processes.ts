import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Command lines of the processes that name `text` among their arguments. */
export const processesNaming = async (text: string): Promise<{ pid: number; command: string }[]> => {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,stat=,args='])
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .flatMap((match) => (match === null || match[2]?.startsWith('Z') === true ? [] : [match]))
    .map(([, pid = '', , command = '']) => ({ pid: Number(pid), command }))
    .filter(({ pid, command }) => pid !== process.pid && command.includes(text))
}

/** Whether a process with that id still runs. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
