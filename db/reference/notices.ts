import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** News of the receiving side and its planned outages, for everybody to read. Moments are epoch milliseconds. */
export const notices = sqliteTable(
  'notices',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['news', 'outage'] }).notNull(),
    titleVi: text('title_vi').notNull(),
    titleEn: text('title_en').notNull(),
    textVi: text('text_vi').notNull(),
    textEn: text('text_en').notNull(),
    /** Of a planned outage; NULL for news. */
    fromAt: integer('from_at'),
    toAt: integer('to_at'),
    publishedBy: text('published_by').notNull(),
    publishedAt: integer('published_at').notNull(),
    /** Counts changes: who changes a notice says which one was read. */
    revision: integer().notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: integer('changed_at').notNull(),
    /** Taken back; kept, so that it can be seen who did. */
    withdrawnBy: text('withdrawn_by'),
    withdrawnAt: integer('withdrawn_at'),
  },
  (table) => [index('notices_by_time').on(table.publishedAt)],
)
