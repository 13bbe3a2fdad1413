/** What may go wrong with a machine, one thing at a time. */
import { execFileSync } from 'node:child_process'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { signalTo, type Service } from './service.ts'

const MIB = 1024 * 1024
/** Disks of the campaign, in memory: one of the store, one of all else. */
const DATA_MIB = 1500
const STORE_MIB = 700

export type Disks = { readonly data: string; readonly store: string; readonly areSmall: boolean; unmount(): void }

/** Small disks of their own, where this machine lets us mount some; else they are folders, and nothing is filled. */
export async function prepareDisks(data: string): Promise<Disks> {
  const store = join(data, 'worker')
  await mkdir(data, { recursive: true })
  const isSmall = mount(data, DATA_MIB)
  await mkdir(store, { recursive: true })
  const areSmall = isSmall && mount(store, STORE_MIB)
  return {
    data,
    store,
    areSmall,
    unmount() {
      for (const each of areSmall ? [store, data] : isSmall ? [data] : []) execFileSync('umount', ['-l', each])
    },
  }
}

function mount(folder: string, mebibytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export type Fault = {
  readonly kind: string
  readonly target: string
  /** Resolves when it is over. */
  readonly strike: () => Promise<void>
}

type Choice = { readonly service: Service; readonly disks: Disks; readonly random: () => number }

/** The next fault, by chance: parts are killed and stopped often, the power and the disks fail seldom. */
export async function chooseFault({ service, disks, random }: Choice): Promise<Fault> {
  const parts = await service.parts()
  const part = parts[Math.floor(random() * parts.length)]
  const dice = random()
  if (dice < 0.06 || part === undefined)
    return { kind: 'power cut', target: 'everything', strike: () => service.cutPower() }
  if (dice < 0.2 && disks.areSmall) {
    const [target, folder] = random() < 0.6 ? (['store', disks.store] as const) : (['databases', disks.data] as const)
    const seconds = 5 + random() * 20
    return { kind: 'disk full', target, strike: () => fill(folder, seconds) }
  }
  if (dice < 0.55) return { kind: 'stop', target: part.name, strike: () => stopFor(part.pid, 2 + random() * 13) }
  return { kind: 'kill', target: part.name, strike: () => Promise.resolve(void signalTo(part.pid, 'SIGKILL')) }
}

/** It answers nothing, and its connections stay open: as behind a network that lost its packets. */
async function stopFor(pid: number, seconds: number): Promise<void> {
  signalTo(pid, 'SIGSTOP')
  await pause(seconds * 1000)
  signalTo(pid, 'SIGCONT')
}

async function fill(folder: string, seconds: number): Promise<void> {
  const filler = join(folder, 'filler')
  try {
    const { bavail, bsize } = await statfs(folder)
    // The last bytes come back as an error, which is what is wanted.
    await writeFile(filler, new Uint8Array(Math.max(0, bavail * bsize - MIB))).catch(() => {})
    await writeFile(`${filler}-2`, new Uint8Array(2 * MIB)).catch(() => {})
    await pause(seconds * 1000)
  } finally {
    await rm(filler, { force: true })
    await rm(`${filler}-2`, { force: true })
  }
}
