/**
 * Who may authenticate payment data for a facility (Circular 48/2017/TT-BYT, articles 7 and 13). A person is a code that the facility
 * gives and a function: no name is kept, as nothing here needs one, and the facility knows who it is. Days are ISO text, moments epoch
 * milliseconds.
 */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const authorisedPersons = sqliteTable(
  'authorised_persons',
  {
    facility: text().notNull(),
    id: text().notNull(),
    /** The function, such as chief accountant; no name. */
    title: text().notNull(),
    secretHash: text('secret_hash').notNull(),
    validFrom: text('valid_from').notNull(),
    /** Last day; NULL: until something else is decided. */
    validTo: text('valid_to'),
  },
  (table) => [primaryKey({ columns: [table.facility, table.id] })],
)

/** Every change of the register, in order. Rows are added, never changed. */
export const personChanges = sqliteTable(
  'person_changes',
  {
    number: integer().primaryKey({ autoIncrement: true }),
    facility: text().notNull(),
    province: text().notNull(),
    person: text().notNull(),
    action: text({ enum: ['registered', 'ended'] }).notNull(),
    title: text().notNull(),
    /** As they were after the change. */
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    /** The account, and the person of the facility who acted, where one did. */
    by: text().notNull(),
    byPerson: text('by_person'),
    at: integer().notNull(),
  },
  (table) => [index('person_changes_by_province').on(table.province, table.number)],
)
