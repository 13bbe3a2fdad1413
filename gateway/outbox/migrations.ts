/** The form of the outbox, step by step. A step that was published is never changed; a new one is added behind it. */

const first = [
  // One file from its arrival on. `sha256`, `bytes`: of the XML; `packed`: of the sealed content, gzip. Moments are epoch milliseconds.
  `CREATE TABLE entries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    facility TEXT NOT NULL,
    purpose TEXT NOT NULL,
    name TEXT NOT NULL,
    way TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    packed INTEGER NOT NULL,
    dossiers INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    state TEXT NOT NULL,
    arrived_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    due_on TEXT,
    correction_code TEXT,
    correction_reason TEXT,
    released_by TEXT,
    released_at INTEGER,
    problem TEXT,
    findings TEXT NOT NULL,
    findings_total INTEGER NOT NULL
  )`,
  // The same bytes arrive twice without harm; what was turned away may come again.
  `CREATE UNIQUE INDEX entries_once ON entries (facility, purpose, sha256) WHERE state NOT IN ('refused', 'withdrawn')`,
  `CREATE INDEX entries_by_state ON entries (facility, state, seq)`,
  `CREATE TABLE dossiers (
    entry INTEGER NOT NULL REFERENCES entries (seq),
    number INTEGER NOT NULL,
    MA_LK TEXT,
    outcome TEXT NOT NULL,
    PRIMARY KEY (entry, number)
  ) WITHOUT ROWID`,
  `CREATE INDEX dossiers_by_key ON dossiers (MA_LK, entry)`,
  // An entry on its way to one destination. `submission`: its id there, made before the first try.
  `CREATE TABLE deliveries (
    entry INTEGER NOT NULL REFERENCES entries (seq),
    destination TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    tried_at INTEGER,
    problem TEXT,
    submission TEXT,
    receipt BLOB,
    received_at TEXT,
    delivered_at INTEGER,
    is_written INTEGER NOT NULL DEFAULT 0,
    result_asked_at INTEGER,
    result_final_at INTEGER,
    PRIMARY KEY (entry, destination)
  ) WITHOUT ROWID`,
  `CREATE INDEX deliveries_waiting ON deliveries (destination, state, next_at)`,
  `CREATE INDEX deliveries_unwritten ON deliveries (entry) WHERE is_written = 0 AND state <> 'waiting'`,
  `CREATE INDEX deliveries_by_submission ON deliveries (submission)`,
  // Secrets of accounts and persons, how far feeds were read, what is wrong at the moment.
  `CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE troubles (scope TEXT PRIMARY KEY, since INTEGER NOT NULL, last_at INTEGER NOT NULL, vi TEXT NOT NULL, en TEXT NOT NULL) WITHOUT ROWID`,
]

export const MIGRATIONS: readonly (readonly string[])[] = [first]
