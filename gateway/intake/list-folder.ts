/** The oldest files of a folder, however many lie in it: what is held is one batch. */
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from '../problem.ts'

export type FoundFile = { readonly name: string; readonly size: number; readonly modified: number }

/** Looked at in one round: seconds of work, a megabyte of memory. */
export const BATCH = 1000

/** Names by which programs and systems mark what is not meant for anybody: half-written, hidden, of the desktop. */
const NOT_MEANT = /^\.|^~\$|\.(?:tmp|temp|part|partial|crdownload|filepart|bak|lock)$|^(?:thumbs\.db|desktop\.ini)$/i

export type Listed = {
  /** The oldest first; of the same age by name. */
  readonly files: readonly FoundFile[]
  /** Files beyond the batch. */
  readonly more: number
  /** Names that this system cannot open: written in another encoding than UTF-8. */
  readonly unreadableNames: number
}

export async function listFolder(folder: string, most = BATCH): Promise<Listed> {
  let files: FoundFile[] = []
  let total = 0
  let unreadableNames = 0
  for await (const entry of await opendir(folder)) {
    if (!entry.isFile() || NOT_MEANT.test(entry.name)) continue
    const found = await stat(join(folder, entry.name)).catch((error: unknown) => {
      // It was moved away since, or its name was read wrongly.
      if (systemCode(error) === 'ENOENT') return null
      throw error
    })
    if (found === null) {
      if (entry.name.includes('\uFFFD')) unreadableNames += 1
      continue
    }
    total += 1
    files.push({ name: entry.name, size: found.size, modified: found.mtimeMs })
    if (files.length >= 2 * most) files = oldest(files, most)
  }
  return { files: oldest(files, most), more: Math.max(0, total - most), unreadableNames }
}

const oldest = (files: readonly FoundFile[], most: number): FoundFile[] =>
  files.toSorted((a, b) => a.modified - b.modified || (a.name < b.name ? -1 : 1)).slice(0, most)
