import type { OutCell, OutColumn, OutSheet, OutTone } from './sheet.ts'

/** A column of a table and what it shows of an item. */
export type SheetColumn<T> = OutColumn & { readonly of: (item: T) => OutCell }

/** Columns and rows of a sheet, from items as they come. */
export const tableOf = <T>(
  columns: readonly SheetColumn<T>[],
  items: AsyncIterable<T>,
): Pick<OutSheet, 'columns' | 'rows'> => ({
  columns,
  rows: rowsOf(columns, items),
})

async function* rowsOf<T>(
  columns: readonly SheetColumn<T>[],
  items: AsyncIterable<T>,
): AsyncGenerator<OutCell[], void> {
  for await (const item of items) yield columns.map(({ of }) => of(item))
}

const SEVERITIES: Readonly<Record<string, { readonly vi: string; readonly en: string; readonly tone: OutTone }>> = {
  error: { vi: 'Lỗi', en: 'Error', tone: 'error' },
  warning: { vi: 'Cảnh báo', en: 'Warning', tone: 'warning' },
  info: { vi: 'Thông tin', en: 'Info', tone: 'info' },
}

/** How grave a finding is, as a word in its colour. */
export function severityCell(severity: string, languages: 'vi' | 'both'): OutCell {
  const known = SEVERITIES[severity]
  if (known === undefined) return severity
  return { text: languages === 'vi' ? known.vi : `${known.vi} / ${known.en}`, tone: known.tone }
}
