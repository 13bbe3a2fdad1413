/** `npm run dmdc:import -- <catalogue> <file> --decision … --valid-from …`: a list of the Ministry into a draft, or published at once. */
import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { SingleBar } from 'cli-progress'
import type { z } from 'zod'
import { errorFileOf } from '../../src/codes/import/error-file.ts'
import type { ImportProblem } from '../../src/codes/import/imported-row.ts'
import { importableCatalogues, partsOf } from '../../src/codes/import/layouts/index.ts'
import { ASSUMPTIONS, type Assumed } from '../../src/codes/import/numeric-codes.ts'
import { readCatalogueRows } from '../../src/codes/import/read-catalogue-rows.ts'
import type { importSchema } from '../../src/http/routes/releases/schemas.ts'
import { AnyRefusal, problemOf } from '../../src/kernel/refusal.ts'
import { MAX_SPREADSHEET_BYTES } from '../../src/codes/spreadsheet/limits.ts'
import { connectionOf, connectionOptions, reach, run, ScriptProblem, toldProblem, tokenOf } from './client.ts'

const SHOWN_PROBLEMS = 20

const USAGE = `npm run dmdc:import -- <catalogue> <file.xlsx|file.csv> --decision <name> --valid-from <yyyy-mm-dd> [options]

Reads the file here first, with every problem by sheet, row and cell; what is sound goes to the centre, which shows the
difference to the release in force and keeps it in a draft. Nothing is changed where the file has an error.

  --decision <name>               e.g. "QĐ 4469/QĐ-BYT"
  --annex <name>                  e.g. PL1
  --signed <day>                  day of signature
  --valid-from <day>              first day on which the codes may be used
  --mandatory-from <day>          first day on which they must be used
  --old-accepted-until <day>      last day of codes that the file no longer lists (default: the day before --valid-from)
  --mode replace|amend            replace (default): the file is the whole list; amend: codes it lacks stay
  --completeness complete|partial how far the list can prove a code wrong from now on (default: as it is)
  --complete-from <day>           first day on which a complete list is complete
  --confidence high|medium|low    of the source (default high)
  --assume <names>                read by assumption what the file does not say for certain, each use reported:
                                  numeric-codes (number cells of one reading), trailing-zeros (93.9 or 93.90, by the codes
                                  beside it), first-name (of several), leave-out (names that are Excel errors)
  --draft <id>                    the draft that takes the changes (default: a new one)
  --dry-run                       only show the difference
  --publish                       submit, approve and publish at once (only where one person may: the local stack)
  --errors <file>                 where the problems go as CSV (default: <name of the file>.errors.csv in the
                                  working folder; a dry run writes it only where it is named)
  --url, --account                the centre and the account (default: local stack, ministry); secret in BHYT_SECRET

Catalogues: administrative-units, ${importableCatalogues.join(', ')}
Exit code: 0 done, 1 the file or the server refuses, 2 wrong call.
`

const OPTIONS = {
  ...connectionOptions,
  decision: { type: 'string' },
  annex: { type: 'string' },
  signed: { type: 'string' },
  'valid-from': { type: 'string' },
  'mandatory-from': { type: 'string' },
  'old-accepted-until': { type: 'string' },
  mode: { type: 'string' },
  completeness: { type: 'string' },
  'complete-from': { type: 'string' },
  confidence: { type: 'string' },
  draft: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  publish: { type: 'boolean', default: false },
  errors: { type: 'string' },
  assume: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

const write = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

await run(USAGE, async () => {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
  if (values.help) {
    process.stdout.write(USAGE)
    return
  }
  const [catalogue, file, ...more] = positionals
  if (catalogue === undefined || file === undefined || more.length > 0)
    throw new ScriptProblem('A catalogue and one file are expected.', 2)
  const { decision, 'valid-from': validFrom } = values
  if (decision === undefined || validFrom === undefined)
    throw new ScriptProblem('--decision and --valid-from are expected.', 2)
  if (partsOf(catalogue).length === 0) throw new ScriptProblem(`There is no catalogue ${catalogue}.`, 2)

  // What the centre needs is known before the file is read: parsing takes a while.
  const connection = connectionOf(values)
  const token = await tokenOf(connection)
  const bytes = await readWhole(file)
  const problems = readHere(catalogue, bytes, assumedOf(values.assume))
  if (problems.length > 0) {
    show(problems)
    showAssumed(problems)
    // Never beside the source, which may be read-only; a dry run writes nothing that was not asked for.
    const errorFile = values.errors ?? (values['dry-run'] ? null : `${basename(file)}.errors.csv`)
    if (errorFile !== null) await writeErrors(errorFile, problems)
    write(
      errorFile === null
        ? `${problems.length} in all; --errors <file> keeps them.`
        : `All ${problems.length}: ${errorFile}`,
    )
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length
  if (errors > 0) throw new ScriptProblem(`${errors} errors: nothing was sent, nothing was changed.`, 1)

  const query = new URLSearchParams({ decision, validFrom })
  const stated = {
    annex: values.annex,
    signedOn: values.signed,
    mandatoryFrom: values['mandatory-from'],
    oldAcceptedUntil: values['old-accepted-until'],
    mode: values.mode,
    completeness: values.completeness,
    completeFrom: values['complete-from'],
    confidence: values.confidence,
    assume: values.assume,
    draft: values.draft,
    dryRun: String(values['dry-run']),
    publish: String(values.publish),
  }
  for (const [name, value] of Object.entries(stated)) if (value !== undefined) query.set(name, value)
  const url = `${connection.url}/v1/dmdc/${encodeURIComponent(catalogue)}/imports?${query.toString()}`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' }
  const response = await reach(url, { method: 'POST', headers, body: bytes })
  if (!response.ok) throw new ScriptProblem(await toldProblem(response), 1)
  // The route's own schema.
  tellReport(await response.json<z.infer<typeof importSchema>>())
})

/** Throws a ScriptProblem for a name that is no assumption. */
function assumedOf(names: string | undefined): Assumed {
  const asked = names?.split(',') ?? []
  const unknown = asked.find((name) => !ASSUMPTIONS.some((known) => known === name))
  if (unknown !== undefined) throw new ScriptProblem(`--assume knows ${ASSUMPTIONS.join(', ')}, not ${unknown}.`, 2)
  return new Set(ASSUMPTIONS.filter((name) => asked.includes(name)))
}

/** How often each assumption was made. */
function showAssumed(problems: readonly ImportProblem[]): void {
  const counts = new Map<string, number>()
  for (const { code } of problems) if (/assumed|left-out/.test(code)) counts.set(code, (counts.get(code) ?? 0) + 1)
  for (const [code, count] of counts) write(`Assumed: ${code} ${count} times`)
}

async function readWhole(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const found = await stat(file).catch(() => null)
  if (found === null || !found.isFile()) throw new ScriptProblem(`There is no file ${file}.`, 1)
  if (found.size > MAX_SPREADSHEET_BYTES)
    throw new ScriptProblem(`${file} has ${found.size} bytes; a list has at most ${MAX_SPREADSHEET_BYTES}.`, 1)
  return new Uint8Array(await readFile(file))
}

/** The same reading as the centre's, here: what is wrong is known before anything travels. */
function readHere(catalogue: string, bytes: Uint8Array, assumed: Assumed): ImportProblem[] {
  const isShown = process.stderr.isTTY
  try {
    return partsOf(catalogue).flatMap((part) => {
      const bar = new SingleBar({ format: `${part} [{bar}] {value}/{total} rows`, clearOnComplete: true })
      if (isShown) bar.start(1, 0)
      const progress = (rows: number, total: number | null): void => {
        bar.setTotal(total ?? rows)
        bar.update(rows)
      }
      const { problems } = readCatalogueRows(part, bytes, isShown ? { progress, assumed } : { assumed })
      bar.stop()
      return problems
    })
  } catch (error) {
    if (!(error instanceof AnyRefusal)) throw error
    const { code, message, remedy } = problemOf(error, '')
    throw new ScriptProblem(`${code}\n  ${message.vi} ${remedy.vi}\n  ${message.en} ${remedy.en}`, 1)
  }
}

async function writeErrors(path: string, problems: readonly ImportProblem[]): Promise<void> {
  try {
    await writeFile(path, errorFileOf(problems))
  } catch (cause) {
    throw new ScriptProblem(
      `The problems cannot be written to ${path} (${String(cause)}). Name another file: --errors`,
      1,
    )
  }
}

function show(problems: readonly ImportProblem[]): void {
  for (const { severity, cell, sheet, row, message, remedy } of problems.slice(0, SHOWN_PROBLEMS)) {
    const place = [sheet, cell ?? (row > 0 ? `row ${row}` : '')].filter((part) => part !== '').join('!')
    write(`${severity} ${place}: ${message.vi} ${remedy.vi}\n        ${message.en} ${remedy.en}`)
  }
}

function tellReport({
  rows,
  codes,
  document,
  difference,
  examples,
  draft,
  release,
}: z.infer<typeof importSchema>): void {
  write(`${document}: ${rows} rows, ${codes} codes`)
  const { added, closed, renamed, changed, unchanged } = difference
  write(
    `Against the release in force: ${added} added, ${closed} closed, ${renamed} renamed, ${changed} changed, ${unchanged} the same`,
  )
  for (const { kind, code, before, after } of examples) {
    const names = [...new Set([before, after].filter((name) => name !== null))].join(' → ')
    write(`  ${kind} ${code}  ${names}`)
  }
  if (release !== null) write(`Published as ${release.id}, in force from ${release.effectiveAt}`)
  else if (draft === null) write('Dry run: nothing was changed.')
  else write(`Kept in draft ${draft}: POST /v1/dmdc/drafts/${draft}/submit, approve, publish.`)
}
