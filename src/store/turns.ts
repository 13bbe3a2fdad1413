/**
 * Those who write to one database take turns, before they come to its lock. SQLite lets one write at a time, and sqld lets the others wait. But
 * where three or more wait while it moves its log into the database, sqld 0.24.32 may leave one in its queue who has long gone, and from then
 * on no turn comes until it is started anew: in its `connection_manager.rs`, `acquire` answers "busy" to one who waits in the queue
 * already. Turns hold within one process or isolate; how many of those write, the deployment says (docs/operate/deploy.md).
 */

/** The end of the turn that was taken last, by address. */
const lastTurns = new Map<string, Promise<void>>()

/**
 * Does `write` when those who came before are done with the database at `url`. Nobody is waited for longer than `patienceMs`: a request that
 * is cut off never says that its turn is over. Throws what `write` throws.
 */
export async function inTurn<T>(url: string, patienceMs: number, write: () => Promise<T>): Promise<T> {
  const before = lastTurns.get(url)
  let end = (): void => {}
  const turn = new Promise<void>((resolve) => {
    end = resolve
  })
  lastTurns.set(url, turn)
  try {
    if (before !== undefined) await Promise.race([before, aborted(AbortSignal.timeout(patienceMs))])
    return await write()
  } finally {
    if (lastTurns.get(url) === turn) lastTurns.delete(url)
    end()
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
