import { collector, type FactPlace, type Here } from '../collector.ts'

/** Every table but XML1, which the dossier knows anyway. */
const TABLES = [
  'XML2',
  'XML3',
  'XML4',
  'XML5',
  'XML6',
  'XML7',
  'XML8',
  'XML9',
  'XML10',
  'XML11',
  'XML13',
  'XML14',
  'XML15',
] as const

/** Which tables the dossier has, with the place of the first row of each. */
export const papers = collector({
  reads: Object.fromEntries(TABLES.map((table) => [table, {}])),
  open: () => {
    const first = new Map<string, FactPlace>()
    const note =
      (table: string) =>
      (_values: unknown, here: Here): void => {
        if (!first.has(table)) first.set(table, here.place())
      }
    return {
      on: Object.fromEntries(TABLES.map((table) => [table, note(table)])),
      close: () => ({
        complete: true,
        has: (table: string) => first.has(table),
        first: (table: string) => first.get(table),
      }),
    }
  },
})
