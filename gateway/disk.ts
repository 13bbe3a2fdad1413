/** Files that outlive a power cut: content is on the disk before a name leads to it. */
import { access, mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { isDiskFull, systemCode } from './problem.ts'

/** Makes a new name durable. Windows has no such call for folders and keeps names in its journal. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (isDiskFull(error)) throw error
    // Some file systems (SMB, FAT) refuse to sync a folder, or even to open it.
    if (systemCode(error) === null) throw error
  }
}

/** Writes a whole file as one: whoever reads sees all of it or what was there before. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.part`
  try {
    await writeFile(part, content, { flush: true })
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => {})
    throw error
  }
  await syncFolder(dirname(path))
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** `x.xml`, or `x (2).xml` where that name is taken in the folder. */
export async function freeName(folder: string, name: string): Promise<string> {
  const kind = extname(name)
  const stem = basename(name, kind)
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? name : `${stem} (${number})${kind}`)
    if (!(await isThere(path))) return path
  }
}

/** Moves a file into a folder, over nothing that is there. Returns where it is. */
export async function moveInto(path: string, folder: string, name = basename(path)): Promise<string> {
  await mkdir(folder, { recursive: true })
  const target = await freeName(folder, name)
  await rename(path, target)
  await syncFolder(folder)
  return target
}
