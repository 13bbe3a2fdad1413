import type { Source } from '../finding/finding.ts'
import { parseDecimal, type Decimal } from '../record/decimal.ts'
import type { Series } from '../standards/thresholds.ts'

/** What a series says for a day, and who says so. */
export type Threshold = { readonly value: Decimal; readonly source: Source }

type Step = Threshold & { readonly from: string; readonly to: string | null }
type Reading = { readonly steps: readonly Step[]; day: string; answer: Step | null }

const readings = new WeakMap<Series, Reading>()

function read(series: Series): Reading {
  const steps = series.values.map(({ from, to, value, source }) => {
    const exact = parseDecimal(value)
    if (!exact) throw new Error(`${series.name} has a value that is no number: ${value}`)
    return { from, to, value: exact, source }
  })
  const reading = { steps, day: '', answer: null }
  readings.set(series, reading)
  return reading
}

/** The step of a series for a day (ISO); null: not known, and what rests on it is not evaluated. */
export function thresholdAt(series: Series, day: string): Threshold | null {
  const reading = readings.get(series) ?? read(series)
  // The rows of a dossier all ask about its one day.
  if (reading.day !== day) {
    reading.day = day
    reading.answer = reading.steps.find(({ from, to }) => day >= from && (to === null || day <= to)) ?? null
  }
  return reading.answer
}
