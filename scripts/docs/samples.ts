/** `docs/his/samples/`: files that a HIS engineer sends first, with what the service finds in them. All people in them are made up. */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { SEVERITIES, standards, type CodeLists, type RenderedFinding, type StandardId } from '../../src/engine/index.ts'
import { carried } from '../../test/fixtures/corpus/files.ts'
import { generateDossier } from '../../test/fixtures/corpus/generate.ts'
import { renderDossier, wrapEnvelope, type Row, type Tables } from '../../test/fixtures/dossier.ts'
import { FIRST_DAYS, later } from '../../test/fixtures/synthetic.ts'
import { inspect, seedCodes } from '../../test/fixtures/inspect.ts'
import type { GeneratedFile } from './documents.ts'
import { table } from './markdown.ts'

const FOLDER = 'docs/his/samples'
/** Dossiers of a large sample: about a megabyte of XML, every kind of encounter in it. */
const LARGE_DOSSIERS = 40
/** A file is made some days after the encounters in it. */
const DAYS_UNTIL_MADE = 10
/** In a large faulty sample this many-th dossier has a fault. */
const FAULTY_EVERY = 10

type Sample = { readonly name: string; readonly standard: StandardId; readonly what: string; readonly xml: string }

/** The faults that clerks meet most, each in one field of the first row of a table; undefined takes the element away. */
const FAULTS: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  XML1: { HO_TEN: '', KET_QUA_DTRI: '9', MA_LOAI_KCB: '99' },
  XML2: { DON_GIA: '1150,00' },
  XML3: { TEN_DICH_VU: undefined },
}

function withFaults(tables: Tables): Tables {
  const faulty = Object.entries(tables).map(([id, [first, ...others]]) => {
    if (first === undefined || FAULTS[id] === undefined) return [id, first === undefined ? [] : [first, ...others]]
    const entries = Object.entries({ ...first, ...FAULTS[id] }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[0] in first,
    )
    const row: Row = Object.fromEntries(entries)
    return [id, [row, ...others]]
  })
  // Built from the entries of such an object.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(faulty) as Tables
}

const fileOf = (standard: StandardId, dossiers: readonly Tables[]): string =>
  wrapEnvelope(
    dossiers.map((tables) => renderDossier(standard, tables)),
    { made: later(FIRST_DAYS[standard], DAYS_UNTIL_MADE) },
  )

/** Dossiers of all kinds of encounter that the standard can carry, in turn. */
function manyDossiers(standard: StandardId): Tables[] {
  const kinds = carried.filter(([id]) => id === standard).map(([, kind]) => kind)
  return Array.from({ length: LARGE_DOSSIERS }, (_, at) => {
    const kind = kinds[at % kinds.length]
    if (kind === undefined) throw new Error(`no kind of encounter for QĐ ${standard}`)
    return generateDossier({ standard, kind, seed: at + 1 })
  })
}

function samplesOf(standard: StandardId): Sample[] {
  const one = generateDossier({ standard, kind: 'outpatient', seed: 1 })
  const many = manyDossiers(standard)
  const someFaulty = many.map((tables, at) => (at % FAULTY_EVERY === 0 ? withFaults(tables) : tables))
  const made = (name: string, what: string, dossiers: readonly Tables[]): Sample => ({
    name: `${standard}-${name}`,
    standard,
    what,
    xml: fileOf(standard, dossiers),
  })
  return [
    made('correct.xml', 'one correct dossier', [one]),
    made('faulty.xml', 'the same dossier with common faults', [withFaults(one)]),
    made('correct-large.xml.gz', `${LARGE_DOSSIERS} correct dossiers of every kind of encounter`, many),
    made('faulty-large.xml.gz', `the same file, every tenth dossier faulty`, someFaulty),
  ]
}

const isPacked = ({ name }: Sample): boolean => name.endsWith('.gz')
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function findingLines(findings: readonly RenderedFinding[]): string[] {
  const seen = new Map<string, { finding: RenderedFinding; times: number }>()
  for (const finding of findings) {
    const known = seen.get(finding.rule)
    seen.set(finding.rule, { finding: known?.finding ?? finding, times: (known?.times ?? 0) + 1 })
  }
  return [...seen.values()]
    .sort((a, b) => SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity))
    .map(({ finding, times }) => `${finding.severity} \`${finding.rule}\`${times > 1 ? ` × ${times}` : ''}`)
}

function rowOf(sample: Sample, codes: CodeLists): string[] {
  const { result, findings } = inspect(sample.xml, { codes })
  if (result === null) throw new Error(`the sample ${sample.name} is refused`)
  const { accepted, acceptedWithWarnings, rejected } = result.dossiers
  return [
    `[${sample.name}](${sample.name})`,
    sample.what,
    `${accepted} · ${acceptedWithWarnings} · ${rejected}`,
    isPacked(sample) ? `${findings.length} findings` : findingLines(findings).join('<br>') || 'none',
    `\`${sha256(sample.xml).slice(0, 12)}…\``,
  ]
}

function guide(samples: readonly Sample[], codes: CodeLists): string {
  const parts = Object.values(standards).map(({ id, document }) => {
    const rows = samples.filter(({ standard }) => standard === id).map((sample) => rowOf(sample, codes))
    return `## ${document}\n\n${table(['File', 'What', 'Accepted · with warnings · rejected', 'Findings', 'SHA-256'], rows)}`
  })
  return `# Tệp mẫu · Samples

Generated by \`npm run fix\` from \`scripts/docs/samples.ts\`; the column of findings is what the engine answers today.

Tệp đúng và tệp có lỗi của từng chuẩn, không chứa người bệnh thật. Gửi thử với tài khoản 01001 của \`npm start\`; tệp \`.gz\` gửi kèm
\`Content-Encoding: gzip\`.

A correct file of each standard and its faulty twin; no real patient is in them. Send them as facility 01001 of \`npm start\`. Send a \`.gz\`
file with \`Content-Encoding: gzip\`. The hash is that of the XML, any gzip undone.

${parts.join('\n\n')}
`
}

/** Every sample, and the page that lists them. */
export async function sampleFiles(): Promise<GeneratedFile[]> {
  const samples = Object.values(standards).flatMap(({ id }) => samplesOf(id))
  const codes = await seedCodes()
  return [
    { path: `${FOLDER}/README.md`, content: guide(samples, codes) },
    ...samples.map((sample) => ({
      path: `${FOLDER}/${sample.name}`,
      content: isPacked(sample) ? gzipSync(sample.xml, { level: 9 }) : sample.xml,
    })),
  ]
}
