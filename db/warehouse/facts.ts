/**
 * What the regions ask of: dossiers as facts (`roll-ups.ts` is what follows from them). Days are ISO text (yyyy-mm-dd, Việt Nam), moments
 * epoch milliseconds, money whole hundredths of a đồng. Law tokens are columns by their own name.
 */
import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { ASSESSMENT_DECISIONS, DOSSIER_KINDS, VERSION_STATES } from './versions.ts'

export const PURPOSES = ['management', 'payment'] as const

/** at-once: management data on the next working day at the latest · before-5th: payment data of a closing month. */
const TIMELINESS = ['at-once', 'in-time', 'before-5th', 'excused', 'late'] as const

/** Amounts of a dossier, or of its lines, that are added up. */
export const AMOUNTS = ['T_TONGCHI_BV', 'T_TONGCHI_BH', 'T_BHTT', 'T_BNTT', 'T_BNCCT', 'T_NGUONKHAC'] as const

/** Amounts of XML1, and of its cost lines; a value that the standard does not have is NULL. */
const amounts = () => ({
  T_TONGCHI_BV: integer(),
  T_TONGCHI_BH: integer(),
  T_BHTT: integer(),
  T_BNTT: integer(),
  T_BNCCT: integer(),
  T_NGUONKHAC: integer(),
})

/** One dossier of a file, accepted or not. What a rejected one does not show is NULL. */
export const dossiers = sqliteTable(
  'dossiers',
  {
    submissionId: text('submission_id').notNull(),
    dossier: integer().notNull(),
    MA_LK: text(),
    outcome: text({ enum: ['accepted', 'accepted-with-warnings', 'rejected'] }).notNull(),
    errors: integer().notNull(),
    warnings: integer().notNull(),
    facility: text().notNull(),
    purpose: text({ enum: PURPOSES }).notNull(),
    receivedAt: integer('received_at').notNull(),
    receivedOn: text('received_on').notNull(),
    /** Days of NGAY_VAO and NGAY_RA, and these themselves (yyyymmddHHMM) for whoever compares encounters to the minute. */
    beganOn: text('began_on'),
    endedOn: text('ended_on'),
    NGAY_VAO: text(),
    NGAY_RA: text(),
    /** Two digits, also where `1` was sent. */
    MA_LOAI_KCB: text(),
    MA_DOITUONG_KCB: text(),
    /** MA_BENH of QĐ 4210. */
    MA_BENH_CHINH: text(),
    /** `I` to `XXII`. */
    icdChapter: text('icd_chapter'),
    KET_QUA_DTRI: text(),
    ...amounts(),
    /** Keyed hashes (`src/store/warehouse/identity/hash.ts`): of the first card; of the person, as far as numbers identify one. */
    cardHash: text('card_hash'),
    personHash: text('person_hash'),
    /** SHA-256 over all rows in canonical order (`src/store/warehouse/content-hash.ts`). */
    contentHash: text('content_hash'),
    version: integer().notNull().default(1),
    /** The version it follows: the one it replaces, equals or conflicts with. NULL: it is the first. */
    replacesSubmission: text('replaces_submission'),
    replacesDossier: integer('replaces_dossier'),
    /** Messages at check-in lie in chains of their own, beside the dossier of the same MA_LK. */
    kind: text({ enum: DOSSIER_KINDS }).notNull().default('dossier'),
    /** Of an accepted one (`src/edge/earlier/chain.ts`). NULL: not settled yet, or rejected. */
    state: text({ enum: VERSION_STATES }),
    /** Why its file changes what was sent before; NULL: the file gave no reason. */
    correctionCode: text('correction_code'),
    /** 1: no later version has taken its place. */
    isCurrent: integer('is_current', { mode: 'boolean' }).notNull().default(true),
    /** Last day on which it was in time. */
    dueOn: text('due_on'),
    /** NULL: not known (yet). */
    timeliness: text({ enum: TIMELINESS }),
    /** The outage by which a late one is excused. */
    excusedBy: text('excused_by'),
    /** Of accepted management data: last day for the payment data of the encounter; NULL once it came, or where no day is known. */
    paymentDueOn: text('payment_due_on'),
    /** Of BHXH's assessment. NULL: none is known. */
    assessment: text({ enum: ASSESSMENT_DECISIONS }),
    /** When the first assessment of it came. */
    assessedAt: integer('assessed_at'),
    /** When the identity of its rows was taken away. */
    erasedAt: integer('erased_at'),
  },
  (table) => [
    primaryKey({ columns: [table.submissionId, table.dossier] }),
    index('dossiers_by_key').on(table.MA_LK, table.facility, table.purpose),
    // Persons of accepted ones are found by `identity_hashes`; a key at random costs a page for each dossier that is written.
    index('dossiers_rejected_by_person')
      .on(table.personHash)
      .where(sql`outcome = 'rejected'`),
    // In the order of lists; behind it what separates columns of figures, and the person, so that whether a figure rests on few persons
    // is found without reading a dossier.
    index('dossiers_by_day').on(
      table.receivedOn,
      table.submissionId,
      table.dossier,
      table.facility,
      table.purpose,
      table.outcome,
      table.isCurrent,
      table.timeliness,
      table.personHash,
    ),
    // Covers what is counted of one facility.
    index('dossiers_by_facility').on(
      table.facility,
      table.receivedOn,
      table.purpose,
      table.outcome,
      table.isCurrent,
      table.timeliness,
      table.MA_LOAI_KCB,
      table.icdChapter,
      table.MA_BENH_CHINH,
      table.personHash,
    ),
    index('dossiers_by_outcome').on(table.outcome, table.receivedOn),
    // Of a submission: few, each asked whether a later one has answered it.
    index('dossiers_rejected')
      .on(table.submissionId, table.dossier)
      .where(sql`outcome = 'rejected'`),
    index('dossiers_by_encounter_type').on(
      table.MA_LOAI_KCB,
      table.receivedOn,
      table.facility,
      table.purpose,
      table.outcome,
      table.isCurrent,
      table.timeliness,
      table.personHash,
    ),
    index('dossiers_by_timeliness').on(table.timeliness, table.receivedOn),
    index('dossiers_by_chapter').on(
      table.icdChapter,
      table.receivedOn,
      table.facility,
      table.purpose,
      table.outcome,
      table.isCurrent,
      table.timeliness,
      table.personHash,
    ),
    index('dossiers_by_diagnosis').on(
      table.MA_BENH_CHINH,
      table.receivedOn,
      table.facility,
      table.purpose,
      table.outcome,
      table.isCurrent,
      table.timeliness,
      table.personHash,
    ),
    index('dossiers_by_due_day').on(table.dueOn),
    // What BHXH has to do, facility by facility: small beside all that was assessed.
    index('dossiers_to_assess')
      .on(table.facility, table.receivedOn)
      .where(sql`state = 'standing' AND purpose = 'payment' AND assessment IS NULL`),
    index('dossiers_waiting')
      .on(table.facility, table.receivedOn)
      .where(sql`state = 'waiting'`),
    // Empty but for what is on its way, so that what a crash left is found at once.
    index('dossiers_unsettled')
      .on(table.facility, table.purpose, table.MA_LK)
      .where(sql`state IS NULL AND outcome <> 'rejected'`),
    // Of those that wait for payment data only: few, in the order of lists, with what is counted of them and the person; and by facility.
    index('dossiers_by_payment_due')
      .on(
        table.receivedOn,
        table.submissionId,
        table.dossier,
        table.facility,
        table.purpose,
        table.paymentDueOn,
        table.isCurrent,
        table.outcome,
        table.MA_LOAI_KCB,
        table.personHash,
      )
      .where(sql`${table.paymentDueOn} IS NOT NULL`),
    index('dossiers_by_facility_payment_due')
      .on(
        table.facility,
        table.receivedOn,
        table.submissionId,
        table.dossier,
        table.purpose,
        table.paymentDueOn,
        table.isCurrent,
        table.outcome,
        table.MA_LOAI_KCB,
        table.personHash,
      )
      .where(sql`${table.paymentDueOn} IS NOT NULL`),
  ],
)

/** What the lines of XML2 and XML3 of a dossier come to, per MA_NHOM ('' where a line has none). */
export const dossierCosts = sqliteTable(
  'dossier_costs',
  {
    submissionId: text('submission_id').notNull(),
    dossier: integer().notNull(),
    MA_NHOM: text().notNull(),
    facility: text().notNull(),
    purpose: text({ enum: PURPOSES }).notNull(),
    receivedOn: text('received_on').notNull(),
    lines: integer().notNull(),
    ...amounts(),
  },
  (table) => [
    primaryKey({ columns: [table.submissionId, table.dossier, table.MA_NHOM] }),
    index('dossier_costs_by_group').on(table.MA_NHOM, table.receivedOn, table.submissionId, table.dossier),
    index('dossier_costs_by_facility').on(table.facility, table.receivedOn),
  ],
)

/** Every card and citizen number of a dossier as a keyed hash: where a person is looked for. */
export const identityHashes = sqliteTable(
  'identity_hashes',
  {
    hash: text().notNull(),
    kind: text({ enum: ['card', 'citizen'] }).notNull(),
    submissionId: text('submission_id').notNull(),
    dossier: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.hash, table.submissionId, table.dossier] }),
    index('identity_hashes_by_dossier').on(table.submissionId, table.dossier),
  ],
)

/** One row, written at the primary every minute, so that whoever reads a replica knows how old it is. */
export const heartbeats = sqliteTable(
  'heartbeats',
  { id: integer().primaryKey(), beatAt: integer('beat_at').notNull() },
  (table) => [check('heartbeats_single_row', sql`${table.id} = 1`)],
)
