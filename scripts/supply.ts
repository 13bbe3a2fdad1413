/**
 * `npm run supply`: what the project is made of. Writes `.build/sbom.cdx.json` (CycloneDX 1.5: every package with version, hash and licence), fails where
 * something that runs has no licence or one that a public service cannot use, and asks the registry about known faults of what runs.
 */
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { projectRoot } from './stack/bundle.ts'

const run = promisify(execFile)
const MOST_BYTES = 64 * 1024 * 1024
const AUDIT_WITHIN_MS = 60_000

/** Licences under which a public service may use a package unchanged, and hand it on. */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'OFL-1.1',
  'Unlicense',
  'Zlib',
])

/** `(MIT OR Apache-2.0)`: one of them is enough; `A AND B`: both count. */
const isAllowed = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((id) => ALLOWED.has(id)))

const licence = z.object({
  license: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
  expression: z.string().optional(),
})
const bill = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.object({ name: z.string(), version: z.string(), licenses: z.array(licence).optional() })),
})
type Bill = z.infer<typeof bill>

const npm = async (...args: string[]): Promise<string> =>
  (await run('npm', args, { cwd: projectRoot, maxBuffer: MOST_BYTES })).stdout

const sbom = (...more: string[]): Promise<string> =>
  npm('sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only', ...more)

const licencesOf = ({ licenses = [] }: Bill['components'][number]): string[] =>
  licenses.flatMap(({ license, expression }) => expression ?? license?.id ?? license?.name ?? [])

async function writeBill(): Promise<void> {
  const whole = await sbom()
  const folder = join(projectRoot, '.build')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'sbom.cdx.json'), whole)
  process.stdout.write(`.build/sbom.cdx.json: ${bill.parse(JSON.parse(whole)).components.length} packages\n`)
}

/** Packages that run, or that the portal's bundle holds, and that nobody may use so. Our own have none. */
async function unlicensed(): Promise<string[]> {
  const { components } = bill.parse(JSON.parse(await sbom('--omit', 'dev')))
  process.stdout.write(`${components.length} of them run or are bundled\n`)
  return components.flatMap((component) => {
    const found = licencesOf(component)
    const isOurs = component.name === 'portal' || component.name === 'bhyt-edge'
    return isOurs || (found.length > 0 && found.every(isAllowed))
      ? []
      : [`${component.name}@${component.version}: ${found.join(', ') || 'no licence'}`]
  })
}

const audited = z.object({
  metadata: z.object({ vulnerabilities: z.object({ high: z.int(), critical: z.int(), total: z.int() }) }),
})

/** Known faults of what runs; null: the registry does not answer such a question. */
async function knownFaults(): Promise<{ high: number; critical: number; total: number } | null> {
  const options = { cwd: projectRoot, maxBuffer: MOST_BYTES, timeout: AUDIT_WITHIN_MS }
  // With a fault it exits with 1, and says all the same which.
  const text = await run('npm', ['audit', '--omit=dev', '--json'], options).then(
    ({ stdout }) => stdout,
    (error: unknown) => z.object({ stdout: z.string() }).catch({ stdout: '' }).parse(error).stdout,
  )
  try {
    return audited.parse(JSON.parse(text)).metadata.vulnerabilities
  } catch {
    return null
  }
}

await writeBill()
const wrong = await unlicensed()
for (const each of wrong) process.stderr.write(`licence: ${each}\n`)
const faults = await knownFaults()
process.stdout.write(
  faults
    ? `known faults: ${faults.total}, of these high ${faults.high}, critical ${faults.critical}\n`
    : 'known faults: NOT ASKED, the registry does not answer an audit from here\n',
)
process.exit(wrong.length > 0 || (faults !== null && faults.high + faults.critical > 0) ? 1 : 0)
