import type { RowId } from '../../../src/engine/index.ts'

/** Why a row of the rule catalogue has no written rule here; where several rows share the reason it has a name. */

/** Of a row: demands derived from field lists, envelope or codes that cover it, or one sentence why no rule does. */
export type Answer = readonly string[] | string

export type Answers = Readonly<Partial<Record<RowId, Answer>>>

/** Nobody has looked at the row yet: it is to get a rule or a reason. */
export const OPEN = 'open: neither a rule nor a reason yet'

/** The centre holds encounters of a person against each other (`src/centre/history`); what is in their lines is not in its register. */
export const LINES_OF_OTHERS =
  'needs drugs, services, beds or staff of other dossiers line by line, which the register of encounters does not hold'
export const PAPERS_ELSEWHERE =
  'papers of births and deaths that are sent by themselves go to another portal, and are not here to be compared'
export const ROSTER = 'needs rosters, presence and withdrawals of staff: the centre'
export const STAFF_SCOPE = 'needs the scope of practice of each person: the centre'
export const DRUG_CONDITIONS = 'needs the table of conditions per active ingredient: the centre'
export const SERVICE_CONDITIONS = 'needs the table of conditions per service: the centre'
export const FACILITY_SCOPE = 'needs class, capacity and approvals of the facility: the centre'
export const PERIODS = 'needs settlement periods and outages: the centre'
export const PROCESS = 'is about how submissions follow each other, not about a dossier: the centre'
export const CURATION = 'is about the code lists themselves: checked where they are curated and published'
export const SAME_BYTES =
  'the same bytes get the same receipt (Idempotent-Replay); the same dossier in other bytes has the state `identical`; that is no finding'
export const CLOCK =
  'is reported by the clock of the centre (src/centre/deadlines), per dossier and in the figures of the province; that is no finding'
export const VERSIONS =
  'answered by 409 `dossier-changed` at the edge, by the state of the version at the centre; that is no finding'
export const PERSON =
  'is a refusal and no finding: payment data needs the token of a registered person in force (src/edge/identity/persons.ts)'
