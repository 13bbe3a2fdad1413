/** What processes have used, as Linux counts it (proc(5)). */
import { readFile } from 'node:fs/promises'

const TICKS_PER_SECOND = 100

export type Usage = { readonly cpuSeconds: number; readonly writtenBytes: number }

export const NONE: Usage = { cpuSeconds: 0, writtenBytes: 0 }

/** Of a process since its start; where there is no such file, nothing. */
export async function usageOf(pid: number | undefined): Promise<Usage> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const io = await readFile(`/proc/${pid}/io`, 'utf8').catch(() => '')
  // Behind the name in brackets, which may hold spaces: utime and stime are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    cpuSeconds: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND,
    writtenBytes: Number(/^wchar: (\d+)$/m.exec(io)?.[1] ?? 0),
  }
}

export const since = (now: Usage, before: Usage): Usage => ({
  cpuSeconds: now.cpuSeconds - before.cpuSeconds,
  writtenBytes: now.writtenBytes - before.writtenBytes,
})

export const together = (all: readonly Usage[]): Usage => ({
  cpuSeconds: all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
  writtenBytes: all.reduce((sum, { writtenBytes }) => sum + writtenBytes, 0),
})
