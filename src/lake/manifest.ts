import * as z from 'zod'
import { SCHEMA_VERSION, TABLE_NAMES, type TableName } from './tables.ts'

/**
 * What the lake holds of a province: one object, exchanged whole. A reader asks it first and reads the files that it names, never a folder;
 * so it never sees half a month, nor a month before and after a correction.
 */
const FILE = z.strictObject({
  name: z.string().regex(/^[a-z]+\/province=\w\w\/month=\d{4}-\d\d\/[0-9a-f]{32}\.parquet$/),
  rows: z.int().nonnegative(),
  bytes: z.int().positive(),
})
export type LakeFile = z.infer<typeof FILE>

const MONTH = z.strictObject({
  writtenAt: z.int(),
  schema: z.int().positive(),
  /** The fund's share of its current dossiers, in hundredths of a đồng, as text: for whoever checks that nothing is missing. */
  fund: z.string().regex(/^-?\d+$/),
  // By name of the table; a table without rows has no file.
  tables: z.record(z.string(), z.array(FILE)),
})
export type LakeMonth = z.infer<typeof MONTH>

export const MANIFEST = z.strictObject({ province: z.string(), months: z.record(z.string(), MONTH) })
export type LakeManifest = z.infer<typeof MANIFEST>

/** Everything of the lake lies below it. */
export const LAKE = 'lake/v1/'
const MANIFESTS = `${LAKE}manifests/`
const manifestKey = (province: string): string => `${MANIFESTS}${province}.json`
export const fileKey = (name: string): string => `${LAKE}${name}`
export const monthFolder = (table: TableName, province: string, month: string): string =>
  `${table}/province=${province}/month=${month}/`

/** The part of a bucket that the lake needs. */
export type LakeBucket = Pick<R2Bucket, 'get' | 'put' | 'list' | 'delete'>

const parse = async (object: R2ObjectBody): Promise<LakeManifest> => MANIFEST.parse(JSON.parse(await object.text()))

/** null: nothing of the province was ever written. */
export async function readManifest(bucket: LakeBucket, province: string): Promise<LakeManifest | null> {
  const object = await bucket.get(manifestKey(province))
  return object && parse(object)
}

/** The provinces that have a manifest, in the order of their codes: one page of a list, as there are fewer than a hundred. */
export async function provincesIn(bucket: LakeBucket): Promise<string[]> {
  const { objects } = await bucket.list({ prefix: MANIFESTS })
  return objects.map(({ key }) => key.slice(MANIFESTS.length, -'.json'.length)).toSorted()
}

/** The manifests of all provinces, in the order of their codes. */
export async function readManifests(bucket: LakeBucket): Promise<LakeManifest[]> {
  const manifests = await Promise.all((await provincesIn(bucket)).map((province) => readManifest(bucket, province)))
  return manifests.flatMap((manifest) => manifest ?? [])
}

/** Others may exchange another month of the province at the same time; each of them gets through at one of these tries. */
const TRIES = 10

/** Puts a month in the place of what the manifest had of it, by compare-and-swap. Throws where others were always faster. */
export async function exchangeMonth(
  bucket: LakeBucket,
  province: string,
  month: string,
  written: LakeMonth,
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const object = await bucket.get(manifestKey(province))
    const before = object ? await parse(object) : { province, months: {} }
    const after: LakeManifest = { province, months: { ...before.months, [month]: written } }
    const onlyIf = object ? { etagMatches: object.etag } : { etagDoesNotMatch: '*' }
    const put = await bucket.put(manifestKey(province), JSON.stringify(MANIFEST.parse(after)), {
      onlyIf,
      httpMetadata: { contentType: 'application/json' },
    })
    if (put !== null) return
  }
  throw new Error(`the manifest of province ${province} was always exchanged by others first`)
}

/** What is written of a month, before it has files. */
export const newMonth = (writtenAt: number): LakeMonth => ({
  writtenAt,
  schema: SCHEMA_VERSION,
  fund: '0',
  tables: Object.fromEntries(TABLE_NAMES.map((table) => [table, []])),
})
