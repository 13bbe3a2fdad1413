import { isIsoDay } from '../../kernel/vietnam-time.ts'
import { shownNumber, type Cell } from '../spreadsheet/cell.ts'
import type { CodeForm } from './layout.ts'
import type { SheetPlace, Problems } from './problems.ts'

/** What a reader of cells reports to: the place is that of the cell. */
type Reporting = { readonly problems: Problems; readonly place: SheetPlace }

/** Control and zero-width characters: nobody sees them, and no list means them. */
const UNSEEN = /[\p{Cf}\p{Cc}]/gu
const PLAIN_TEXT = /^[!-~]*$/
/** Whatever is no ASCII letter, digit or sign, no dagger, no Đ. */
const STRANGE = /[^\u0021-\u007E\u2020\u0110]/gu

/** NFC, blanks of all kinds as one blank, none outside. */
export const cleanText = (text: string): string =>
  // Most cells of a large list are plain codes and numbers.
  PLAIN_TEXT.test(text) ? text : text.normalize('NFC').replaceAll(/\s+/g, ' ').replaceAll(UNSEEN, '').trim()

/**
 * A code as text, or null where it is not certain what the code is; that is reported. Numbers are never quietly turned into codes: a cell
 * 2.1 may have been typed as 2.10.
 */
export function readCode(cell: Cell, form: CodeForm, { problems, place }: Reporting): string | null {
  const text = codeText(cell, form, { problems, place })
  if (text === null) return null
  const code = text.replaceAll(' ', '')
  const strange = [...new Set(code.match(STRANGE) ?? [])]
  if (strange.length > 0) {
    const characters = strange.map((character) => `${character} (U+${hexadecimal(character)})`).join(', ')
    problems.add('code-lookalike', place, code, { characters })
    return null
  }
  if (!form.pattern.test(code)) {
    problems.add('code-malformed', place, text, { example: form.example })
    return null
  }
  if (code !== text) problems.add('code-blank-inside', place, code)
  return code
}

const hexadecimal = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

const ASSUMED = {
  form: 'code-assumed-form',
  'codes-below': 'code-assumed-codes-below',
  'as-shown': 'code-assumed-as-shown',
} as const

function codeText(cell: Cell, form: CodeForm, reporting: Reporting): string | null {
  const { problems, place } = reporting
  const { example } = form
  switch (cell.kind) {
    case 'text':
      return cleanText(cell.text)
    case 'number': {
      const shown = shownNumber(cell.text)
      const isWhole = form.whole?.test(shown) ?? false
      const reading = isWhole ? null : (form.readNumber?.(shown) ?? null)
      if (reading !== null) {
        problems.add(ASSUMED[reading.why], place, shown, { code: reading.code })
        return reading.code
      }
      problems.add(isWhole ? 'code-number-whole' : 'code-number', place, shown, { example })
      return isWhole ? shown : null
    }
    case 'date':
    case 'boolean':
      problems.add('code-date', place, cell.day ?? cell.text, { example })
      return null
    default:
      return refuseCell(cell, reporting)
  }
}

function refuseCell({ kind, text }: Cell, { problems, place }: Reporting): null {
  problems.add(kind === 'formula' ? 'cell-formula' : 'cell-error', place, text)
  return null
}

/** A name or attribute as text; null where the cell is a formula or an error, which is reported. */
export function readText(cell: Cell, reporting: Reporting): string | null {
  switch (cell.kind) {
    case 'text':
      return cleanText(cell.text)
    case 'number':
      return shownNumber(cell.text)
    case 'date':
      return cell.day ?? cell.text
    case 'boolean':
      return cell.text === '1' ? 'true' : 'false'
    default:
      return refuseCell(cell, reporting)
  }
}

/** An attribute that holds codes, joined by `;` or `,`: numbers are judged as they are for a code of its own. */
export function readCodes(cell: Cell, form: CodeForm, heading: string, reporting: Reporting): string | null {
  const text = codeText(cell, form, reporting)
  if (text === null) return null
  const codes = text.split(/[;,]/).map((code) => code.trim())
  if (!codes.every((code) => form.pattern.test(code))) {
    reporting.problems.add('value-malformed', reporting.place, text, { heading, example: form.example })
  }
  return codes.join(';')
}

/** A day as yyyy-mm-dd; '' for a day that never comes, null where it is no date, which is reported. */
export function readDay(cell: Cell, reporting: Reporting): string | null {
  if (cell.kind === 'formula' || cell.kind === 'error') return refuseCell(cell, reporting)
  const text = cell.kind === 'number' ? shownNumber(cell.text) : cleanText(cell.text)
  const day = cell.kind === 'date' ? cell.day : dayOf(text)
  if (day === null) reporting.problems.add('date-malformed', reporting.place, text)
  return day?.startsWith('9999') ? '' : day
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?$/
const COMPACT = /^(\d{4})(\d\d)(\d\d)(?:\d{4}(?:\d\d)?)?$/
const LOCAL = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: \d{1,2}:\d\d(?::\d\d)?)?$/

function dayOf(text: string): string | null {
  const [, year, month, date] = ISO.exec(text) ?? COMPACT.exec(text) ?? []
  const [, localDate, localMonth, localYear] = LOCAL.exec(text) ?? []
  const parts = [year ?? localYear, month ?? localMonth, date ?? localDate]
  if (parts.includes(undefined)) return null
  const [y = '', m = '', d = ''] = parts.map((part) => (part ?? '').padStart(2, '0'))
  const day = `${y}-${m}-${d}`
  return isIsoDay(day) ? day : null
}
