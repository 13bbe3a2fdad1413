import type { Standard, StandardId } from './field.ts'
import { qd130 } from './qd130/index.ts'
import { qd3176 } from './qd3176.ts'
import { qd4210 } from './qd4210/index.ts'
import { qd4750 } from './qd4750/index.ts'

export type * from './field.ts'

/** By id. Ids look like numbers, so the order of the keys means nothing: sort by `validFrom`. */
export const standards: Readonly<Record<StandardId, Standard>> = {
  '4210': qd4210,
  '130': qd130,
  '4750': qd4750,
  '3176': qd3176,
}
