/** Text for a person at a terminal: at most WIDTH characters wide, in colours only where they are wanted. */

export const WIDTH = 106

const CODES = { bold: 1, dim: 90, red: 31, green: 32, yellow: 33 } as const

export type Paint = Readonly<Record<keyof typeof CODES, (text: string) => string>>

/** A terminal gets colours unless NO_COLOR is set (no-color.org); a file never does. */
export const wantsColours = (isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean =>
  isTerminal && (environment['NO_COLOR'] ?? '') === ''

/** The colours, or without them the same words unchanged. */
export function makePaint(colours: boolean): Paint {
  const paint =
    (code: number) =>
    (text: string): string =>
      colours && text !== '' ? `\u001B[${code}m${text}\u001B[0m` : text
  return {
    bold: paint(CODES.bold),
    dim: paint(CODES.dim),
    red: paint(CODES.red),
    green: paint(CODES.green),
    yellow: paint(CODES.yellow),
  }
}

/** Lines of at most `width` characters, broken between words; a word longer than a line is broken itself. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.normalize('NFC').split(/\s+/).filter(Boolean)) {
    let rest = word
    if (line !== '' && line.length + 1 + rest.length > width) {
      lines.push(line)
      line = ''
    }
    while (rest.length > width) {
      lines.push(rest.slice(0, width))
      rest = rest.slice(width)
    }
    line = line === '' ? rest : `${line} ${rest}`
  }
  return line === '' ? lines : [...lines, line]
}

/** The text wrapped behind `indent` blanks, each line painted by itself. */
export const paragraph = (text: string, indent: number, paint: (line: string) => string = (line) => line): string[] =>
  wrap(text, WIDTH - indent).map((line) => `${' '.repeat(indent)}${paint(line)}`)

/** A heading: Vietnamese, then English in grey, a line to the right margin. */
export function heading({ bold, dim }: Paint, vi: string, en: string): string {
  const rest = WIDTH - vi.length - en.length - 7
  return `${dim('──')} ${bold(vi)} ${dim(`· ${en} ${'─'.repeat(Math.max(rest, 2))}`)}`
}

/** Rows of cells, each column as wide as its widest cell; the columns named in `right` are flush right. */
export function columns(rows: readonly (readonly string[])[], indent: number, right: readonly number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows.map((row) => {
    const cells = row.map((cell, at) => {
      const width = widths[at] ?? 0
      return right.includes(at) ? cell.padStart(width) : cell.padEnd(width)
    })
    return `${' '.repeat(indent)}${cells.join('  ')}`.trimEnd()
  })
}

/** `54.387`, as whole numbers are written in Việt Nam. */
export const count = (value: number): string => value.toLocaleString('vi-VN')

/** `1.234.567,50`: the digits and point of an exact decimal, as money is written in Việt Nam. */
export function money(decimal: string): string {
  const [whole = '0', places = ''] = decimal.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.')
  return places === '' ? grouped : `${grouped},${places}`
}
