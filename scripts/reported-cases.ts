/**
 * `npm run cases`: what `bhyt-edge check` answers to small dossiers made after public bug reports, compared with what must be answered.
 * The dossiers lie beside the repository, in `../shared/cases/dossiers`, with `cases.json`: file, kind, why, and what is expected.
 */
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import { SEVERITIES, type CodeLists, type DossierCounts, type RenderedFinding } from '../src/engine/index.ts'
import { checkFile, isChecked, type Unusable } from './check/check-file.ts'
import { readCodeLists } from './check/code-lists.ts'

export const CASES_FOLDER = fileURLToPath(new URL('../../shared/cases/dossiers', import.meta.url))
/** The dossiers are of this year; on a fixed day they are judged the same tomorrow. */
const DAY_OF_RECEIPT = 20261130

const severity = z.enum(SEVERITIES)
type Severity = z.infer<typeof severity>
const RANKS: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 }

/** Strict, so that an expectation that nobody compares is a fault. */
const expectation = z.strictObject({
  /** Findings of this severity. */
  errors: z.int().optional(),
  warnings: z.int().optional(),
  /** Dossiers. */
  rejected: z.int().optional(),
  no_warning: z.literal(true).optional(),
  some_finding: z.literal(true).optional(),
  /** The file as a whole is refused, and the answer names the root element that was found. */
  refused: z.literal(true).optional(),
  /** At least one finding like this. */
  finding: z
    .strictObject({
      table: z.string().optional(),
      field: z.array(z.string()).optional(),
      severity: z.array(severity).optional(),
    })
    .optional(),
  /** At least one finding of this severity or worse. */
  min_severity: severity.optional(),
  /** Parts of rule ids of which none is reported. */
  no_rule: z.array(z.string()).optional(),
  not_in_remedy: z.string().optional(),
})

const reportedCase = z.object({ file: z.string(), kind: z.string(), why: z.string(), expect: expectation })
export type ReportedCase = z.infer<typeof reportedCase>

export type Answer = {
  findings: Pick<RenderedFinding, 'rule' | 'severity' | 'table' | 'field' | 'message' | 'remedy'>[]
  dossiers?: Pick<DossierCounts, 'rejected'>
  problem?: Pick<Unusable, 'code' | 'message'>
}

/** The cases beside the repository; null where they are not there. */
export async function readCases(): Promise<readonly ReportedCase[] | null> {
  const path = join(CASES_FOLDER, 'cases.json')
  try {
    await access(path)
  } catch {
    return null
  }
  return z.array(reportedCase).parse(JSON.parse(await readFile(path, 'utf8')))
}

/** What `bhyt-edge check` answers to a file of the folder, by its name. */
export async function answerOf(file: string, codes: CodeLists): Promise<Answer> {
  const findings: Answer['findings'] = []
  const checked = await checkFile(join(CASES_FOLDER, file), {
    facility: null,
    stated: null,
    received: DAY_OF_RECEIPT,
    codes,
    onFinding: ({ finding }) => findings.push(finding),
    drained: () => Promise.resolve(),
  })
  return isChecked(checked) ? { findings, dossiers: checked.dossiers } : { findings, problem: checked }
}

/** Where an answer is not what the case expects, a sentence each. */
export function differences(
  { file, expect }: ReportedCase,
  { findings, dossiers, problem }: Answer,
  content: string,
): string[] {
  const of = (wanted: Severity): number => findings.filter((finding) => finding.severity === wanted).length
  const counts: [string, number | undefined, number | undefined][] = [
    ['errors', expect.errors, of('error')],
    ['warnings', expect.no_warning ? 0 : expect.warnings, of('warning')],
    ['rejected', expect.rejected, dossiers?.rejected],
  ]
  const wrong = counts.flatMap(([what, wanted, found]) =>
    wanted === undefined || wanted === found ? [] : [`${what}: ${String(found)} instead of ${wanted}`],
  )
  if (expect.some_finding && findings.length === 0) wrong.push('no finding at all')
  if (expect.refused) wrong.push(...refusalDifferences(problem, content))
  else if (problem) wrong.push(`refused: ${problem.code}`)
  const { finding: wanted, min_severity: least, no_rule: absent = [], not_in_remedy: unsaid } = expect
  const fits = (finding: Answer['findings'][number]): boolean =>
    (wanted?.table === undefined || finding.table === wanted.table) &&
    (wanted?.field === undefined || wanted.field.includes(finding.field ?? '')) &&
    (wanted?.severity === undefined || wanted.severity.includes(finding.severity))
  if (wanted && !findings.some(fits)) wrong.push(`no finding like ${JSON.stringify(wanted)}`)
  if (least && !findings.some((finding) => RANKS[finding.severity] >= RANKS[least]))
    wrong.push(`nothing from ${least} up`)
  for (const { rule } of findings) {
    const part = absent.find((each) => rule.includes(each))
    if (part !== undefined) wrong.push(`${rule} is reported`)
  }
  if (unsaid !== undefined) {
    const saying = findings.filter(({ message, remedy }) => JSON.stringify([message, remedy]).includes(unsaid))
    wrong.push(...saying.map(({ rule }) => `${rule} says ${unsaid}`))
  }
  return wrong.map((what) => `${file}: ${what}`)
}

/** The first element, as it is written; with a prefix. */
const ROOT = /<([A-Za-z_][\w:.-]*)/

function refusalDifferences(problem: Answer['problem'], content: string): string[] {
  if (!problem) return ['not refused']
  const [, root = ''] = ROOT.exec(content.replace(/<\?[^]*?\?>/, '')) ?? []
  const unsaid = [problem.message.vi, problem.message.en].filter((said) => !said.includes(root))
  return unsaid.map(() => `the refusal does not name the root element ${root}`)
}

/** Every difference of all cases. */
export async function compareCases(cases: readonly ReportedCase[]): Promise<string[]> {
  const codes = await readCodeLists(null)
  const wrong: string[] = []
  for (const each of cases) {
    const content = await readFile(join(CASES_FOLDER, each.file), 'utf8')
    wrong.push(...differences(each, await answerOf(each.file, codes), content))
  }
  return wrong
}

async function run(): Promise<void> {
  const cases = await readCases()
  if (!cases) {
    process.stderr.write(`NOT COMPARED: there are no cases in ${CASES_FOLDER}\n`)
    process.exitCode = 2
    return
  }
  const wrong = await compareCases(cases)
  const said = wrong.length === 0 ? 'answered as expected' : `${wrong.length} differences`
  process.stdout.write([...wrong, `${cases.length} cases: ${said}`].join('\n') + '\n')
  if (wrong.length > 0) process.exitCode = 1
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await run()
