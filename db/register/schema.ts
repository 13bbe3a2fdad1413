/**
 * The register: what must be known of cards and encounters beyond one province, because a card may be used in two of them on one day.
 * Persons are keyed hashes only (`src/store/warehouse/identity`); nothing here opens to a name or a number. Days are ISO text, moments of the
 * law `yyyymmddHHMM`, other moments epoch milliseconds, money whole hundredths of a đồng.
 */
import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One row. */
export const registerState = sqliteTable(
  'register_state',
  {
    id: integer().primaryKey(),
    /** Raised by everything that may change a finding: whoever read the encounters later has the higher one, and wins. */
    revision: integer().notNull(),
    /** Whether every card in use is in `cards`: only then is one that is not there unknown. */
    cardsComplete: integer('cards_complete', { mode: 'boolean' }).notNull(),
  },
  (table) => [check('register_state_single_row', sql`${table.id} = 1`)],
)

/** A period in which a card was valid, as the fund's register has it. */
export const cards = sqliteTable(
  'cards',
  {
    cardHash: text('card_hash').notNull(),
    validFrom: text('valid_from').notNull(),
    /** NULL: open. */
    validTo: text('valid_to'),
    nameHash: text('name_hash').notNull(),
    /** NULL where only the year is known. */
    birthHash: text('birth_hash'),
    birthYearHash: text('birth_year_hash').notNull(),
    /** NULL: the fund's register names no citizen number. */
    citizenHash: text('citizen_hash'),
    /** Where the card is registered for first care. */
    initialFacility: text('initial_facility'),
    status: text({ enum: ['active', 'locked', 'withdrawn'] }).notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.cardHash, table.validFrom] }),
    index('cards_by_citizen')
      .on(table.citizenHash)
      .where(sql`${table.citizenHash} IS NOT NULL`),
  ],
)

/** One accepted dossier that no later version has replaced. */
export const encounters = sqliteTable(
  'encounters',
  {
    submissionId: text('submission_id').notNull(),
    dossier: integer().notNull(),
    facility: text().notNull(),
    purpose: text({ enum: ['management', 'payment'] }).notNull(),
    MA_LK: text().notNull(),
    standard: text().notNull(),
    receivedAt: integer('received_at').notNull(),
    /** By which encounters are of one person: as cards or numbers show, by citizen number, by the facility's MA_BN. */
    personHash: text('person_hash'),
    citizenHash: text('citizen_hash'),
    patientHash: text('patient_hash'),
    /** Of facility and MA_LK. */
    keyHash: text('key_hash').notNull(),
    cardHash: text('card_hash'),
    nameHash: text('name_hash'),
    birthHash: text('birth_hash'),
    birthYearHash: text('birth_year_hash'),
    /** In the first weeks of life, when a child may be treated under its mother's card. */
    isNewborn: integer('is_newborn', { mode: 'boolean' }).notNull(),
    kind: text({ enum: ['visit', 'course', 'chronic', 'pick-up', 'stay', 'day-stay', 'other'] }).notNull(),
    NGAY_VAO: text().notNull(),
    NGAY_RA: text().notNull(),
    MA_BENH_CHINH: text(),
    MA_BENH_KT: text(),
    MA_BENH_YHCT: text(),
    icdChapter: text('icd_chapter'),
    KET_QUA_DTRI: text(),
    /** Of QĐ 4210 TINH_TRANG_RV. */
    MA_LOAI_RV: text(),
    /** Of QĐ 4210 MA_LYDO_VVIEN. */
    MA_DOITUONG_KCB: text(),
    MA_NOI_DEN: text(),
    MA_DKBD: text(),
    NAM_NAM_LIEN_TUC: text(),
    /** `yyyy-mm` of NAM_QT and THANG_QT. */
    settledIn: text('settled_in'),
    T_TONGCHI_BV: integer(),
    T_BHTT: integer(),
    T_BNCCT: integer(),
    /** Lines that are examinations. */
    examinations: integer().notNull(),
    contentHash: text('content_hash'),
  },
  (table) => [
    primaryKey({ columns: [table.submissionId, table.dossier] }),
    index('encounters_by_person').on(table.personHash),
    index('encounters_by_citizen').on(table.citizenHash),
    index('encounters_by_patient').on(table.patientHash),
    index('encounters_by_key').on(table.keyHash),
    index('encounters_by_card').on(table.cardHash, table.NGAY_RA),
  ],
)

/**
 * Dossiers to be compared with the others anew: their warehouse was away, a card of theirs changed, or somebody whom they met has left. A
 * row goes when that was done at the revision it was written at, or a later one.
 */
export const unsettled = sqliteTable(
  'unsettled',
  {
    submissionId: text('submission_id').notNull(),
    dossier: integer().notNull(),
    facility: text().notNull(),
    revision: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.submissionId, table.dossier] })],
)

/** Who asked about which card, and what was answered. Rows are added, never taken away. */
export const cardChecks = sqliteTable(
  'card_checks',
  {
    id: text().primaryKey(),
    at: integer().notNull(),
    account: text().notNull(),
    facility: text().notNull(),
    cardHash: text('card_hash').notNull(),
    answer: text().notNull(),
    encounters: integer().notNull(),
  },
  (table) => [
    index('card_checks_by_card').on(table.cardHash, table.at),
    index('card_checks_by_time').on(table.at),
    index('card_checks_by_facility').on(table.facility, table.at),
  ],
)
