import { Refusal } from './refusals.ts'

/** ASCII is a part of UTF-8. */
const UTF8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii'])

/** Every body is read as UTF-8. Throws charset-unsupported where Content-Type says that it is something else. */
export function assertUtf8(contentType: string | undefined): void {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1]
  if (charset !== undefined && !UTF8.has(charset.toLowerCase())) throw new Refusal('charset-unsupported')
}
