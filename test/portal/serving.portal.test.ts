/** How the Worker serves the portal: its files, its addresses, and the API beside it. */
import { describe, expect, inject, test } from 'vitest'

const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${inject('portalUrl')}${path}`, { headers })
const typeOf = (response: Response): string => response.headers.get('content-type') ?? ''

describe('the portal', () => {
  test.each(['/', '/check', '/check?by=table', '/nowhere/at/all'])(
    '%s is its page, under a policy that lets nothing in',
    async (path) => {
      const answer = await get(path, PAGE)
      expect([answer.status, typeOf(answer)]).toEqual([200, 'text/html; charset=utf-8'])
      expect(await answer.text()).toContain('<div id="root">')
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
      expect(answer.headers.get('cache-control')).toContain('must-revalidate')
    },
  )

  test('has files that are kept for ever, as their names change with them', async () => {
    const page = await (await get('/', PAGE)).text()
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? ''
    const answer = await get(script)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    const text = await answer.text()
    expect(text.length).toBeGreaterThan(1000)
    // Of React the build for use, not the one for developers, which explains each mistake at length.
    expect(text).not.toContain('React DevTools')
  })
})

describe('the API beside it', () => {
  test.each([
    ['/v1/nowhere', PAGE],
    ['/oauth/nowhere', PAGE],
    ['/nowhere', { accept: 'application/json' }],
    ['/nowhere', {}],
    ['/assets/missing.js', PAGE],
  ])('answers for %s (%o) that there is no such address', async (path, headers) => {
    const answer = await get(path, headers)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'route-unknown' })
  })

  test('answers at its addresses, also when a browser asks', async () => {
    expect(await (await get('/healthz', PAGE)).json()).toMatchObject({ status: expect.any(String) })
    expect(typeOf(await get('/v1/dmdc', PAGE))).toContain('application/json')
  })
})
