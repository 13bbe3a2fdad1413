import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { describeFault } from '../fault.ts'
import { Refusal, problemOf, problemOfFault } from '../refusal.ts'
import { drainBody, isDrainable } from './drain.ts'
import { refuseParameter } from './parameter.ts'
import { findingsRoute } from './routes/findings.ts'
import { healthRoute } from './routes/health.ts'
import { rulesRoute } from './routes/rules.ts'
import { submissionRoute } from './routes/submission.ts'
import { submitRoute } from './routes/submit.ts'
import { TOKEN_PATH, tokenRoute } from './routes/token.ts'
import type { AppEnv, Services } from './services.ts'

const DESCRIPTION = `Receives the XML dossiers of health insurance (KCB BHYT) of Việt Nam, checks them while they stream in and
acknowledges them per field. Standards: QĐ 4210, 130, 4750, 3176.`

/** The HTTP face of the service. `servicesOf` wires the isolate's services from its bindings. */
export function createApp(servicesOf: (bindings: AppEnv['Bindings']) => Services): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw refuseParameter(result.error)
    },
  })

  app.use(requestId())
  app.use(async (c, next) => {
    c.set('services', servicesOf(c.env))
    await next()
    if (!c.res.ok && isDrainable(c.req.header('content-length'))) await drainBody(c.req.raw.body)
  })

  tokenRoute(app)
  submitRoute(app)
  submissionRoute(app)
  findingsRoute(app)
  rulesRoute(app)
  healthRoute(app)

  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  })
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'bhyt-edge', version: '1', description: DESCRIPTION } })

  app.notFound((c) => {
    const methods = methodsOf(app, c.req.path)
    if (methods.length === 0) return answer(c, new Refusal('route-unknown'))
    c.header('allow', methods.join(', '))
    return answer(c, new Refusal('method-not-allowed'))
  })
  app.onError((error, c) => answer(c, isBadForm(error) ? badForm(error) : error))
  return app
}

/** The one place where what was thrown becomes an answer: a refusal is told, a fault is logged and told by its id only. */
function answer(c: Context<AppEnv>, error: Error): Response {
  const id = c.get('requestId')
  const isRefusal = error instanceof Refusal
  if (!isRefusal || error.status === 503) {
    console.error(
      JSON.stringify({ event: isRefusal ? error.code : 'fault', requestId: id, cause: describeFault(error) }),
    )
  }
  const problem = isRefusal ? problemOf(error, id) : problemOfFault(id)
  const oauth = c.req.path === TOKEN_PATH ? oauthError(error) : {}
  // One of the statuses of refusals; Hono's type lists them all.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return c.body(JSON.stringify({ ...problem, ...oauth }), problem.status as 400, {
    'content-type': 'application/problem+json',
    ...(isRefusal ? headersOf(error, c.req.path) : {}),
  })
}

function headersOf(refusal: Refusal, path: string): Record<string, string> {
  const { status, retryAfterSeconds, code } = refusal
  if (retryAfterSeconds !== undefined) return { 'retry-after': String(retryAfterSeconds) }
  if (status !== 401) return {}
  const bearer = code === 'token-missing' ? 'Bearer' : 'Bearer error="invalid_token"'
  return { 'www-authenticate': path === TOKEN_PATH ? 'Basic realm="bhyt-edge"' : bearer }
}

/** RFC 6749, section 5.2: what OAuth clients look for, beside the problem. */
function oauthError(error: Error): { error?: string; error_description?: string } {
  if (!(error instanceof Refusal)) return {}
  const known: Partial<Record<Refusal['code'], string>> = {
    'credentials-invalid': 'invalid_client',
    'grant-type-unsupported': 'unsupported_grant_type',
    'parameter-invalid': 'invalid_request',
  }
  const name = known[error.code]
  return name ? { error: name, error_description: error.code } : {}
}

/** Hono's own word on a form that cannot be read. */
const isBadForm = (error: Error): boolean => error instanceof HTTPException && error.status === 400

const badForm = (cause: Error): Refusal => {
  const expected = 'application/x-www-form-urlencoded'
  return new Refusal('parameter-invalid', { parameter: 'body', expected }, undefined, { cause })
}

/** The methods that the path has (RFC 9110, section 15.5.6 asks a 405 to name them). */
const methodsOf = (app: OpenAPIHono<AppEnv>, asked: string): string[] => [
  ...new Set(app.routes.flatMap(({ path, method }) => (method !== 'ALL' && pathMatches(path, asked) ? [method] : []))),
]

const pathMatches = (pattern: string, path: string): boolean => {
  const expected = pattern.split('/')
  const actual = path.split('/')
  return expected.length === actual.length && expected.every((part, at) => part.startsWith(':') || part === actual[at])
}
