import { createHash } from 'node:crypto'

export type ContentHash = {
  /** Takes note of a row: its elements by name; empty ones count as absent. */
  add: (table: string, names: readonly string[], texts: readonly string[], length: number) => void
  /** 64 hexadecimal digits. */
  end: () => string
}

/**
 * What a dossier says, as one number that anybody can compute: a row is its elements that hold something, `NAME=value` with outer white
 * space taken off, sorted by name and joined by line feeds; its SHA-256 in hexadecimal is one line; the dossier is, for each table by
 * name, `TABLE` and the sorted lines of its rows, joined by line feeds. Order of tables, rows and elements does not matter.
 */
export function createContentHash(): ContentHash {
  const tables = new Map<string, string[]>()
  return {
    add(table, names, texts, length) {
      const elements: string[] = []
      for (let at = 0; at < length; at += 1) {
        const text = texts[at]
        if (text !== undefined && text !== '') elements.push(`${names[at]}=${text}`)
      }
      const rows = tables.get(table) ?? []
      tables.set(table, rows)
      rows.push(createHash('sha256').update(elements.sort().join('\n')).digest('hex'))
    },
    end() {
      const hash = createHash('sha256')
      const lines = [...tables].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([table, rows]) => [table, ...rows.sort()])
      return hash.update(lines.join('\n')).digest('hex')
    },
  }
}
