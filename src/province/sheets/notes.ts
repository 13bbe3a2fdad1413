import { rowsFrom, type OutCell, type OutSheet } from './sheet.ts'

/** What a sheet needs beside it to be understood: what was asked, and how new the answer is. */
export type Note = readonly [what: string, value: string]

/** The sheet behind a regional one. */
export const notesSheet = (title: string, notes: readonly Note[]): OutSheet => ({
  name: 'Ghi chú',
  title,
  columns: [
    { title: 'Mục', width: 30 },
    { title: 'Nội dung', width: 90 },
  ],
  rows: rowsFrom(notes.map((note): OutCell[] => [...note])),
})
