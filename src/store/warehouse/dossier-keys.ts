/** A dossier in a warehouse: the submission that brought it, and its number in that. */
export type DossierKey = { readonly submissionId: string; readonly dossier: number }

/** The same, with the facility that sent it. */
export type DossierOfFacility = DossierKey & { readonly facility: string }

/**
 * SQL: the rows of a table that belong to one of the dossiers handed over as `:places`. (`(a, b) IN (…)` would be looked up by submission
 * alone, however many dossiers it has.)
 */
export const ofDossiers = (table: string): string =>
  `rowid IN (SELECT o.rowid FROM json_each(:places) j
     CROSS JOIN "${table}" o ON o.submission_id = j.value ->> 0 AND o.dossier = j.value ->> 1)`

/** The dossiers as the argument `places`. */
export const dossiersArgument = (places: readonly DossierKey[]): string =>
  JSON.stringify(places.map(({ submissionId, dossier }) => [submissionId, dossier]))

/** A dossier as one text, by which maps know it. */
export const dossierName = ({ submissionId, dossier }: DossierKey): string => `${submissionId} ${dossier}`
