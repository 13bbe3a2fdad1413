import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { Refusal } from '../../refusals.ts'
import {
  readPacked,
  readPage,
  readRelease,
  readRows,
  type SignedRelease,
  type SnapshotRow,
} from '../../../codes/terminology/feed.ts'
import { dmdcHeadersSchema } from '../../dmdc-headers.ts'
import { dmdcAnswer, feedQuery, feedSchema, keysSchema, signedReleaseSchema } from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { FOR_EVER, SHORTLY, tagged } from '../../caching.ts'
import { problems } from '../service/problems.ts'
import { headersOf } from './look-up.ts'

const idParam = z.object({ id: z.string().min(1).max(40).openapi({ example: '2026.11.1' }) })

const changes = createRoute({
  method: 'get',
  path: '/v1/dmdc/changes',
  summary: 'Every change of the code lists in order, hashed and signed, page by page; no token needed',
  middleware: [tagged],
  request: { query: feedQuery },
  responses: { ...dmdcAnswer(feedSchema, 'The next page, or none'), ...problems(400, 503) },
})

const release = createRoute({
  method: 'get',
  path: '/v1/dmdc/releases/{id}',
  summary: 'A release as it was signed; no token needed',
  middleware: [tagged],
  request: { params: idParam },
  responses: { ...dmdcAnswer(signedReleaseSchema, 'The release'), ...problems(400, 404, 503) },
})

const snapshot = createRoute({
  method: 'get',
  path: '/v1/dmdc/releases/{id}/snapshot',
  summary: 'All rows of a release, one a line; no token needed',
  description:
    'NDJSON. The first line is what GET /v1/dmdc/releases/{id} answers; each other line a row with its catalogue, in the order of ' +
    'catalogue, code, first day. Whoever reads it compares the hash of each catalogue with the signed one.',
  middleware: [tagged],
  request: { params: idParam },
  responses: {
    200: {
      description: 'All rows',
      headers: dmdcHeadersSchema,
      content: { 'application/x-ndjson': { schema: z.string() } },
    },
    304: { description: 'As the sender of If-None-Match has it' },
    ...problems(400, 404, 503),
  },
})

const packed = createRoute({
  method: 'get',
  path: '/v1/dmdc/packed/{hash}',
  summary:
    'One catalogue, packed as edges load it, by its hash; for a checker that works without a line; no token needed',
  description:
    'The bytes never change. GET /v1/dmdc names the hash of each catalogue of the release in force. Form: "DMDC", the number of the form, ' +
    'SHA-256 of the content, then the content as raw deflate (RFC 1951).',
  request: { params: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256') }) },
  responses: {
    200: {
      description: 'The packed catalogue',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problems(400, 404, 503),
  },
})

const keys = createRoute({
  method: 'get',
  path: '/v1/dmdc/keys',
  summary: 'The public keys by which releases and pages of changes are verified; no token needed',
  middleware: [tagged],
  responses: {
    200: { description: 'The keys', content: { 'application/json': { schema: keysSchema } } },
    304: { description: 'As the sender of If-None-Match has it' },
    ...problems(404),
  },
})

/** What others follow the code lists by. */
export function feedRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(changes, async (c) => {
    const { openReplica, now } = c.get('services')
    const { since } = c.req.valid('query')
    const { standing, page, more } = await readPage(openReplica(), { since, now: now() })
    const shown = {
      page: page?.page ?? null,
      signature: page?.signature ?? null,
      entries: page?.entries.map(({ attributes, ...entry }) => ({ ...entry, attributes: { ...attributes } })) ?? [],
      next: page?.page.number ?? since,
      more,
    }
    // A page never changes; that it is the last one does.
    return c.json(shown, 200, headersOf(standing, more ? FOR_EVER : SHORTLY))
  })

  app.openapi(release, async (c) => {
    const { openReplica, now } = c.get('services')
    const signed = await readRelease(openReplica(), c.req.valid('param').id, now())
    return c.json(shownSigned(signed), 200, headersOf(signed.standing, FOR_EVER))
  })

  app.openapi(snapshot, async (c) => {
    const { openReplica, now } = c.get('services')
    const { id } = c.req.valid('param')
    const moment = now()
    const signed = await readRelease(openReplica(), id, moment)
    const rows = readRows(openReplica, { now: moment, release: id })
    return c.body(linesOf(shownSigned(signed), rows), 200, {
      'content-type': 'application/x-ndjson',
      // Of what it says, so that nothing need be read to compare it.
      etag: `"${signed.release.id}-${signed.release.digest}"`,
      ...headersOf(signed.standing, FOR_EVER),
    })
  })

  app.openapi(packed, async (c) => {
    const { openReplica, now } = c.get('services')
    const bytes = await readPacked(openReplica(), c.req.valid('param').hash, now())
    return c.body(bytes, 200, { 'content-type': 'application/octet-stream', ...FOR_EVER })
  })

  app.openapi(keys, (c) => {
    const { keys: published } = c.get('services').dmdcPublicKeys
    if (published.length === 0) throw new Refusal('route-unknown')
    return c.json({ keys: published.map((key) => ({ ...key })) }, 200, SHORTLY)
  })
}

const shownSigned = ({
  release: { publishedAt, effectiveAt, ...rest },
  signature,
  cursor,
  lastChange,
}: SignedRelease) => ({
  release: { ...rest, publishedAt: vietnamTime(publishedAt), effectiveAt: vietnamTime(effectiveAt) },
  signature,
  cursor,
  lastChange,
})

/** One line of JSON each; read from the database only as fast as they are taken. */
function linesOf(first: unknown, rows: AsyncGenerator<readonly SnapshotRow[], void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let head: string | undefined = `${JSON.stringify(first)}\n`
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (head !== undefined) {
          controller.enqueue(encoder.encode(head))
          head = undefined
          return
        }
        const { done, value } = await rows.next()
        if (done === true) controller.close()
        else controller.enqueue(encoder.encode(value.map((row) => `${JSON.stringify(row)}\n`).join('')))
      },
      async cancel() {
        await rows.return()
      },
    },
    { highWaterMark: 0 },
  )
}
