/** The server that is followed. Nothing it says is believed here; only its form is checked. */
import type { JWK } from 'jose'
import { z } from 'zod'
import {
  contentsSchema,
  feedSchema,
  keysSchema,
  signedReleaseSchema,
} from '../../../src/http/routes/code-lists/schemas.ts'
import { Mismatch, Unreachable } from './problem.ts'
import { rowSchema } from './row.ts'

/** A page is some 300 KB, a snapshot some 30 MB. */
const TIMEOUT_MS = 120_000

export type RemotePage = z.infer<typeof feedSchema>
export type RemoteRelease = z.infer<typeof signedReleaseSchema>

const snapshotRow = rowSchema.extend({ catalogue: z.string() })
export type SnapshotRow = z.infer<typeof snapshotRow>

export type Remote = {
  readonly url: string
  keys(): Promise<JWK[]>
  /** Id and number of the release in force. */
  inForce(): Promise<{ id: string; number: number }>
  page(since: number): Promise<RemotePage>
  release(id: string): Promise<RemoteRelease>
  /** First the release, then every row. */
  snapshot(id: string): AsyncGenerator<{ release: RemoteRelease } | { row: SnapshotRow }, void>
}

const held = <Schema extends z.ZodType>(schema: Schema, what: string, value: unknown): z.infer<Schema> => {
  const result = schema.safeParse(value)
  if (!result.success) throw new Mismatch(`${what} is not of the documented form: ${z.prettifyError(result.error)}`)
  return result.data
}

/** `url`: of the service, without a path. */
export function openRemote(url: string): Remote {
  const ask = async (path: string): Promise<Response> => {
    const response = await fetch(new URL(path, `${url.replace(/\/$/, '')}/`), {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new Unreachable(`${url} does not answer`, { cause })
    })
    if (response.ok) return response
    const said = (await response.text().catch(() => '')).slice(0, 300)
    throw new Unreachable(`GET ${path} was answered with ${response.status}: ${said}`)
  }
  const read = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> => {
    const response = await ask(path)
    const body: unknown = await response.json().catch((cause: unknown) => {
      throw new Unreachable(`GET ${path} broke off`, { cause })
    })
    return held(schema, `GET ${path}`, body)
  }
  return {
    url,
    keys: async () => (await read('v1/dmdc/keys', keysSchema)).keys,
    inForce: async () => (await read('v1/dmdc', contentsSchema)).release,
    page: (since) => read(`v1/dmdc/changes?since=${since}`, feedSchema),
    release: (id) => read(`v1/dmdc/releases/${encodeURIComponent(id)}`, signedReleaseSchema),
    async *snapshot(id) {
      const path = `v1/dmdc/releases/${encodeURIComponent(id)}/snapshot`
      let isFirst = true
      for await (const line of linesOf(await ask(path))) {
        if (isFirst) yield { release: held(signedReleaseSchema, `the first line of ${path}`, parse(line)) }
        else yield { row: held(snapshotRow, `a line of ${path}`, parse(line)) }
        isFirst = false
      }
    },
  }
}

async function* linesOf({ body }: Response): AsyncGenerator<string, void> {
  if (body === null) return
  let rest = ''
  try {
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + piece).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    throw new Unreachable('the snapshot broke off', { cause })
  }
  if (rest !== '') throw new Unreachable('the snapshot broke off within a line')
}

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
