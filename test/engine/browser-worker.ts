/** The engine inside a Web Worker, with what a browser has: bundled for Chrome 109 and run by browser.flow.test.ts. */
import {
  inspectFile,
  plainCodecs,
  renderFinding,
  unpackSnapshot,
  type CodeLists,
  type DossierResult,
  type Inflate,
  type RenderedFinding,
} from '../../src/engine/index.ts'
import { Refusal } from '../../src/engine/refusals.ts'

/** Base64, as bytes travel into the page. */
export type Task = { file: string; pieceBytes: number; received: number }
export type Outcome = {
  findings: RenderedFinding[]
  dossiers: DossierResult[]
  result: unknown
  refused: { code: string; place: unknown } | null
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))

/** With the platform's own stream, counted while it comes. */
const inflate: Inflate = async (compressed, mostBytes) => {
  const stream = new Blob([compressed.slice()]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  if (bytes.length > mostBytes) throw new Error('more than a catalogue may have')
  return bytes
}

async function listsOf(packed: readonly string[]): Promise<CodeLists> {
  const release = { id: 'browser', number: 1, publishedAt: 0 }
  return { snapshot: await unpackSnapshot(release, packed.map(bytesOf), inflate), stale: false }
}

function inspect({ file, pieceBytes, received }: Task, codes: CodeLists): Outcome {
  const outcome: Outcome = { findings: [], dossiers: [], result: null, refused: null }
  const inspection = inspectFile({
    facility: null,
    stated: null,
    received,
    codes,
    codecs: plainCodecs,
    onFinding: (finding) => outcome.findings.push(renderFinding(finding)),
    onDossier: (result) => outcome.dossiers.push(result),
  })
  const bytes = bytesOf(file)
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) inspection.push(bytes.subarray(at, at + pieceBytes))
    outcome.result = inspection.end()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    outcome.refused = { code: error.code, place: error.place ?? null }
  }
  return outcome
}

let lists: Promise<CodeLists> | undefined

/** Called by the page's script for each message: first the packed lists, then one file after the other. */
export async function handle(message: { lists: string[] } | Task): Promise<Outcome | 'ready'> {
  if ('lists' in message) {
    await (lists = listsOf(message.lists))
    return 'ready'
  }
  if (!lists) throw new Error('the code lists come first')
  return inspect(message, await lists)
}
