import { codecs } from '../../../edge/codecs.ts'
import type { Receipt } from '../../../edge/receipt/receipt.ts'
import { inspectFile, NO_LOCAL_CODES, type CodeLists, type InspectionOptions } from '../../../engine/index.ts'
import { vietnamDay } from '../../../kernel/vietnam-time.ts'

/** Nothing is judged here. */
const NO_LISTS: CodeLists = {
  snapshot: { release: { id: '', number: 0, publishedAt: 0 }, catalogues: new Map() },
  stale: false,
  local: NO_LOCAL_CODES,
}

/** Reads the rows of a submission out of its bytes, as it was read when it came; of every dossier, accepted or not. */
export async function rowsInBytes(
  raw: AsyncIterable<Uint8Array>,
  { facility, stated, receivedAtMs }: Receipt,
  onRow: NonNullable<InspectionOptions['onRow']>,
): Promise<void> {
  const received = vietnamDay(receivedAtMs)
  const inspection = inspectFile({ facility, stated, received, codes: NO_LISTS, codecs, onFinding: () => {}, onRow })
  for await (const piece of raw) inspection.push(piece)
  inspection.end()
}
