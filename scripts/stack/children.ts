/**
 * No child outlives us, however we end. A signal that cannot be caught (SIGKILL, out of memory) leaves no chance to tidy up, so a
 * tiny shell holds the other end of a pipe: when the pipe closes, we are gone, and it kills the children that were named last.
 */
import { type ChildProcess, spawn } from 'node:child_process'

const GUARD = 'pids=; while read -r line; do pids=$line; done; [ -z "$pids" ] || kill -9 $pids 2>/dev/null'

const watched = new Set<ChildProcess>()
let guard: ChildProcess | undefined

const tellGuard = (): void => {
  if (watched.size === 0) {
    guard?.stdin?.end('\n')
    guard = undefined
    return
  }
  if (guard === undefined) {
    // Its own process group: Ctrl-C in a terminal goes to the whole group and must not end the guard before us.
    guard = spawn('/bin/sh', ['-c', GUARD], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
    // A guard that someone killed costs the guarantee, never the stack.
    guard.on('error', () => {})
    guard.stdin?.on('error', () => {})
  }
  guard.stdin?.write(`${[...watched].map(({ pid }) => pid).join(' ')}\n`)
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** From now on this child ends when we do. */
export const watchChild = (child: ChildProcess): void => {
  if (child.pid === undefined || hasEnded(child)) return
  watched.add(child)
  child.once('exit', () => {
    watched.delete(child)
    tellGuard()
  })
  tellGuard()
}

/** Sends the signal and resolves once the child is gone; SIGKILL follows when it has not gone in time. */
export const endChild = async (
  child: ChildProcess,
  signal: 'SIGTERM' | 'SIGKILL',
  timeoutMs = 5_000,
): Promise<void> => {
  if (child.pid === undefined || hasEnded(child)) return
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  child.kill(signal)
  await gone
  clearTimeout(timer)
}
