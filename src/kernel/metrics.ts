/** Counters of one isolate, and how they and what is measured elsewhere are written (OpenMetrics 1.0). */

/** What each counter and duration is. */
const COUNTERS = {
  bhyt_requests: 'Requests by method, route and status, of this isolate',
  bhyt_refusals: 'Refusals by problem code, of this isolate',
  bhyt_dossiers: 'Dossiers of received files by outcome at the edge, of this isolate',
  bhyt_findings: 'Findings of received files by severity, of this isolate',
  bhyt_messages: 'Messages of queues by what became of them, acked or retried, of this isolate',
  bhyt_faults: 'Faults by event, of this isolate',
} as const
const DURATIONS = {
  bhyt_request_seconds: 'How long requests took, by route, of this isolate',
  bhyt_stage_seconds: 'How long the stages of a file, of a batch of the centre and of the clock took, of this isolate',
} as const

export type MetricLabels = Readonly<Record<string, string>>
/** One figure as it is now. */
export type Gauge = {
  readonly name: string
  readonly help: string
  readonly labels?: MetricLabels
  readonly value: number
}

export type Metrics = {
  /** Adds to a counter; its name ends without `_total`. */
  readonly count: (name: keyof typeof COUNTERS, labels: MetricLabels, by?: number) => void
  /** How long something took, in seconds. */
  readonly took: (name: keyof typeof DURATIONS, labels: MetricLabels, seconds: number) => void
  /** All of them, with these figures beside them, as text. */
  readonly render: (gauges: readonly Gauge[]) => string
}

/** Waits for a piece of work and notes how long it took, also where it fails. */
export type Timed = <T>(stage: string, work: Promise<T>) => Promise<T>
/** `now` in epoch milliseconds. */
export const timedBy =
  (metrics: Pick<Metrics, 'took'>, now: () => number): Timed =>
  async (stage, work) => {
    const startedAt = now()
    try {
      return await work
    } finally {
      metrics.took('bhyt_stage_seconds', { stage }, (now() - startedAt) / MILLISECONDS)
    }
  }
const MILLISECONDS = 1000

type Series = Map<string, number>

export function createMetrics(): Metrics {
  const counters = new Map<string, Series>()
  const durations = new Map<string, { counts: Series; sums: Series }>()
  const add = (series: Series, key: string, by: number): void => {
    series.set(key, (series.get(key) ?? 0) + by)
  }
  return {
    count(name, labels, by = 1) {
      const series = counters.get(name) ?? new Map<string, number>()
      counters.set(name, series)
      add(series, textOf(labels), by)
    },
    took(name, labels, seconds) {
      const series = durations.get(name) ?? { counts: new Map(), sums: new Map() }
      durations.set(name, series)
      add(series.counts, textOf(labels), 1)
      add(series.sums, textOf(labels), seconds)
    },
    render(gauges) {
      const lines: string[] = []
      for (const [name, help] of Object.entries(COUNTERS))
        lines.push(...family(name, 'counter', help), ...samples(`${name}_total`, counters.get(name)))
      for (const [name, help] of Object.entries(DURATIONS)) {
        const { counts, sums } = durations.get(name) ?? {}
        lines.push(
          ...family(name, 'summary', help),
          ...samples(`${name}_count`, counts),
          ...samples(`${name}_sum`, sums),
        )
      }
      for (const name of new Set(gauges.map((gauge) => gauge.name))) {
        const own = gauges.filter((gauge) => gauge.name === name)
        lines.push(...family(name, 'gauge', own[0]?.help ?? ''))
        for (const { labels = {}, value } of own) lines.push(`${name}${textOf(labels)} ${value}`)
      }
      return `${lines.join('\n')}\n# EOF\n`
    },
  }
}

const family = (name: string, type: string, help: string): string[] => [
  `# TYPE ${name} ${type}`,
  `# HELP ${name} ${help}`,
]
const samples = (name: string, series: Series | undefined): string[] =>
  [...(series ?? [])].map(([labels, value]) => `${name}${labels} ${value}`)

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
function textOf(labels: MetricLabels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
