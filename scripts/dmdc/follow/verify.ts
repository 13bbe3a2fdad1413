/** What makes the copy true: signatures, the chain of hashes, and the content of every catalogue. */
import { calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { changeHash } from '../../../src/codes/release/chain.ts'
import { contentHash } from '../../../src/store/reference/listed-code.ts'
import { keyOf, isSame, type Rows } from './copy.ts'
import { Mismatch } from './problem.ts'
import type { RemotePage, RemoteRelease } from './remote.ts'

const pageClaims = z.object({
  number: z.int(),
  firstChange: z.int(),
  lastChange: z.int(),
  previousHash: z.string(),
  lastHash: z.string(),
  release: z.string(),
})

const releaseClaims = z.object({
  id: z.string(),
  number: z.int(),
  lastHash: z.string(),
  digest: z.string(),
  catalogues: z.array(
    z.object({ catalogue: z.string().regex(/^[a-z0-9-]{1,40}$/), rows: z.int(), contentHash: z.string() }),
  ),
})
export type ReleaseClaims = z.infer<typeof releaseClaims>

/** Public keys by thumbprint. */
export type Keys = Readonly<Record<string, JWK>>

/** RFC 7638. */
export async function byThumbprint(keys: readonly JWK[]): Promise<Record<string, JWK>> {
  const pairs = await Promise.all(keys.map(async (key) => [await calculateJwkThumbprint(key), key] as const))
  return Object.fromEntries(pairs)
}

async function claimsOf<Schema extends z.ZodType>(
  what: string,
  signature: string,
  keys: Keys,
  schema: Schema,
): Promise<z.infer<Schema>> {
  for (const key of Object.values(keys)) {
    const verified = await compactVerify(signature, await importJWK(key, 'ES256'), { algorithms: ['ES256'] }).catch(
      () => null,
    )
    if (verified === null) continue
    const claims = schema.safeParse(JSON.parse(new TextDecoder().decode(verified.payload)))
    if (!claims.success) throw new Mismatch(`${what} is signed, but what is signed is of another form`)
    return claims.data
  }
  throw new Mismatch(`${what} is not signed by a pinned key (${Object.keys(keys).join(', ')})`)
}

/** The place of the copy in the chain. */
export type Head = { readonly cursor: number; readonly lastChange: number; readonly lastHash: string }

/** A page of the feed that follows `head`, proven; the place of the copy after it. Throws Mismatch. */
export async function verifyPage(answer: RemotePage, head: Head, keys: Keys): Promise<Head & { release: string }> {
  const { page, signature, entries } = answer
  const wanted = head.cursor + 1
  if (page === null || signature === null) throw new Mismatch(`page ${wanted} came without itself or its signature`)
  const what = `page ${page.number}`
  if (page.number !== wanted) throw new Mismatch(`${what} came where page ${wanted} was to come: a page is missing`)
  const claims = await claimsOf(what, signature, keys, pageClaims)
  const said: Readonly<Record<string, unknown>> = page
  for (const [name, value] of Object.entries(claims))
    if (said[name] !== value) throw new Mismatch(`${what}: its ${name} is not the one signed`)
  if (page.previousHash !== head.lastHash || page.firstChange !== head.lastChange + 1)
    throw new Mismatch(`${what} does not follow change ${head.lastChange}, which this copy holds: something is missing`)
  let hash = page.previousHash
  let number = head.lastChange
  for (const { number: stated, kind, catalogue, hash: claimed, ...row } of entries) {
    number += 1
    if (stated !== number) throw new Mismatch(`${what}: change ${stated} came where ${number} was to come`)
    hash = changeHash(hash, number, { kind, catalogue, row })
    if (hash !== claimed)
      throw new Mismatch(`${what}: change ${number} (${catalogue} ${row.code}) is not what its hash says`)
  }
  if (number !== page.lastChange || hash !== page.lastHash)
    throw new Mismatch(`${what} ends at change ${number} with another hash than the one signed`)
  return { cursor: page.number, lastChange: number, lastHash: hash, release: page.release }
}

/** A release, proven. Throws Mismatch. */
export async function verifyRelease(
  { release, signature }: RemoteRelease,
  id: string,
  keys: Keys,
): Promise<ReleaseClaims> {
  const claims = await claimsOf(`release ${id}`, signature, keys, releaseClaims)
  if (claims.id !== id || release.id !== id || release.number !== claims.number || release.digest !== claims.digest)
    throw new Mismatch(`release ${id} is signed as ${claims.id}, number ${claims.number}`)
  return claims
}

/** Takes one page's changes into the rows; returns the catalogues they touch. Throws Mismatch where a change does not fit. */
export function apply(entries: RemotePage['entries'], catalogues: Map<string, Rows>): Set<string> {
  const touched = new Set<string>()
  for (const { number, kind, catalogue, hash: _, ...row } of entries) {
    const rows = catalogues.get(catalogue) ?? new Map()
    catalogues.set(catalogue, rows)
    touched.add(catalogue)
    const key = keyOf(row)
    const standing = rows.get(key)
    if (kind === 'opened') {
      if (standing !== undefined)
        throw new Mismatch(`change ${number} opens ${catalogue} ${row.code}, which is open already`)
      rows.set(key, row)
    } else {
      if (standing === undefined || !isSame(standing, row))
        throw new Mismatch(`change ${number} closes ${catalogue} ${row.code}, which is not open like that`)
      rows.delete(key)
    }
  }
  return touched
}

export type Content = { rows: number; contentHash: string }

/** Compares every catalogue with the signed release; hashes of those not in `touched` are known. Throws Mismatch. */
export function compare(
  claims: ReleaseClaims,
  catalogues: ReadonlyMap<string, Rows>,
  known: Readonly<Record<string, Content>>,
  touched: ReadonlySet<string>,
): Record<string, Content> {
  const listed = new Set(claims.catalogues.map(({ catalogue }) => catalogue))
  for (const [catalogue, { size }] of catalogues)
    if (size > 0 && !listed.has(catalogue)) throw new Mismatch(`release ${claims.id} has no catalogue ${catalogue}`)
  return Object.fromEntries(
    claims.catalogues.map(({ catalogue, rows, contentHash: signed }) => {
      const own = [...(catalogues.get(catalogue)?.values() ?? [])]
      const kept = touched.has(catalogue) ? undefined : known[catalogue]
      const hash = kept?.contentHash ?? contentHash(own)
      if (own.length !== rows || hash !== signed)
        throw new Mismatch(
          `${catalogue} is not what release ${claims.id} signed: ${own.length} rows, signed ${rows}; ` +
            `hash ${hash.slice(0, 12)}…, signed ${signed.slice(0, 12)}…`,
        )
      return [catalogue, { rows, contentHash: hash }]
    }),
  )
}
