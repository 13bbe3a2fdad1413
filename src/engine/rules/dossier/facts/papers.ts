import { collector, type FactPlace, type Here } from '../collector.ts'

/** Every table but XML1, which the dossier knows anyway. */
const everyTable = <T>(value: T) => ({
  XML2: value,
  XML3: value,
  XML4: value,
  XML5: value,
  XML6: value,
  XML7: value,
  XML8: value,
  XML9: value,
  XML10: value,
  XML11: value,
  XML13: value,
  XML14: value,
  XML15: value,
})

/** Which tables the dossier has, with the place of the first row of each. */
export const papers = collector({
  reads: everyTable({}),
  open: () => {
    const first = new Map<string, FactPlace>()
    const note = (_values: unknown, here: Here): void => {
      if (!first.has(here.table)) first.set(here.table, here.place())
    }
    return {
      on: everyTable(note),
      close: () => ({
        complete: true,
        has: (table: string) => first.has(table),
        first: (table: string) => first.get(table),
      }),
    }
  },
})
