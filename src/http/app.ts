import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { problemOf, problemOfFault, type Problem } from '../kernel/refusal.ts'
import { Refusal } from './refusals.ts'
import { operationOutcome } from '../codes/terminology/fhir/outcome.ts'
import { createWordsFor } from './accepted-values.ts'
import { assertUtf8 } from './charset.ts'
import { publicCors, type DocumentedPath } from './cors.ts'
import { drainBody, isDrainable } from './drain-body.ts'
import { legacyFacade } from './facade/legacy-facade.ts'
import { legacyCallRoute } from './facade/operators.ts'
import { paperRoute } from './facade/papers.ts'
import { legacyUserRoutes } from './facade/users.ts'
import { knownQueriesOf, refuseUnknownQuery, type KnownQueries } from './known-queries.ts'
import { observed, routeOf } from './observe.ts'
import { asDocumented, openApiDocument } from './open-api.ts'
import { refuseParameter } from './parameter.ts'
import { portalPage } from './portal.ts'
import { draftRoutes } from './routes/releases/drafts.ts'
import { foreignRoutes } from './routes/foreign/routes.ts'
import { importRoute } from './routes/releases/imports.ts'
import { lakeRoutes } from './routes/lake/routes.ts'
import { mappingRoutes } from './routes/mappings/routes.ts'
import { proposalRoutes } from './routes/proposals/routes.ts'
import { feedRoutes } from './routes/code-lists/feed.ts'
import { lookUpRoutes } from './routes/code-lists/look-up.ts'
import { dossierRoutes } from './routes/dossiers/index.ts'
import { FHIR_JSON, FHIR_PATH, fhirRoutes } from './routes/fhir/routes.ts'
import { cardRoutes } from './routes/cards/routes.ts'
import { dryRunRoute } from './routes/submissions/dry-run.ts'
import { findingsRoute } from './routes/submissions/findings.ts'
import { healthRoute } from './routes/service/health.ts'
import { metricsRoute } from './routes/service/metrics.ts'
import { operationRoutes } from './routes/operations/index.ts'
import { noticeRoutes } from './routes/notices/routes.ts'
import { outageRoutes } from './routes/outages/routes.ts'
import { accountRoutes } from './routes/accounts/routes.ts'
import { accessRoutes } from './routes/accesses/routes.ts'
import { personRoutes } from './routes/persons/routes.ts'
import { regionRoutes } from './routes/regions/index.ts'
import { receiptRoutes } from './routes/receipts/routes.ts'
import { resultRoutes } from './routes/results/index.ts'
import { rulesRoute } from './routes/rules/routes.ts'
import { submissionListRoute } from './routes/submissions/list.ts'
import { submissionRoute } from './routes/submissions/submission.ts'
import { submitRoute } from './routes/submissions/submit.ts'
import { sessionRoutes } from './routes/session/routes.ts'
import { signInRoutes } from './routes/sign-in/routes.ts'
import { tokenOfCookie } from './session-cookies.ts'
import { oauthError } from './routes/token/error.ts'
import { TOKEN_PATH, tokenRoute, UNKEPT } from './routes/token/routes.ts'
import type { AppEnv, Services } from './services.ts'
import { noteThrown, refusalOf } from './thrown-errors.ts'

/** The HTTP face of the service. `servicesOf` wires the isolate's services from its bindings. */
export function createApp(servicesOf: (bindings: AppEnv['Bindings']) => Services): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result, c) => {
      if (!result.success) throw refuseParameter(result.error, wordsFor(c))
    },
  })
  const wordsFor = createWordsFor(() => asDocumented(openApiDocument(app)))

  // Read at the first request: by then every route is there.
  let known: KnownQueries | null = null
  app.use(requestId())
  app.use(async (c, next) => {
    c.set('services', servicesOf(c.env))
    await next()
  })
  app.use(observed)
  app.use(secured, tokenOfCookie)
  app.use(publicCors(() => documentedIn(app)))
  app.use(legacyFacade)
  app.use(async (c, next) => {
    assertUtf8(c.req.header('content-type'))
    refuseUnknownQuery(c, (known ??= knownQueriesOf(app)))
    await next()
    if (!c.res.ok && isDrainable(c.req.header('content-length'))) await drainBody(c.req.raw.body)
  })

  tokenRoute(app)
  sessionRoutes(app)
  signInRoutes(app)
  submitRoute(app)
  dryRunRoute(app)
  submissionListRoute(app)
  submissionRoute(app)
  findingsRoute(app)
  receiptRoutes(app)
  dossierRoutes(app)
  rulesRoute(app)
  healthRoute(app)
  metricsRoute(app)
  regionRoutes(app)
  operationRoutes(app)
  lakeRoutes(app)
  resultRoutes(app)
  outageRoutes(app)
  noticeRoutes(app)
  personRoutes(app)
  legacyUserRoutes(app)
  legacyCallRoute(app)
  paperRoute(app)
  accountRoutes(app)
  accessRoutes(app)
  cardRoutes(app)
  draftRoutes(app)
  importRoute(app)
  proposalRoutes(app)
  mappingRoutes(app)
  foreignRoutes(app)

  feedRoutes(app)
  fhirRoutes(app)
  // The last of those under /v1/dmdc: the id of a catalogue is where others have a name.
  lookUpRoutes(app)

  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  })
  app.get('/openapi.json', (c) => c.json(openApiDocument(app)))

  app.notFound(async (c) => (await portalPage(app, c)) ?? answerUnknown(app, c))
  app.onError((error, c) => answerThrown(c, refusalOf(error)))
  return app
}

/** A refused guess waits: whoever guesses from many connections takes the time of nobody else. */
async function answerThrown(c: Context<AppEnv>, thrown: unknown): Promise<Response> {
  if (thrown instanceof Refusal && thrown.code === 'too-many-guesses') await c.get('services').guesses.hold()
  return answer(c, thrown)
}

/**
 * For browsers: nothing is what it does not say it is (nosniff), nothing is framed, no address is handed on, and TLS is not left again for two
 * years. What pages of others may read is `publicCors`'s to say.
 */
const secured = secureHeaders({
  strictTransportSecurity: 'max-age=63072000; includeSubDomains',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
})

/** What the document says of every operation. The token endpoint is for programs: a page cannot keep a secret. */
const documentedIn = (app: OpenAPIHono<AppEnv>): DocumentedPath[] => [
  { path: '/openapi.json', method: 'get', needsToken: false },
  ...app.openAPIRegistry.definitions.flatMap((definition): DocumentedPath[] => {
    if (definition.type !== 'route') return []
    const { path, method, security: needed = [] } = definition.route
    return [{ path, method, needsToken: needed.length > 0 || path === TOKEN_PATH }]
  }),
]

/** An address that is not there, or has other methods. */
function answerUnknown(app: OpenAPIHono<AppEnv>, c: Context<AppEnv>): Response {
  const methods = methodsOf(app, c.req.path)
  if (methods.length === 0) return answer(c, new Refusal('route-unknown'))
  c.header('allow', methods.join(', '))
  return answer(c, new Refusal('method-not-allowed'))
}

/** The one place where what was thrown becomes an answer: a refusal is answered, a fault is logged and shows its id only. */
function answer(c: Context<AppEnv>, error: unknown): Response {
  const id = c.get('requestId')
  const isRefusal = error instanceof Refusal
  noteThrown(c, error, routeOf(c))
  const problem = isRefusal ? problemOf(error, id) : problemOfFault(id)
  const { body, type } = worded(problem, c.req.method, c.req.path)
  // One of the statuses of refusals; Hono's type lists them all.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return c.body(JSON.stringify(body), problem.status as 400, {
    'content-type': type,
    ...(isRefusal ? headersOf(error, c.req.path) : {}),
    ...(c.req.path === TOKEN_PATH ? UNKEPT : {}),
  })
}

/** A problem in the words that the clients of its path know: FHIR, OAuth, or RFC 9457. */
function worded(problem: Problem, method: string, path: string): { body: unknown; type: string } {
  if (path.startsWith(`${FHIR_PATH}/`)) return { body: operationOutcome(problem), type: FHIR_JSON }
  if (path === TOKEN_PATH && method === 'POST') return { body: oauthError(problem), type: 'application/json' }
  return { body: problem, type: 'application/problem+json' }
}

function headersOf(refusal: Refusal, path: string): Record<string, string> {
  const { status, retryAfterSeconds, code } = refusal
  if (retryAfterSeconds !== undefined) return { 'retry-after': String(retryAfterSeconds) }
  if (status !== 401) return {}
  const bearer = code === 'token-missing' ? 'Bearer' : 'Bearer error="invalid_token"'
  return { 'www-authenticate': path === TOKEN_PATH ? 'Basic realm="bhyt-edge", charset="UTF-8"' : bearer }
}

/** The methods that the path has (RFC 9110, section 15.5.6 asks a 405 to name them). */
const methodsOf = (app: OpenAPIHono<AppEnv>, asked: string): string[] => [
  ...new Set(
    app.routes.flatMap(({ path, method }) => {
      if (method === 'ALL' || !pathMatches(path, asked)) return []
      // RFC 9110, 9.3.2: whoever answers GET answers HEAD.
      return method === 'GET' ? ['GET', 'HEAD'] : [method]
    }),
  ),
]

const pathMatches = (pattern: string, path: string): boolean => {
  const expected = pattern.split('/')
  const actual = path.split('/')
  return (
    expected.length === actual.length &&
    expected.every((part, at) => (part.startsWith(':') ? actual[at] !== '' : part === actual[at]))
  )
}
