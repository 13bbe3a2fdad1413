import { expect, test } from 'vitest'
import { countFile } from '../../src/http/observe.ts'
import { createMetrics } from '../../src/kernel/metrics.ts'

test('each dossier counts under its own outcome: accepted ones do not include those with warnings', () => {
  const metrics = createMetrics()
  const dossiers = { declared: 6, counted: 6, accepted: 1, acceptedWithWarnings: 3, rejected: 2 }
  const file = { receipt: { dossiers }, bySeverity: { error: 2, warning: 0, info: 5 } }
  countFile(metrics, file)
  countFile(metrics, file)
  expect(metrics.render([])).toContain('bhyt_findings_total{severity="error"} 4')
  expect(
    metrics
      .render([])
      .split('\n')
      .filter((line) => line.startsWith('bhyt_dossiers_total')),
  ).toEqual([
    'bhyt_dossiers_total{outcome="accepted"} 2',
    'bhyt_dossiers_total{outcome="warned"} 6',
    'bhyt_dossiers_total{outcome="rejected"} 4',
  ])
})
