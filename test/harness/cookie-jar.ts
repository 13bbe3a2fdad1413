/** A browser as the service sees it: cookies by address, and the Origin of a page of the service. */

export type Browsed = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> }
type Cookie = { readonly value: string; readonly path: string }

export class CookieJar {
  #cookies: Map<string, Cookie>

  constructor(
    private readonly url: string,
    private readonly userAgent = '',
    cookies: ReadonlyMap<string, Cookie> = new Map(),
  ) {
    this.#cookies = new Map(cookies)
  }

  /** Another one with the same cookies, as somebody has them who stole them. */
  copy(): CookieJar {
    return new CookieJar(this.url, this.userAgent, this.#cookies)
  }

  async ask(method: string, path: string, json?: object): Promise<Browsed> {
    const cookies = [...this.#cookies].filter(
      ([, { path: of }]) => of === '/' || path === of || path.startsWith(`${of}/`),
    )
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        origin: this.url,
        'user-agent': this.userAgent,
        cookie: cookies.map(([name, { value }]) => `${name}=${value}`).join('; '),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const at = pair.indexOf('=')
    const name = pair.slice(0, at)
    const path = attributes.find((each) => each.startsWith('Path='))?.slice('Path='.length) ?? '/'
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name)
    else this.#cookies.set(name, { value: pair.slice(at + 1), path })
  }
}
