/** A real OpenID Connect provider on this machine (oidc-provider), whose own pages let in whoever types a name. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import { Provider } from 'oidc-provider'

export const OUTSIDE_CLIENT = { id: 'bhyt-portal', secret: 'a-secret-of-the-test-provider-only' }

/** `redirects`: the addresses that it sends people back to. */
export async function startOutsideProvider(
  port: number,
  redirects: string[],
): Promise<{ issuer: string; stop(): Promise<void> }> {
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: OUTSIDE_CLIENT.id,
        client_secret: OUTSIDE_CLIENT.secret,
        redirect_uris: redirects,
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    cookies: { keys: ['only-of-the-test'] },
    pkce: { required: () => true },
  })
  const answer = provider.callback()
  const server = createServer((request, response) => void answer(request, response))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    issuer,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
