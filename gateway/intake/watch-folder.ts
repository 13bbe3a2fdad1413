/**
 * A folder into which a HIS writes. By the clock the oldest files are looked at; one that did not change since it was looked at before, and for
 * long enough, is moved to `taking`, read, and then moved to `taken` or `refused`. Whoever is killed in between goes on with what is in
 * `taking`. Own code and no watcher: events do not come from network drives, and a watcher keeps a record of each of 100,000 files.
 */
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Text } from '../../src/kernel/text.ts'
import { vietnamIsoDay } from '../../src/kernel/vietnam-time.ts'
import type { FacilityConfiguration } from '../configuration/schema.ts'
import { freeName, moveInto, syncFolder } from '../disk.ts'
import { isDiskFull, systemCode } from '../problem.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { BATCH, listFolder, type FoundFile } from './list-folder.ts'
import { writeRefusal } from './refusal-files.ts'
import type { TakeFile } from './take-file.ts'

export type WatchNeeds = {
  readonly facility: FacilityConfiguration
  readonly folder: FacilityConfiguration['folders'][number]
  readonly takeFile: TakeFile
  readonly outbox: Outbox
  readonly settledAfterSeconds: number
  readonly growingAlarmMinutes: number
  /** Epoch milliseconds; names the folder of the day. */
  readonly now: () => number
  /** Milliseconds that only go forward. */
  readonly passed: () => number
  /** Hears of each file that is done. */
  readonly done: (outcome: string, entry: string) => void
}

export type FolderWatch = {
  /** Looks once and takes what is ready. Returns whether there is more to do at once. */
  readonly look: (signal: AbortSignal) => Promise<boolean>
}

/** How a file was when it was looked at, and since when it is so. */
type Seen = { readonly size: number; readonly modified: number; readonly since: number; readonly first: number }

const TAKING = 'taking'
const TAKEN = 'taken'
const REFUSED = 'refused'
const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

export function createFolderWatch(needs: WatchNeeds): FolderWatch {
  const { facility, folder, outbox } = needs
  const root = folder.path
  const taking = join(root, TAKING)
  const scope = `folder ${facility.code} ${folder.purpose}`
  let seen = new Map<string, Seen>()

  /** Which of the files have been as they are for long enough. */
  const settled = (files: readonly FoundFile[]): FoundFile[] => {
    const at = needs.passed()
    const next = new Map<string, Seen>()
    for (const { name, size, modified } of files) {
      const before = seen.get(name)
      const isSame = before?.size === size && before.modified === modified
      next.set(name, { size, modified, since: isSame ? before.since : at, first: before?.first ?? at })
    }
    seen = next
    return files.filter(({ name }) => at - (next.get(name)?.since ?? at) >= needs.settledAfterSeconds * SECOND_MS)
  }
  const growing = (): number =>
    [...seen.values()].filter(
      ({ first, since }) =>
        needs.passed() - first > needs.growingAlarmMinutes * MINUTE_MS &&
        needs.passed() - since < needs.settledAfterSeconds * SECOND_MS,
    ).length

  return {
    async look(signal) {
      try {
        await mkdir(taking, { recursive: true })
        let unreadable = 0
        // What was begun before a stop, or could not be read then.
        for (const name of await readdir(taking)) {
          if (signal.aborted) return false
          if (!(await couldTake(needs, join(taking, name), name))) unreadable += 1
        }
        const { files, more, unreadableNames } = await listFolder(root)
        const ready = settled(files)
        for (const { name } of ready) {
          if (signal.aborted) return false
          const claimed = await claim(root, taking, name)
          if (claimed !== null && !(await couldTake(needs, claimed, name))) unreadable += 1
        }
        report(outbox, scope, { growing: growing(), unreadableNames, unreadable })
        return more > 0 && ready.length === Math.min(BATCH, files.length)
      } catch (error) {
        outbox.trouble(scope, wordsOf(error, root))
        return false
      }
    },
  }
}

/** Moves the file where nobody writes it. null: somebody has it open (Windows), or it is gone; another time. */
async function claim(root: string, taking: string, name: string): Promise<string | null> {
  const target = await freeName(taking, name)
  try {
    await rename(join(root, name), target)
  } catch (error) {
    if (['EBUSY', 'EPERM', 'EACCES', 'ENOENT'].includes(systemCode(error) ?? '')) return null
    throw error
  }
  await syncFolder(taking)
  return target
}

/** False: this file cannot be read, which is no reason to leave the others. Rejects where nothing can be taken. */
async function couldTake(needs: WatchNeeds, path: string, name: string): Promise<boolean> {
  try {
    await takeOne(needs, path, name)
    return true
  } catch (error) {
    if (!OF_THE_FILE.has(systemCode(error) ?? '')) throw error
    return false
  }
}

/** Errors of the machine about one file. */
const OF_THE_FILE: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EBUSY',
  'EIO',
  'EISDIR',
  'ENOENT',
  'ENAMETOOLONG',
])

async function takeOne(
  { facility, folder, takeFile, now, done }: WatchNeeds,
  path: string,
  name: string,
): Promise<void> {
  const before = await stat(path)
  const { outcome, entry, problem, findings, findingsTotal } = await takeFile({
    facility,
    purpose: folder.purpose,
    name,
    way: 'folder',
    path,
  })
  const after = await stat(path)
  // Somebody went on writing into it (the name moved, the open file did not): what was taken is not all of it, so it is taken once more.
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) return
  const day = vietnamIsoDay(now())
  if (problem === null) await moveInto(path, join(folder.path, TAKEN, day), name)
  else {
    const place = await freeName(join(folder.path, REFUSED, day), name)
    await writeRefusal(place, { facility: facility.code, entry, problem, findings, findingsTotal, now: now() })
    await moveInto(path, join(folder.path, REFUSED, day), name)
  }
  done(outcome, entry.id)
}

type Seldom = { readonly growing: number; readonly unreadableNames: number; readonly unreadable: number }

function report(outbox: Outbox, scope: string, { growing, unreadableNames, unreadable }: Seldom): void {
  const parts: Text[] = []
  if (growing > 0)
    parts.push({
      vi: `${growing} tệp vẫn đang được ghi từ lâu; xem chương trình xuất tệp của HIS.`,
      en: `${growing} files have been written to for long; look at the export of the HIS.`,
    })
  if (unreadableNames > 0)
    parts.push({
      vi: `${unreadableNames} tệp có tên không phải Unicode (UTF-8); đổi tên tệp.`,
      en: `${unreadableNames} files have names that are not Unicode (UTF-8); rename them.`,
    })
  if (unreadable > 0)
    parts.push({
      vi: `${unreadable} tệp trong thư mục ${TAKING} không đọc được; kiểm tra quyền đọc, hoặc xuất lại từ HIS.`,
      en: `${unreadable} files in the folder ${TAKING} cannot be read; check the rights, or export them again.`,
    })
  if (parts.length === 0) outbox.over(scope)
  else outbox.trouble(scope, { vi: parts.map(({ vi }) => vi).join(' '), en: parts.map(({ en }) => en).join(' ') })
}

function wordsOf(error: unknown, root: string): Text {
  if (isDiskFull(error))
    return {
      vi: 'Đĩa đầy: chưa nhận được tệp mới. Tệp vẫn còn trong thư mục; giải phóng dung lượng là cổng chạy tiếp.',
      en: 'The disk is full: no new file can be taken. Files stay in their folder; free some space and the gateway goes on.',
    }
  const code = systemCode(error)
  if (code === null) throw error
  return {
    vi: `Không đọc hoặc không ghi được thư mục ${root} (${code}). Kiểm tra đường dẫn và quyền của tài khoản chạy cổng.`,
    en: `The folder ${root} cannot be read or written (${code}). Check the path and the rights of the account the gateway runs under.`,
  }
}
