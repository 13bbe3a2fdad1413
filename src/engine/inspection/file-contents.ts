import { shownWord } from '../envelope/shown-name.ts'
import type { Demand } from '../finding/finding.ts'
import type { Place } from '../../kernel/refusal.ts'
import type { TextParams } from '../../kernel/text.ts'
import { ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'
import { standards } from '../standards/index.ts'

/** What one FILEHOSO holds, compared with what its LOAIHOSO says. */
export type FileContents = {
  /** A table that some standard knows has begun. */
  opened: (table: string) => void
  /** Content was not read, or not all of it. */
  unread: () => void
  /** Judges the FILEHOSO and begins the next. Returns the tables that were lost in it; null: any may have been. */
  close: (declared: string | null, tables: number | null, place: Place) => readonly string[] | null
}

type Say = (demand: Demand, place: Place, params: TextParams, table: string | null) => void

export function createFileContents(say: Say): FileContents {
  let contents: string[] = []
  let isUnread = false
  return {
    opened(table) {
      contents.push(table)
    },
    unread() {
      isUnread = true
    },
    close(declared, tables, place) {
      const [found, isLost] = [contents, isUnread || tables === null]
      contents = []
      isUnread = false
      const name = shownWord(declared ?? '')
      if (tables === null) say(ENVELOPE_DEMANDS.contentMissing, place, { declared: declared ? name : '' }, null)
      for (const table of found) {
        if (!declared) say(ENVELOPE_DEMANDS.typeMissing, place, { found: table }, table)
        else if (declared.toUpperCase() !== table) {
          say(ENVELOPE_DEMANDS.typeMismatch, place, { declared: name, found: table }, table)
        }
      }
      if (!isLost) return []
      const named = tablesNamed(declared)
      return found.length > 0 ? [...found, ...(named ?? [])] : named
    },
  }
}

/** The table that LOAIHOSO names; null where it names none, so that any table may have been lost. */
function tablesNamed(declared: string | null): readonly string[] | null {
  const id = declared?.trim().toUpperCase() ?? ''
  return Object.values(standards).some(({ tables }) => id in tables) ? [id] : null
}
