import type { Collector } from './collector.ts'
import { serviceResults } from './facts/service-results.ts'
import { examinations } from './facts/examinations.ts'
import { usedSupplies } from './facts/used-supplies.ts'
import { serviceTimes } from './facts/service-times.ts'
import { ratedServices } from './facts/rated-services.ts'
import { repeats } from './facts/repeats.ts'
import { lineNumbers } from './facts/line-numbers.ts'
import { packages } from './facts/packages.ts'
import { feeSums } from './facts/fee-sums.ts'
import { drugLines } from './facts/drug-lines.ts'
import { bedDays } from './facts/bed-days.ts'
import { lineSums } from './facts/line-sums.ts'
import { papers } from './facts/papers.ts'
import { services } from './facts/services.ts'

/** What can be known of a dossier, by name. Only what an active rule rests on is gathered. */
export const collectors = {
  serviceResults,
  examinations,
  usedSupplies,
  lineSums,
  papers,
  services,
  bedDays,
  drugLines,
  feeSums,
  packages,
  lineNumbers,
  repeats,
  ratedServices,
  serviceTimes,
} as const

type FactsOf<C> = C extends Collector<infer _Reads, infer F> ? F : never

/** The closed facts of one dossier. */
export type GatheredFacts = { readonly [N in keyof typeof collectors]: FactsOf<(typeof collectors)[N]> }

export type FactsName = keyof GatheredFacts
