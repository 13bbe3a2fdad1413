/**
 * How code lists come about: drafts of releases, proposals of facilities, mappings of local codes, copies of others' lists. Written at
 * the Ministry beside the lists themselves. Dates are ISO text, moments epoch milliseconds; actors are ids of accounts.
 */
import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** A release in the making. */
export const drafts = sqliteTable(
  'drafts',
  {
    id: text().primaryKey(),
    state: text({ enum: ['draft', 'review', 'published', 'withdrawn'] }).notNull(),
    note: text().notNull(),
    /** From which moment it is to be used; NULL: at once. */
    effectiveAt: integer('effective_at'),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    /** Counts every change of its content: an approval holds for one revision only. */
    revision: integer().notNull().default(0),
    /** Number of the release it became. */
    release: integer(),
  },
  (table) => [check('drafts_published', sql`(${table.state} = 'published') = (${table.release} IS NOT NULL)`)],
)

/** What a draft changes, row by row: what is there now (`before`) and what will be (`after`), each as JSON of a code row. */
export const draftChanges = sqliteTable(
  'draft_changes',
  {
    draft: text()
      .notNull()
      .references(() => drafts.id),
    catalogue: text().notNull(),
    code: text().notNull(),
    /** First day of the row that is meant; a code may have several. */
    validFrom: text('valid_from').notNull(),
    kind: text({ enum: ['added', 'closed', 'renamed', 'changed'] }).notNull(),
    before: text(),
    after: text(),
    /** The proposal it comes from; NULL: an import. */
    proposal: text(),
    /** The account that put it in: it may not approve the draft. Empty: from before authors were kept. */
    author: text().notNull().default(''),
  },
  (table) => [primaryKey({ columns: [table.draft, table.catalogue, table.code, table.validFrom] })],
)

/** The decision behind a draft's changes of a catalogue, and how complete the list is then. */
export const draftDecisions = sqliteTable(
  'draft_decisions',
  {
    draft: text()
      .notNull()
      .references(() => drafts.id),
    catalogue: text().notNull(),
    document: text().notNull(),
    decision: text().notNull(),
    annex: text(),
    signedOn: text('signed_on'),
    validFrom: text('valid_from'),
    mandatoryFrom: text('mandatory_from'),
    oldAcceptedUntil: text('old_accepted_until'),
    confidence: text({ enum: ['high', 'medium', 'low'] }).notNull(),
    /** NULL: stays as it is. */
    completeness: text({ enum: ['complete', 'partial'] }),
    completeFrom: text('complete_from'),
  },
  (table) => [primaryKey({ columns: [table.draft, table.catalogue, table.document] })],
)

/** Who has agreed to a draft, for which department, at which revision. */
export const draftApprovals = sqliteTable(
  'draft_approvals',
  {
    draft: text()
      .notNull()
      .references(() => drafts.id),
    department: text().notNull(),
    revision: integer().notNull(),
    approvedBy: text('approved_by').notNull(),
    approvedAt: integer('approved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.draft, table.department, table.revision] })],
)

/** A facility asks for a new or changed code. Steps only go the way that `src/codes/proposals` allows. */
export const proposals = sqliteTable(
  'proposals',
  {
    id: text().primaryKey(),
    catalogue: text().notNull(),
    /** open: with the province · returned: with the facility again · forwarded: with the department · the rest is final. */
    state: text({ enum: ['open', 'returned', 'forwarded', 'rejected', 'accepted', 'withdrawn'] }).notNull(),
    kind: text({ enum: ['new', 'change', 'close'] }).notNull(),
    /** The code meant (change, close) or wished for (new; NULL: whoever decides gives one). */
    code: text(),
    name: text().notNull(),
    /** JSON object of texts, as in `codes`. */
    attributes: text().notNull(),
    /** From which day it is wanted. */
    validFrom: text('valid_from'),
    /** Why: decision, registration, price list … */
    evidence: text().notNull(),
    facility: text().notNull(),
    province: text().notNull(),
    searchText: text('search_text').notNull(),
    proposedAt: integer('proposed_at').notNull(),
    changedAt: integer('changed_at').notNull(),
    /** The draft that an accepted one went into. */
    draft: text(),
    /** Counts its steps: two who act at once do not both succeed. */
    revision: integer().notNull(),
  },
  (table) => [
    index('proposals_by_state').on(table.state, table.province),
    index('proposals_by_facility').on(table.facility, table.proposedAt),
    index('proposals_by_catalogue').on(table.catalogue, table.state),
  ],
)

/** Every step of a proposal: who, when, why. */
export const proposalSteps = sqliteTable(
  'proposal_steps',
  {
    proposal: text()
      .notNull()
      .references(() => proposals.id),
    number: integer().notNull(),
    action: text({ enum: ['propose', 'revise', 'return', 'forward', 'reject', 'accept', 'withdraw'] }).notNull(),
    actor: text().notNull(),
    role: text({ enum: ['facility', 'province', 'ministry'] }).notNull(),
    at: integer().notNull(),
    comment: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.proposal, table.number] })],
)

/** A facility's own code and the national one it means, for a time. */
export const mappings = sqliteTable(
  'mappings',
  {
    facility: text().notNull(),
    catalogue: text().notNull(),
    localCode: text('local_code').notNull(),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    localName: text('local_name').notNull(),
    /** What helps to find candidates: strength, route, registration number; JSON object of texts. */
    attributes: text().notNull(),
    /** NULL: not mapped yet. */
    code: text(),
    state: text({ enum: ['unmapped', 'proposed', 'approved', 'rejected'] }).notNull(),
    proposedBy: text('proposed_by'),
    proposedAt: integer('proposed_at'),
    decidedBy: text('decided_by'),
    decidedAt: integer('decided_at'),
    comment: text().notNull().default(''),
    /** How often claims carried the local code, as the facility reports it. */
    used: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.facility, table.catalogue, table.localCode, table.validFrom] }),
    index('mappings_by_state').on(table.state, table.facility),
    check('mappings_period', sql`${table.validTo} IS NULL OR ${table.validTo} >= ${table.validFrom}`),
  ],
)

/** Another side's copy of a catalogue (BHXH's), as it was handed over; compared, never merged. */
export const foreignViews = sqliteTable('foreign_views', {
  id: text().primaryKey(),
  /** Whose copy it is, e.g. `bhxh`. */
  party: text().notNull(),
  catalogue: text().notNull(),
  importedBy: text('imported_by').notNull(),
  importedAt: integer('imported_at').notNull(),
  rows: integer().notNull(),
  /** SHA-256 of the file as handed over. */
  fileHash: text('file_hash').notNull(),
})

export const foreignCodes = sqliteTable(
  'foreign_codes',
  {
    view: text()
      .notNull()
      .references(() => foreignViews.id),
    code: text().notNull(),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    name: text().notNull(),
    attributes: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.view, table.code, table.validFrom] })],
)
