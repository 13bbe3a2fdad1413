/** The checking engine beside the page: files come in one after the other, findings go out. Nothing of a file leaves this worker but to the page. */
import { refusedFile } from '../../../src/engine/index.ts'
import { prepareLists, type Prepared } from './code-lists.ts'
import { checkFile, readTables } from './inspect.ts'
import type { FromWorker, ToWorker } from './messages.ts'

const report = (message: FromWorker): void => {
  postMessage(message)
}

let prepared: Promise<Prepared> | undefined
const prepare = (): Promise<Prepared> => {
  prepared ??= prepareLists(Date.now()).catch((error: unknown) => {
    // What failed is tried again by the next who asks.
    prepared = undefined
    throw error
  })
  return prepared
}

/** In the order in which they were asked for. */
let turn: Promise<void> = Promise.resolve()

async function handle(message: ToWorker): Promise<void> {
  let lists: Prepared
  try {
    lists = await prepare()
    if (message.kind === 'prepare') report({ kind: 'ready', judge: lists.judge })
  } catch (error) {
    console.error(error)
    report({ kind: 'unprepared' })
    return
  }
  if (message.kind === 'prepare') return
  const { id } = message
  try {
    if (message.kind === 'check') await checkFile(message, lists, report, () => performance.now())
    else report({ kind: 'tables', id, dossier: message.dossier, tables: await readTables(message, lists) })
  } catch (error) {
    const refused = refusedFile(error)
    if (refused === null) console.error(error)
    report(refused === null ? { kind: 'broken', id } : { kind: 'refused', id, refused })
  }
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  turn = turn.then(() => handle(data))
})
