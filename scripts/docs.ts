/**
 * Keeps what is generated true to its sources: `tsx scripts/docs.ts --write`, or `--check`, which exits with 1 and names what is
 * stale. Files: docs/reference, docs/his/samples, the digest in src/engine/rules/version.ts.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generatedFiles, staleFiles } from './docs/documents.ts'
import { projectRoot } from './stack/bundle.ts'

const asks = (option: string): boolean => process.argv.includes(option)

if (asks('--write') === asks('--check')) {
  console.error('usage: tsx scripts/docs.ts --write | --check')
  process.exitCode = 2
} else {
  const files = await generatedFiles()
  const stale = await staleFiles(files)
  if (asks('--check')) {
    for (const path of stale) console.error(`${path} is stale (npm run fix, then read what has changed)`)
    process.exitCode = stale.length === 0 ? 0 : 1
  } else {
    for (const { path, content } of files.filter((file) => stale.includes(file.path))) {
      await mkdir(dirname(join(projectRoot, path)), { recursive: true })
      await writeFile(join(projectRoot, path), content)
      console.log(`${path} renewed`)
    }
  }
}
