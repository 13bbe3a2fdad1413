import type { Seals } from '../sealed/seals.ts'

/** The bucket, and the keys of what lies sealed in it. */
export type Store = { readonly bucket: R2Bucket; readonly seals: Seals }
