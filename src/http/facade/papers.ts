import type { Context } from 'hono'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { LegacyAnswer } from '../../edge/facade/answers.ts'
import type { PaperKind } from '../../edge/facade/operations.ts'
import { addPapers, listPapers } from '../../edge/facade/paper-ledger.ts'
import { paperAnswer, takePaper } from '../../edge/facade/papers.ts'
import { openWrapper } from '../../edge/facade/wrapper/open-wrapper.ts'
import { withBody } from '../../edge/read-body.ts'
import { assertMayRead } from '../../edge/identity/caller.ts'
import { paperStore, pendingPapers, settlePapers } from '../../edge/receipt/paper-store.ts'
import { vietnamTime } from '../../kernel/vietnam-time.ts'
import type { Reference } from '../../store/database.ts'
import { callerOf, operation } from '../operation.ts'
import { moment } from '../schema-parts.ts'
import type { AppEnv, Services } from '../services.ts'
import { freshest, json } from '../route-parts.ts'
import { problems } from '../routes/service/problems.ts'
import { legacyBody, legacyCaller, parametersBeside } from './request.ts'
import { facilityParams } from './schemas.ts'

/** A catalogue, summary or certificate: kept as it came, and answered as the gateway does. The token may lie before the file in the body. */
export async function legacyPaper(c: Context<AppEnv>, kind: PaperKind): Promise<LegacyAnswer> {
  const { store: kept, now, randomName } = c.get('services')
  const parameters = parametersBeside(c)
  return withBody(legacyBody(c, false), async (body) => {
    const wrapper = await openWrapper(body, c.req.header('content-type'))
    const caller = await legacyCaller(c, [parameters, wrapper.fields])
    const store = paperStore(kept, randomName())
    return paperAnswer(await takePaper({ kind, caller, parameters, wrapper }, { store, now: now() }))
  })
}

/** Takes notes of papers out of the store into the database. A crash between the two enters nothing twice. */
export async function takePapers({ bucket }: Services['store'], primary: Reference): Promise<void> {
  const notes = await pendingPapers(bucket)
  if (notes.length === 0) return
  await addPapers(primary, notes)
  await settlePapers(
    bucket,
    notes.map(({ id }) => id),
  )
}

const paper = z.object({
  id: z.string(),
  kind: z.string().openapi({ example: '03/DM' }),
  version: z.int().openapi({ description: 'Counts what came of this kind from 1' }),
  period: z.string().nullable(),
  receivedAt: moment,
  person: z.string().nullable(),
  bytes: z.int(),
  sha256: z.string(),
  rows: z.int().nullable().openapi({ description: 'Of a catalogue' }),
  errors: z.int(),
  warnings: z.int(),
  problems: z.array(
    z.object({ row: z.string(), field: z.string(), level: z.enum(['error', 'warning']), vi: z.string() }),
  ),
})

const route = operation(
  { may: ['sender', 'supervisor', 'operator', 'auditor'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: '/v1/facilities/{facility}/papers',
    summary:
      'Catalogues and other papers that a facility sent beside dossiers, as versions (itself, its province, the ministry)',
    request: {
      params: facilityParams,
      query: z.object({
        kind: z.string().max(20).optional().openapi({ description: 'Only this kind', example: '03/DM' }),
      }),
    },
    responses: {
      200: json(
        z.object({ papers: z.array(paper) }).openapi('Papers'),
        'By kind, the newest version first; 200 at most',
      ),
      ...problems(400, 401, 403, 503),
    },
  },
)

export function paperRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { facility } = c.req.valid('param')
    assertMayRead(callerOf(c), facility)
    const { store, centre } = c.get('services')
    if (centre) await takePapers(store, centre.openPrimary())
    const found = await listPapers(freshest(c), facility, c.req.valid('query').kind ?? null)
    return c.json({ papers: found.map(shown) }, 200)
  })
}

const shown = ({ receivedAt, problems, ...row }: Awaited<ReturnType<typeof listPapers>>[number]) =>
  paper.parse({ ...row, receivedAt: vietnamTime(receivedAt), problems: JSON.parse(problems) as unknown })
