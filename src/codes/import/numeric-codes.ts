import { shownNumber, type Row } from '../spreadsheet/cell.ts'

/**
 * What a file may be read by where it does not say for certain; none is made unless it is asked for by name, and every use is reported.
 *
 * - `numeric-codes`: in a column whose codes are all number cells, a number is read by the form of the list, where that allows one reading
 * - `trailing-zeros`: with it, a number of several readings is read by the codes beside it, see `readNumbers`
 * - `first-name`: of a code with several names the first is kept
 * - `leave-out`: a row whose name is an Excel error is left out
 */
export const ASSUMPTIONS = ['numeric-codes', 'trailing-zeros', 'first-name', 'leave-out'] as const
export type Assumption = (typeof ASSUMPTIONS)[number]
export type Assumed = ReadonlySet<Assumption>

/** Why a number is read as this code: no other has the form · its list has codes below it · it has none. */
export type NumericReading = { readonly code: string; readonly why: 'form' | 'codes-below' | 'as-shown' }

/** Reads a number as a code; null: it has no reading that the form allows. */
export type ReadNumber = (shown: string) => NumericReading | null

/** What the codes of a list look like. */
type Form = { readonly pattern: RegExp }

/** More zeros than any code begins or ends with. */
const MOST_ZEROS = 4

/**
 * How the numbers of a column are read: null where the column holds a code that is no number, as then a number is a slip of the pen.
 * Excel drops zeros in front (9.39 was 09.39): the form knows how many. It drops zeros behind (93.90 becomes 93.9): a list gives its most
 * detailed codes, so a number with codes below it in the same column (93.91) had a zero, and one without had none (47.2).
 */
export function readNumbers(
  rows: (take: (row: Row) => void) => void,
  column: number,
  form: Form,
  assumed: Assumed,
): ReadNumber | null {
  if (!assumed.has('numeric-codes')) return null
  const numbers = new Set<string>()
  let others = 0
  rows((row) => {
    const cell = row.cells.find((each) => each.column === column)
    if (cell?.kind === 'number') numbers.add(shownNumber(cell.text))
    else if (cell !== undefined) others += 1
  })
  if (others > 0 || numbers.size === 0) return null
  const shortest = [...numbers].flatMap((shown) => candidatesOf(shown, form)[0] ?? [])
  const prefixes = new Set(shortest.flatMap((code) => Array.from(code, (_, end) => code.slice(0, end))))
  return (shown) => {
    const [first, ...longer] = candidatesOf(shown, form)
    if (first === undefined) return null
    if (longer.length === 0) return { code: first, why: 'form' }
    if (!assumed.has('trailing-zeros')) return null
    // 93.90 is meant where something else begins with 93.9; then 93.900 where it begins with 93.90.
    let code = first
    for (const candidate of longer) if (prefixes.has(code)) code = candidate
    return { code, why: code === first ? 'as-shown' : 'codes-below' }
  }
}

/** The codes that a number may have been, by their form, the shortest first. */
function candidatesOf(shown: string, { pattern }: Form): string[] {
  const zeros = Array.from({ length: MOST_ZEROS + 1 }, (_, count) => '0'.repeat(count))
  for (const before of zeros) {
    const text = before + shown
    const behind = text.includes('.')
      ? zeros.map((zero) => text + zero)
      : [text, ...zeros.slice(1).map((zero) => `${text}.${zero}`)]
    const codes = behind.filter((code) => pattern.test(code))
    if (codes.length > 0) return codes
  }
  return []
}
