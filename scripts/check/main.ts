/** `bhyt-edge check`: the engine of the edge over files on this machine; `bhyt-edge hash`: what they hold, as hashes; `bhyt-edge verify-receipt`: what was received; `sign`, `verify-signature`: signatures of files. */
import { vietnamDay } from '../../src/kernel/vietnam-time.ts'
import { readFile } from 'node:fs/promises'
import { SingleBar, Presets } from 'cli-progress'
import { plainPack, type Severity } from '../../src/engine/index.ts'
import { makePaint, wantsColours } from '../demo/paper.ts'
import { readArguments, USAGE, type Arguments } from './arguments.ts'
import { checkFile, isChecked, unreadable } from './check-file.ts'
import { readCodeLists } from './code-lists.ts'
import { expandInputs, type Input } from './files.ts'
import { runHash } from './hash.ts'
import { jsonReporter } from './json.ts'
import { junitReporter } from './junit.ts'
import { openOutput } from './output.ts'
import type { Counts, Reporter, ReporterOptions, Summary } from './reporter.ts'
import { sarifReporter } from './sarif.ts'
import { textReporter } from './text.ts'
import { runSign, runVerifySignature } from './signatures.ts'
import { runVerifyReceipt } from './verify-receipt.ts'

const CLEAN = 0
const FINDINGS = 1
const UNUSABLE = 2

const RANKS: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 }
const warn = (text: string): void => void process.stderr.write(`${text}\n`)
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function makeReporter({ format, failOn, output, quiet }: Arguments, options: ReporterOptions): Reporter {
  const counts = (severity: Severity): boolean => RANKS[severity] >= RANKS[failOn]
  switch (format) {
    case 'json':
      return jsonReporter(options)
    case 'junit':
      return junitReporter({ ...options, fails: counts })
    case 'sarif':
      return sarifReporter(options)
    case 'text': {
      const paint = makePaint(output === null && wantsColours(process.stdout.isTTY, process.env))
      return textReporter({ ...options, paint, quiet, counts })
    }
  }
}

/** A bar where somebody looks and the result does not run through the same window; nothing in a log. */
function createProgress(files: number, { quiet, output }: Arguments): { step: () => void; end: () => void } {
  const isShown = files > 1 && !quiet && process.stderr.isTTY && (output !== null || !process.stdout.isTTY)
  if (!isShown) return { step: () => {}, end: () => {} }
  const format = '{bar} {percentage} % · {value}/{total} · {duration_formatted}'
  const bar = new SingleBar({ format, stream: process.stderr }, Presets.shades_classic)
  bar.start(files, 0)
  return {
    step: () => {
      bar.increment()
    },
    end: () => {
      bar.stop()
    },
  }
}

async function checkAll(asked: Arguments, inputs: readonly Input[]): Promise<Summary> {
  const codes = await readCodeLists(asked.dmdc)
  const { write, drained, end } = openOutput(asked.output)
  const dmdc = codes.snapshot.release.id
  const reporter = makeReporter(asked, { write, lang: asked.lang, rules: plainPack.version, dmdc })
  const summary: Summary = { files: 0, unusable: 0, dossiers: 0, findings: { error: 0, warning: 0, info: 0 } }
  const received = asked.asOf ?? vietnamDay(Date.now())
  const progress = createProgress(inputs.length, asked)
  for (const { path, missing } of inputs) {
    const counts: Counts = { error: 0, warning: 0, info: 0 }
    reporter.openFile(path)
    const onFinding: Parameters<typeof checkFile>[1]['onFinding'] = (reported) => {
      counts[reported.finding.severity] += 1
      reporter.finding(reported)
    }
    const { facility, standard: stated } = asked
    const result = missing
      ? unreadable('ENOENT')
      : await checkFile(path, { facility, stated, received, codes, onFinding, drained })
    reporter.closeFile(path, result, counts)
    summary.files += 1
    if (isChecked(result)) summary.dossiers += result.dossiers.counted
    else summary.unusable += 1
    for (const severity of ['error', 'warning', 'info'] as const) summary.findings[severity] += counts[severity]
    await drained()
    progress.step()
  }
  progress.end()
  reporter.end(summary)
  await end()
  return summary
}

/** 0: nothing from --fail-on up · 1: findings · 2: an input, or an argument, that cannot be used. */
async function run(): Promise<number> {
  const [command, ...rest] = process.argv.slice(2)
  if (command === 'hash') return runHash(rest)
  if (command === 'verify-receipt') return runVerifyReceipt(rest)
  // Read only where it is asked for: it brings a database with it.
  if (command === 'gateway') return (await import('../../gateway/main.ts')).gateway(rest)
  if (command === 'sign') return runSign(rest, Date.now())
  if (command === 'verify-signature') return runVerifySignature(rest, Date.now())
  let asked: ReturnType<typeof readArguments>
  try {
    asked = readArguments(process.argv.slice(2))
  } catch (error) {
    warn(`${wordsOf(error)}\n\n${USAGE}`)
    return UNUSABLE
  }
  if (asked === 'help') {
    process.stdout.write(USAGE)
    return CLEAN
  }
  if (asked === 'version') {
    // Our own manifest.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    process.stdout.write(`bhyt-edge ${version}, rules ${plainPack.version}\n`)
    return CLEAN
  }
  const { failOn } = asked
  const inputs = await expandInputs(asked.inputs)
  const { unusable, files, findings } = await checkAll(asked, inputs)
  if (unusable > 0 || files === 0) return UNUSABLE
  const counted = (['error', 'warning', 'info'] as const).filter((severity) => RANKS[severity] >= RANKS[failOn])
  return counted.some((severity) => findings[severity] > 0) ? FINDINGS : CLEAN
}

try {
  process.exitCode = await run()
} catch (error) {
  // Code lists that cannot be read, a result that cannot be written: no file was judged.
  warn(wordsOf(error))
  process.exitCode = UNUSABLE
}
