import { vietnamIsoDay, vietnamTime } from '../../../kernel/vietnam-time.ts'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { departments, isDepartmentId } from '../../../../db/reference/departments.ts'
import { OPEN_START, type ListedCode } from '../../../store/reference/listed-code.ts'
import { listContents } from '../../../codes/terminology/catalogues.ts'
import { findCode, findCodes, isInForce, successorsOf } from '../../../codes/terminology/code.ts'
import { type ServedCatalogue, type ReleaseHead, type ReleaseInForce } from '../../../codes/terminology/scope.ts'
import { searchCatalogue } from '../../../codes/terminology/search.ts'
import { dmdcHeaders } from '../../dmdc-headers.ts'
import {
  catalogueParam,
  codeParam,
  codeSchema,
  contentsSchema,
  dayQuery,
  dmdcAnswer,
  releaseQuery,
  searchQuery,
  searchSchema,
} from './schemas.ts'
import type { codeRowSchema } from '../releases/schemas.ts'
import type { AppEnv } from '../../services.ts'
import { FOR_EVER, SHORTLY, tagged } from '../../caching.ts'
import { problems } from '../service/problems.ts'
import { placeOf, wordOf } from './page-end.ts'

const contents = createRoute({
  method: 'get',
  path: '/v1/dmdc',
  summary: 'The shared code lists: catalogues with owners and decisions, releases; no token needed',
  middleware: [tagged],
  responses: { ...dmdcAnswer(contentsSchema, 'Catalogues and releases'), ...problems(503) },
})

const search = createRoute({
  method: 'get',
  path: '/v1/dmdc/{catalogue}',
  summary: 'Search a catalogue by code and Vietnamese name, as of a day; no token needed',
  middleware: [tagged],
  request: { params: z.object({ catalogue: catalogueParam }), query: searchQuery },
  responses: { ...dmdcAnswer(searchSchema, 'A page of codes'), ...problems(400, 404, 503) },
})

const one = createRoute({
  method: 'get',
  path: '/v1/dmdc/{catalogue}/{code}',
  summary: 'One code: whether it is in force on a day, its history, what took its place; no token needed',
  middleware: [tagged],
  request: {
    params: z.object({ catalogue: catalogueParam, code: codeParam }),
    query: z.object({ date: dayQuery, release: releaseQuery }),
  },
  responses: { ...dmdcAnswer(codeSchema, 'The code'), ...problems(400, 404, 503) },
})

/** To be registered after every other path under /v1/dmdc: a catalogue's id may be in the same place. */
export function lookUpRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(contents, async (c) => {
    const { openReplica, now } = c.get('services')
    const { standing, catalogues, releases } = await listContents(openReplica(), now())
    const shown = {
      release: shownRelease(standing.release),
      catalogues: catalogues.map((head) => ({
        ...shownHead(head),
        owner: ownerOf(head.owner),
        rows: head.rows,
        hash: head.hash,
        contentHash: head.contentHash,
        decisions: [...head.decisions],
      })),
      releases: releases.map(({ note, restores, ...release }) => ({
        ...shownRelease(release),
        note,
        restores,
        inForce: release.number === standing.release.number,
      })),
    }
    return c.json(shown, 200, headersOf(standing, SHORTLY))
  })

  app.openapi(search, async (c) => {
    const { openReplica, now } = c.get('services')
    const { q, date, release, after, limit } = c.req.valid('query')
    const { catalogue } = c.req.valid('param')
    const moment = now()
    const day = date === 'all' ? null : (date ?? vietnamIsoDay(moment))
    const place = after === undefined ? null : placeOf(after)
    const found = await searchCatalogue(openReplica(), {
      now: moment,
      release,
      catalogue,
      words: q,
      day,
      after: place,
      limit,
    })
    const shown = {
      release: found.standing.release.id,
      catalogue: shownHead(found.head),
      date: day,
      total: found.total,
      codes: found.rows.map(shownRow),
      next: found.next === null ? null : wordOf(found.next),
    }
    // With release and day both named, the question has one answer for ever.
    return c.json(
      shown,
      200,
      headersOf(found.standing, release !== undefined && date !== undefined ? FOR_EVER : SHORTLY),
    )
  })

  codeRoute(app)
}

/** One code of a catalogue. */
function codeRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(one, async (c) => {
    const { openReplica, now } = c.get('services')
    const { catalogue, code } = c.req.valid('param')
    const { date, release } = c.req.valid('query')
    const moment = now()
    const asked = { now: moment, release, catalogue, day: date ?? vietnamIsoDay(moment) }
    const { standing, head, row, history, decision } = await findCode(openReplica(), { ...asked, code })
    const newest = row ?? history.at(-1)
    const successors = newest === undefined ? [] : successorsOf(newest)
    // Within the release that was just read: another one may have come meanwhile.
    const pinned = { ...asked, release: standing.release.id }
    const replaced = successors.length === 0 ? [] : await findCodes(openReplica(), { ...pinned, codes: successors })
    const shown = {
      release: standing.release.id,
      catalogue: shownHead(head),
      date: asked.day,
      code,
      inForce: row !== null,
      row: row === null ? null : shownRow(row),
      replacements: replaced.map(({ history: periods, row: current }, at) => ({
        code: successors[at] ?? '',
        name: (current ?? periods.at(-1))?.name ?? null,
        inForce: periods.some((period) => isInForce(period, asked.day)),
      })),
      source: decision,
      history: history.map(shownRow),
    }
    return c.json(shown, 200, headersOf(standing, release !== undefined && date !== undefined ? FOR_EVER : SHORTLY))
  })
}

/** What every answer about code lists says of itself in its headers. */
export const headersOf = (
  { release, replicaLagSeconds }: ReleaseInForce,
  caching: Record<string, string>,
): Record<string, string> => ({ ...caching, ...dmdcHeaders({ release: release.id, replicaLagSeconds }) })

const shownRelease = ({ id, number, publishedAt, effectiveAt }: ReleaseHead) => ({
  id,
  number,
  publishedAt: vietnamTime(publishedAt),
  effectiveAt: vietnamTime(effectiveAt),
})

const shownHead = ({ id, titleVi, titleEn, completeness, completeFrom }: ServedCatalogue) => ({
  id,
  title: { vi: titleVi, en: titleEn },
  completeness,
  completeFrom,
})

const ownerOf = (owner: string): { id: string; vi: string; en: string } =>
  isDepartmentId(owner) ? { id: owner, ...departments[owner] } : { id: owner, vi: owner, en: owner }

type ShownRow = z.infer<typeof codeRowSchema>

const shownRow = ({ validFrom, ...row }: ListedCode): ShownRow => ({
  ...row,
  validFrom: validFrom === OPEN_START ? null : validFrom,
  attributes: { ...row.attributes },
})
