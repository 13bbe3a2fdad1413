/** A list of the Ministry on its way in: read, compared, kept in a draft, published, by the real centre. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { generateCatalogues } from '../dmdc-seed/generate.ts'
import { TOKEN_PATH, demoSecret } from '../scripts/stack/accounts.ts'
import { readCatalogueRows } from '../src/codes/import/read-catalogue-rows.ts'
import { SEED } from './cold-start.ts'
import { table, verdict, type Section } from './report.ts'
import { sendWell } from './send.ts'
import { wake, type Servers } from './servers.ts'
import { series, shown, spread } from './statistics.ts'

const GOAL_SECONDS = 5
const OFFICIAL = new URL('../../shared/official/icd10-qd4469-annex.xlsx', import.meta.url)

type List = { name: string; bytes: Uint8Array }

/** The official annex where it lies, else as many made-up codes of the same form as CSV. */
async function theList(): Promise<List> {
  if (existsSync(OFFICIAL))
    return { name: 'ICD-10 of QĐ 4469 (.xlsx, 12,219 rows)', bytes: new Uint8Array(await readFile(OFFICIAL)) }
  const rows = (await generateCatalogues(SEED)).find(({ entry }) => entry.id === 'icd10')?.rows ?? []
  const lines = rows.map(({ code, name }) => `${code},"${name}",,`)
  const csv = new TextEncoder().encode(`code,name,valid_from,valid_to\n${lines.join('\n')}\n`)
  return { name: `made-up ICD-10 codes (CSV, ${rows.length} rows; the official annex is not here)`, bytes: csv }
}

async function ministryToken(url: string): Promise<string> {
  const form = `grant_type=client_credentials&client_id=ministry&client_secret=${demoSecret('ministry')}`
  const response = await fetch(`${url}${TOKEN_PATH}`, { method: 'POST', body: new URLSearchParams(form) })
  // RFC 6749, section 5.1.
  return (await response.json<{ access_token: string }>()).access_token
}

/** Seconds of reading alone in Node, of a dry run, and of an import that is published. */
export async function imports(servers: Servers, { quick }: { quick: boolean }): Promise<Section> {
  const { name, bytes } = await theList()
  const { url } = servers.stack
  await wake(url)
  const token = await ministryToken(url)
  const post = async (query: string): Promise<number> => {
    const target = `${url}/v1/dmdc/icd10/imports?decision=bench&${query}`
    const status = query.includes('publish') ? 201 : 200
    return (await sendWell(target, { method: 'POST', token, body: [bytes] }, status)).milliseconds / 1000
  }
  const reading: number[] = []
  const dry: number[] = []
  const whole: number[] = []
  for (let round = 0; round < (quick ? 2 : 3); round += 1) {
    const started = performance.now()
    readCatalogueRows('icd10', bytes)
    reading.push((performance.now() - started) / 1000)
    dry.push(await post('validFrom=2020-10-28&dryRun=true'))
    whole.push(await post(`validFrom=2027-0${round + 1}-01&publish=true`))
  }
  // The first is the import; the later ones find that nearly all of it is in force already.
  const [first = Number.NaN] = whole
  const text = [
    `${name}, sent to the centre by HTTP; the release in force holds the project's seed at first. The first import adds, the later ones find the same codes.`,
    table(
      ['', 'seconds: median (least–most)'],
      [
        ['read in Node, nothing else (reference)', spread(series(reading))],
        ['dry run: sent, read, compared', spread(series(dry))],
        ['import: and kept in a draft, reviewed, published; the first one', shown(first)],
        ['the same again', spread(series(whole.slice(1)))],
      ],
    ),
    verdict(first <= GOAL_SECONDS, `the first import in at most ${GOAL_SECONDS} s (${shown(first)})`),
  ]
  return { title: 'Import', text: text.join('\n\n') }
}
