/** The disk of the outbox fills up: nothing is lost, it is said, and the gateway goes on when there is room. */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolderWatch } from '../../gateway/intake/watch-folder.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { facilityOf, openTestOutbox } from './outbox-of-test.ts'

const FILES = 60
const mount = (...given: readonly string[]): void => void execFileSync('mount', [...given], { stdio: 'ignore' })

/** A file system of its own needs the right to mount one. */
async function mayMount(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'bhyt-mount-'))
  try {
    mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.skipIf(!(await mayMount()))(
  'a full disk loses nothing, is named, and is over when there is room',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'bhyt-gateway-disk-'))
    const [data, his] = [join(root, 'data'), join(root, 'his')]
    await mkdir(data)
    await mkdir(his)
    mount('-t', 'tmpfs', '-o', 'size=900k', 'tmpfs', data)
    const { outbox, takeFile, bodyFiles } = await openTestOutbox(data)
    try {
      const watch = createFolderWatch({
        facility: facilityOf('01001', root),
        folder: { path: his, purpose: 'management' },
        takeFile,
        outbox,
        settledAfterSeconds: 0,
        growingAlarmMinutes: 1,
        now: Date.now,
        passed: () => performance.now(),
        done: () => {},
      })
      for (let number = 1; number <= FILES; number += 1)
        await writeFile(
          join(his, `${number}.xml`),
          makeFile({ standard: '3176', facility: '01001', seed: number, dossiers: 3 }),
        )
      const { signal } = new AbortController()
      for (let look = 0; look < 3; look += 1) await watch.look(signal)
      const taken = outbox.inState('waiting', FILES).length
      expect(taken).toBeGreaterThan(0)
      expect(taken).toBeLessThan(FILES)
      const said = outbox.troubles().map(({ vi }) => vi)
      // Where not even the note has room, nothing is said and nothing stops.
      if (said.length > 0) expect(said).toEqual([expect.stringContaining('Đĩa đầy')])
      const left = (await readdir(his, { recursive: true })).filter((name) => name.endsWith('.xml'))
      expect(left).toHaveLength(FILES)

      mount('-o', 'remount,size=50m', data)
      for (let look = 0; look < 3; look += 1) await watch.look(signal)
      expect([outbox.inState('waiting', FILES + 1).length, outbox.troubles()]).toEqual([FILES, []])
      expect(await bodyFiles()).toHaveLength(FILES)
    } finally {
      outbox.close()
      execFileSync('umount', ['-l', data])
      await rm(root, { recursive: true, force: true })
    }
  },
  60_000,
)
