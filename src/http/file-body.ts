import { z } from '@hono/zod-openapi'
import { Refusal } from './refusals.ts'

const MEDIA_TYPES: ReadonlySet<string> = new Set(['application/xml', 'text/xml', 'application/octet-stream'])

const file = { schema: z.string().openapi({ format: 'binary' }) }

/** A file of dossiers as the body of a request, for its documentation. */
export const fileBody = {
  required: true,
  content: { 'application/xml': file, 'text/xml': file, 'application/octet-stream': file },
}

/** Throws media-type-unsupported; a body without a media type is taken as bytes (RFC 9110, section 8.3). */
export function assertMediaType(contentType: string | undefined): void {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase()
  if (mediaType && !MEDIA_TYPES.has(mediaType)) throw new Refusal('media-type-unsupported')
}
