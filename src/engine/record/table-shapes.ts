import { standards } from '../standards/index.ts'
import type { Standard } from '../standards/field.ts'

/** QĐ 4210 has roots of its own; QĐ 130, 4750 and 3176 share their roots. */
export type StandardFamily = '4210' | '130'

/** The elements on the way to a row, and whose they are. */
export type TableShape = {
  /** Table id: XML1 … XML15, CHECKIN. */
  readonly id: string
  readonly root: string
  readonly list?: string
  readonly row?: string
  /** null: the root is the same in both families (XML1), and only the row decides. */
  readonly family: StandardFamily | null
}

export const familyOf = (standard: Standard): StandardFamily => (standard.id === '4210' ? '4210' : '130')

/** Every root element that a table of any standard has. Roots are unique but for XML1's. */
export const tableShapes: ReadonlyMap<string, TableShape> = (() => {
  const shapes = new Map<string, TableShape>()
  for (const standard of Object.values(standards)) {
    for (const { id, root, list, row } of Object.values(standard.tables)) {
      const family = familyOf(standard)
      const known = shapes.get(root)
      const shared = known !== undefined && known.family !== family
      shapes.set(root, {
        id,
        root,
        ...(list === undefined ? {} : { list }),
        ...(row === undefined ? {} : { row }),
        family: shared ? null : family,
      })
    }
  }
  return shapes
})()

/** The name of every element that a table of any standard has. */
export const elementNames: ReadonlySet<string> = new Set(
  Object.values(standards).flatMap(({ tables }) =>
    Object.values(tables).flatMap(({ root, list, row, fields }) => [
      root,
      ...(list === undefined ? [] : [list]),
      ...(row === undefined ? [] : [row]),
      ...Object.keys(fields),
    ]),
  ),
)

/** Tables that are documents of their own, outside the envelope: check-in and the medical assessment. */
const DOCUMENTS: ReadonlySet<string> = new Set(['CHECKIN', 'XML12'])
export const isDocumentTable = (id: string): boolean => DOCUMENTS.has(id)
export const isDocumentRoot = (root: string): boolean => isDocumentTable(tableShapes.get(root)?.id ?? '')
