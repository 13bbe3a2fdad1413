import { expect, test } from 'vitest'
import { makeDossier, renderDossier, wrapEnvelope } from '../../fixtures/dossier.ts'
import { inspect } from '../../fixtures/inspect.ts'
import { FIRST_DAYS, later } from '../../fixtures/synthetic.ts'

const file = (...numbers: readonly number[]): string =>
  wrapEnvelope(
    numbers.map((index) => renderDossier('3176', makeDossier({ standard: '3176' }, index))),
    { made: later(FIRST_DAYS['3176'], 10) },
  )

test('the second dossier of a file with the same MA_LK is reported, the first is not', () => {
  const { findings } = inspect(file(0, 1, 0), { stated: '3176' })
  expect(findings).toMatchObject([
    { rule: 'HOSO.MA_LK.once-in-file', severity: 'warning', dossier: { index: 3 }, field: 'MA_LK' },
  ])
})

test('dossiers with keys of their own are not', () => {
  expect(inspect(file(0, 1, 2), { stated: '3176' }).findings).toEqual([])
})
