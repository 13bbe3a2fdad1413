/** Writes the shards of provinces into wrangler.toml (`--write`), or says that it is stale (`--check`). */
import { readFile, writeFile } from 'node:fs/promises'
import { withShards } from './deployment/wrangler.ts'

const FILE = 'wrangler.toml'

const before = await readFile(FILE, 'utf8')
const after = withShards(before)
if (process.argv.includes('--write')) await writeFile(FILE, after)
else if (after !== before) {
  process.stderr.write(`${FILE} is not what scripts/deployment/shards.ts says: npm run deployment\n`)
  process.exitCode = 1
}
