/** `bhyt-edge hash`: MA_LK and content hash of each dossier, as a facility declares them in its manifest of a day. */
import { parseArgs } from 'node:util'
import { vietnamDay } from '../../src/kernel/vietnam-time.ts'
import { createContentHash } from '../../src/store/warehouse/content-hash.ts'
import { checkFile, isChecked } from './check-file.ts'
import { readCodeLists } from './code-lists.ts'
import { expandInputs } from './files.ts'

const HASH_USAGE = `bhyt-edge hash [--format text|json] <tệp, thư mục, mẫu hoặc -> …

  In MA_LK và mã băm nội dung của từng hồ sơ; --format json cho đúng nội dung của PUT /v1/manifests/{ngày}?purpose=…
  Prints MA_LK and content hash of each dossier; --format json gives the very body of PUT /v1/manifests/{day}?purpose=…
  Của cùng MA_LK, bản sau cùng được tính (json). / Of one MA_LK the last version counts (json).
  Mã thoát / exit codes: 0 · 2 có tệp không dùng được / an input that cannot be used
`

const UNUSABLE = 2
const warn = (text: string): void => void process.stderr.write(`${text}\n`)

/** Runs the command on the arguments behind its name. Returns the exit code. */
export async function runHash(given: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: { format: { type: 'string', default: 'text' }, help: { type: 'boolean', short: 'h', default: false } },
  })
  if (values.help) {
    process.stdout.write(HASH_USAGE)
    return 0
  }
  if (positionals.length === 0 || !['text', 'json'].includes(values.format)) {
    warn(HASH_USAGE)
    return UNUSABLE
  }
  const entries = new Map<string, string>()
  const codes = await readCodeLists(null)
  let unusable = 0
  for (const { path } of await expandInputs(positionals)) {
    let content = createContentHash()
    const result = await checkFile(path, {
      facility: null,
      stated: null,
      received: vietnamDay(Date.now()),
      codes,
      onFinding() {},
      drained: () => Promise.resolve(),
      onRow(table, row) {
        content.add(table, row.names, row.texts, row.length)
      },
      onDossier({ MA_LK, index }) {
        const hash = content.end()
        content = createContentHash()
        if (MA_LK === null) warn(`${path}: hồ sơ ${index} không có MA_LK / dossier ${index} has no MA_LK`)
        else if (values.format === 'json') entries.set(MA_LK, hash)
        else process.stdout.write(`${MA_LK}\t${hash}\n`)
      },
    })
    if (isChecked(result)) continue
    unusable += 1
    warn(`${path}: ${result.message.vi} / ${result.message.en}`)
  }
  if (values.format === 'json') {
    const list = [...entries].map(([MA_LK, hash]) => ({ MA_LK, hash }))
    process.stdout.write(`${JSON.stringify({ entries: list })}\n`)
  }
  return unusable > 0 ? UNUSABLE : 0
}
