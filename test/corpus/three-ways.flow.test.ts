/** The corpus checked on one's own machine, as a dry run, and by the centre after a submission: finding by finding the same. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { historyRules, type RenderedFinding, type StandardId } from '../../src/engine/index.ts'
import { expectedInfos } from '../fixtures/corpus/expected-infos.ts'
import { carried, standardIds } from '../fixtures/corpus/files.ts'
import { generateDossier } from '../fixtures/corpus/generate.ts'
import { choiceOf, mutate } from '../fixtures/corpus/mutation.ts'
import { mutations } from '../fixtures/corpus/mutations/index.ts'
import { renderDossier, wrapEnvelope, type TableText } from '../fixtures/dossier.ts'
import { FIRST_DAYS, later } from '../fixtures/synthetic.ts'
import { checkOnMachine, errorsFirst, type Outcome } from '../harness/machine.ts'
import { demoProvince, shareStack, type Shared } from '../harness/own-provinces.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const COMPARISON_TIMEOUT_MS = 480_000
/** So that every finding of a file fits into an acknowledgement. */
const MUTATIONS_A_FILE = 50

type CorpusFile = { name: string; standard: StandardId; content: string; dossiers: number }
type Page = { findings: RenderedFinding[]; final: boolean; next: number | null }

const fileOf = (standard: StandardId, dossiers: readonly (readonly TableText[])[]): string =>
  wrapEnvelope(dossiers, { made: later(FIRST_DAYS[standard], 10) })

/** Under a key that no other dossier of these files has: else it would be a changed one of what was accepted before. */
const keyed = (
  tables: readonly TableText[],
  { standard, kind, number }: { standard: StandardId; kind: string; number: number },
): TableText[] =>
  tables.map(({ id, xml }) => ({ id, xml: xml.replaceAll(`.${kind}.0001`, `.${kind}.${standard}-${number}`) }))

/** One correct file of each standard, with a dossier of each kind. */
const correct: readonly CorpusFile[] = standardIds.map((standard) => {
  const kinds = carried.filter(([each]) => each === standard).map(([, kind]) => kind)
  const dossiers = kinds.map((kind) =>
    keyed(renderDossier(standard, generateDossier({ standard, kind, seed: 1 })), { standard, kind, number: 1 }),
  )
  return { name: `correct-${standard}.xml`, standard, content: fileOf(standard, dossiers), dossiers: kinds.length }
})

/** Every mutation that travels in a dossier, each under a key of its own. */
const mutated: readonly CorpusFile[] = standardIds.flatMap((standard) => {
  const own = mutations.filter((each) => choiceOf(each).standard === standard && !each.rule.startsWith('CHECKIN.'))
  const dossiers = own.map((mutation, at) =>
    keyed(renderDossier(standard, mutate(mutation)), { standard, kind: mutation.kind, number: at + 2 }),
  )
  const parts = Array.from({ length: Math.ceil(dossiers.length / MUTATIONS_A_FILE) }, (_, at) =>
    dossiers.slice(at * MUTATIONS_A_FILE, (at + 1) * MUTATIONS_A_FILE),
  )
  return parts.map((part, at) => ({
    name: `mutated-${standard}-${at + 1}.xml`,
    standard,
    content: fileOf(standard, part),
    dossiers: part.length,
  }))
})

const files = [...correct, ...mutated].toSorted((a, b) => (a.name < b.name ? -1 : 1))

let probe: Shared
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bhyt-corpus-'))
  for (const { name, content } of files) await writeFile(join(directory, name), content)
  // The clock runs: without a heartbeat code lists are stale, and findings about codes milder than on the machine.
  probe = await shareStack(await demoProvince())
  await probe.freshLists()
}, START_TIMEOUT_MS)
afterAll(async () => {
  probe?.close()
  await rm(directory, { recursive: true, force: true })
})

/** What the centre finds among dossiers no single file can show. */
const amongDossiers = new Set(historyRules.map(({ id }) => id))

/** What it says of the file itself. */
async function findingsOfCentre(id: string): Promise<RenderedFinding[]> {
  const all: RenderedFinding[] = []
  for (let after: number | null = 0; after !== null;) {
    const { body }: { body: Page } = await probe.ask<Page>(
      'GET',
      `/v1/submissions/${id}/findings?after=${after}&limit=1000`,
    )
    expect(body.final).toBe(true)
    all.push(...body.findings.filter(({ rule }) => !amongDossiers.has(rule)))
    after = body.next
  }
  return all
}

test(
  'machine, dry run, edge and centre say the same of every correct and every mutated dossier',
  { timeout: COMPARISON_TIMEOUT_MS },
  async () => {
    const machine = await checkOnMachine('--facility', '01001', directory)
    expect(machine.files.map(({ file }) => basename(file))).toEqual(files.map(({ name }) => name))
    // There is something to compare: every written rule that a dossier can break is broken in one of them.
    const shown = new Set(machine.files.flatMap(({ findings }) => findings.map(({ rule }) => rule)))
    const broken = mutations.map(({ rule }) => rule).filter((rule) => !rule.startsWith('CHECKIN.'))
    expect(broken.filter((rule) => !shown.has(rule))).toEqual([])

    for (const [at, { name, standard, content, dossiers }] of files.entries()) {
      const own = machine.files[at]
      const onMachine = own?.findings.map(({ inFile: _, ...finding }) => finding)
      expect({ name, standard: own?.result?.standard }).toEqual({ name, standard })
      expect(own?.result?.dossiers).toMatchObject({ counted: dossiers })

      const dry = await probe.ask<Outcome>('POST', '/v1/dry-run?facility=01001', {
        account: null,
        headers: { 'content-type': 'application/xml' },
        body: content,
      })
      expect({ name, findings: dry.body.findings }).toEqual({ name, findings: errorsFirst(onMachine ?? []) })

      const submitted = await probe.submit(content)
      expect(submitted.status).toBe(202)
      expect({ name, findings: submitted.body.findings }).toEqual({ name, findings: errorsFirst(onMachine ?? []) })
      expect(submitted.body.findingsTotal).toBe(onMachine?.length)

      expect(await probe.settled(submitted.body.id)).toMatchObject({ status: 'verified', counted: dossiers })
      expect({ name, findings: await findingsOfCentre(submitted.body.id) }).toEqual({ name, findings: onMachine })
    }
  },
)

test('correct files of the corpus are accepted by the running service without a warning', async () => {
  for (const { standard, content, dossiers } of correct) {
    // The same bytes again: the answer is that of the first time.
    const { status, body } = await probe.submit(content)
    expect([200, 202]).toContain(status)
    expect(body.dossiers).toMatchObject({ counted: dossiers, accepted: dossiers, acceptedWithWarnings: 0, rejected: 0 })
    const expected = expectedInfos.filter((info) => info.standard === standard).map(({ rule }) => ['info', rule])
    expect(body.findings.map(({ severity, rule }) => [severity, rule])).toEqual(expected)
  }
})
