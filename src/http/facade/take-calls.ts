import { addCalls } from '../../edge/facade/call-ledger.ts'
import { readCalls, removeCalls } from '../../edge/receipt/call-files.ts'
import type { Services } from '../services.ts'
import type { Reference } from '../../store/database.ts'

/** Takes sums of calls out of the store into the ledger. A crash between the two adds nothing twice. */
export async function takeCalls({ bucket }: Services['store'], primary: Reference, now: number): Promise<void> {
  const handed = await readCalls(bucket)
  if (handed.length === 0) return
  await addCalls(primary, handed, now)
  await removeCalls(
    bucket,
    handed.map(({ name }) => name),
  )
}
