/** Files as facilities send them: every dossier is of a patient that no other file names. */
import { makeDossier, renderDossier, wrapEnvelope } from '../../test/fixtures/dossier.ts'

/** Some 28 KB as sent: an ordinary visit with its drugs, services and results. */
const SHAPE = { standard: '3176', drugs: 5, services: 6, notes: 4 } as const
/** The fixtures make patients of a seed below this and a number below a million. */
const SEEDS = 1000

/** A file of so many visits of a facility. `series` and `number` name patients: the same ones are the same people. */
export function visitsFile(facility: string, series: number, number: number, dossiers = 1): Buffer {
  const seed = series % SEEDS
  const made = Array.from({ length: dossiers }, (_, at) =>
    renderDossier(SHAPE.standard, makeDossier({ ...SHAPE, facility, seed }, number + at)),
  )
  return Buffer.from(wrapEnvelope(made, { facility, made: '20261015' }))
}
