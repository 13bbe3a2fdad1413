/**
 * Keeps rows and sha256 of manifest.json true to the files: `tsx dmdc-seed/manifest.ts --write`, or `--check`, which exits
 * with 1 and names the stale entries.
 */
import { writeFile } from 'node:fs/promises'
import type { Manifest } from './catalogue-file.ts'
import { readCatalogueFile, readManifest, seedDirectory } from './catalogue-file.ts'

const manifest = await readManifest()
const fresh: Manifest = {
  ...manifest,
  catalogues: await Promise.all(
    manifest.catalogues.map(async (entry) => {
      const { rows, sha256 } = await readCatalogueFile(entry)
      return { ...entry, rows: rows.length, sha256 }
    }),
  ),
}
const stale = fresh.catalogues.filter((entry, at) => {
  const { rows, sha256 } = manifest.catalogues[at] ?? entry
  return rows !== entry.rows || sha256 !== entry.sha256
})

if (process.argv.includes('--write')) {
  await writeFile(new URL('manifest.json', seedDirectory), `${JSON.stringify(fresh, null, 2)}\n`)
  console.log(`manifest.json: ${stale.length} of ${fresh.catalogues.length} entries renewed`)
} else if (process.argv.includes('--check')) {
  for (const { file } of stale) console.error(`manifest.json is stale: ${file} (tsx dmdc-seed/manifest.ts --write)`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  console.error('usage: tsx dmdc-seed/manifest.ts --write | --check')
  process.exitCode = 2
}
