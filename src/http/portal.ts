import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import type { AppEnv } from './services.ts'

/**
 * The portal's page, where a person's browser asks for an address that the portal has and the API does not: the page reads the address
 * and shows what belongs there. null: the API answers.
 */
export async function portalPage(app: OpenAPIHono<AppEnv>, c: Context<AppEnv>): Promise<Response | null> {
  const { portal } = c.get('services')
  const isAsked = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (portal === null || !isAsked || isFile(c.req.path) || isOfApi(app, c.req.path) || !wantsPage(c)) return null
  const page = await portal(new Request(new URL('/', c.req.url), { method: c.req.method }))
  // Headers are added to it on its way out.
  return new Response(page.body, page)
}

const wantsPage = (c: Context<AppEnv>): boolean =>
  accepts(c, { header: 'Accept', supports: ['application/json', 'text/html'], default: 'application/json' }) ===
  'text/html'

/** A file that is there is answered before the Worker is asked. */
const isFile = (path: string): boolean => /\.\w+$/.test(path)

/** Below a first word of one of its routes, such as `/v1`: what it does not have there is a wrong address of the API. */
const isOfApi = (app: OpenAPIHono<AppEnv>, path: string): boolean =>
  app.routes.some(({ path: known, method }) => method !== 'ALL' && firstWord(known) === firstWord(path))

const firstWord = (path: string): string => path.split('/')[1] ?? ''
