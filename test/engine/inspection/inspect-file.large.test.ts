/** Memory over a file of megabytes; slow, and therefore beside the other tests of the inspection. */
import { Buffer } from 'node:buffer'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { codecs } from '../../../src/edge/codecs.ts'
import { inspectFile } from '../../../src/engine/inspection/inspect-file.ts'
import { dossiersFor, FACILITY, fileChunks } from '../../fixtures/dossier.ts'
import { NO_CODES, RECEIVED } from '../../fixtures/inspect.ts'

// The collector is called a few times, over all that these tests hold.
test('of a file that passes through, nothing is held', { timeout: 180_000 }, () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: unknown = runInNewContext('gc')
  if (typeof collectGarbage !== 'function') throw new Error('no garbage collector to call')
  const heldBytes = (): number => {
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  const options = { standard: '3176', templates: 3, drugs: 6, services: 8 } as const
  const dossiers = dossiersFor(12_000_000, options)
  const inspection = inspectFile({
    codecs,
    facility: FACILITY,
    stated: null,
    received: RECEIVED,
    codes: NO_CODES,
    onFinding: () => {},
  })
  let [early, most, chunks] = [0, 0, 0]
  for (const chunk of fileChunks({ ...options, dossiers })) {
    inspection.push(Buffer.from(chunk))
    chunks += 1
    // By the twentieth dossier every check is prepared.
    if (chunks === 20) early = heldBytes()
    else if (chunks % 100 === 0) most = Math.max(most, heldBytes() - early)
  }
  expect(chunks).toBeGreaterThan(300)
  expect(most).toBeLessThan(3_000_000)
  expect(inspection.end().dossiers).toMatchObject({ counted: dossiers, accepted: dossiers })
})
