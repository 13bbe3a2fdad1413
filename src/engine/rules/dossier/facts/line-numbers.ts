import { collector, type FactPlace, type Here } from '../collector.ts'

/** Gaps in the numbers of a table. Numbers that go on by one need no memory of their own. */
const MAX_RUNS = 500
const MAX_REPEATS = 1000
const WHOLE = /^\d{1,10}$/

type Run = { readonly from: number; to: number }

/** Takes note of the numbers of one table. */
const createNumbers = () => {
  const runs: Run[] = []
  const again: FactPlace[] = []
  let complete = true

  return {
    again,
    isComplete: () => complete,
    note: ({ STT }: { readonly STT: string }, here: Here): void => {
      if (!WHOLE.test(STT)) return
      const number = Number(STT)
      const last = runs.at(-1)
      if (runs.some(({ from, to }) => number >= from && number <= to)) {
        if (again.length < MAX_REPEATS) again.push(here.place('STT'))
        else complete = false
      } else if (last && number === last.to + 1) last.to = number
      else if (runs.length < MAX_RUNS) runs.push({ from: number, to: number })
      else complete = false
    },
  }
}

const STT = { STT: 'text' } as const

/** Numbers of lines (STT) that a table of the dossier has more than once, by table. */
export const lineNumbers = collector({
  reads: { XML2: STT, XML3: STT, XML4: STT, XML5: STT },
  open: () => {
    const tables = { XML2: createNumbers(), XML3: createNumbers(), XML4: createNumbers(), XML5: createNumbers() }
    return {
      on: {
        XML2: tables.XML2.note,
        XML3: tables.XML3.note,
        XML4: tables.XML4.note,
        XML5: tables.XML5.note,
      },
      close: () => ({
        complete: Object.values(tables).every((each) => each.isComplete()),
        again: (table: keyof typeof tables): readonly FactPlace[] => tables[table].again,
      }),
    }
  },
})
