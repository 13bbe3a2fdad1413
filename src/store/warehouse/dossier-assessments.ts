/** The columns of `dossiers` that follow from the assessments of a dossier. Only this file writes them. */
import type { Command } from '../database.ts'
import { dossiersArgument, ofDossiers } from './dossier-keys.ts'

/** The newest decision, and when the first one came: made anew from all assessments of these dossiers. */
export function writeAssessmentState(
  places: readonly { readonly submission: string; readonly dossier: number }[],
): Command {
  const of = 'a.submission_id = d.submission_id AND a.dossier = d.dossier'
  return {
    sql: `UPDATE dossiers AS d SET
            assessment = (SELECT a.decision FROM assessments a WHERE ${of} ORDER BY a.received_at DESC, a.sender, a.id DESC LIMIT 1),
            assessed_at = (SELECT min(a.received_at) FROM assessments a WHERE ${of})
          WHERE d.${ofDossiers('dossiers')}`,
    args: {
      places: dossiersArgument(places.map(({ submission, dossier }) => ({ submissionId: submission, dossier }))),
    },
  }
}
