import { etag, RETAINED_304_HEADERS } from 'hono/etag'

/** An ETag made of the body, unless the route gave one; If-None-Match is answered with 304. Release and lag are given all the same. */
export const tagged = etag({
  retainedHeaders: [
    ...RETAINED_304_HEADERS,
    'dmdc-release',
    'dmdc-lag-seconds',
    'link',
    'access-control-allow-origin',
    'access-control-expose-headers',
  ],
})

/** What may change with the next release: kept shortly, so that a published code is soon seen by everybody. */
export const SHORTLY = { 'cache-control': 'public, max-age=10' }

/** What lies under a name that never means anything else. */
export const FOR_EVER = { 'cache-control': 'public, max-age=31536000, immutable' }
