import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/engine/index.ts'
import { isInForce } from '../../../src/engine/rules/rule.ts'
import { plainPack, writtenRuleIds, createPack } from '../../../src/engine/judging/rule-pack.ts'
import { planFor } from '../../../src/engine/judging/rule-plan.ts'
import { createTally, type RuleCount } from '../../../src/engine/judging/tally.ts'
import { standards } from '../../../src/engine/standards/index.ts'
import { makeDossier, type Row, type Tables } from '../../fixtures/dossier.ts'
import { inspect, NO_CODES, rules } from '../../fixtures/inspect.ts'
import { changedDossier, fileOf, packOf, rawRow } from '../../fixtures/written-rules.ts'
import { inspectFile } from '../../../src/engine/inspection/inspect-file.ts'
import { rulePackOf } from '../../../src/engine/inspection/rules-config.ts'
import { FACILITY } from '../../fixtures/dossier.ts'
import { bytesOf } from '../../fixtures/inspect.ts'
import { sha256 } from '../../../src/store/reference/listed-code.ts'
import { codecs } from '../../../src/edge/codecs.ts'

const STAY = 'XML3.NGAY_YL.within-stay'
const RESULTS = 'XML4.MA_DICH_VU.in-XML3'

type Step = readonly [table: string, row: Row]

/** What one dossier of QĐ 3176 gets when its rows come in this order. */
function run(steps: readonly Step[], pack = plainPack) {
  const findings: Finding[] = []
  const tally = createTally(writtenRuleIds)
  const dossier = planFor(pack, standards['3176']).open({
    ref: { index: 1, MA_LK: null },
    report: (finding) => findings.push(finding),
    tally,
    received: 20261122,
    isHoso: true,
  })
  for (const [table, row] of steps) dossier.row(table, rawRow('3176', table, row))
  dossier.close()
  const countOf = (id: string): RuleCount | undefined => tally.counts().find((count) => count.id === id)
  return { findings, countOf, ids: findings.map(({ demand }) => demand.id) }
}

const xml1: Step = ['XML1', { MA_LK: 'a', NGAY_VAO: '202610050800', NGAY_RA: '202610051000' }]
const service = (STT: string, NGAY_YL: string): Step => ['XML3', { MA_LK: 'a', STT, NGAY_YL }]

describe('a row that is judged by XML1', () => {
  const pack = packOf(STAY)
  const rows = [service('1', '202610050759'), service('2', '202610050800'), service('3', '202610051001')]

  test('is judged the same whether XML1 comes before it, between, or after it', () => {
    const shown = [
      [xml1, ...rows],
      [...rows, xml1],
      [...rows.slice(0, 1), xml1, ...rows.slice(1)],
    ].map((steps) => {
      const { findings, countOf } = run(steps, pack)
      const places = findings.map(({ row, line, column, value, params }) => ({ row, line, column, value, params }))
      return [places, countOf(STAY)]
    })
    expect(shown[0]).toMatchObject([
      [
        { row: '1', line: 12, column: 5, value: '202610050759' },
        { row: '3', line: 12, column: 5, value: '202610051001' },
      ],
      { evaluated: 3, failed: 2, notEvaluated: 0, dossiersFailed: 1 },
    ])
    expect(shown[1]).toEqual(shown[0])
    expect(shown[2]).toEqual(shown[0])
  })

  test('is not evaluated without XML1, or where XML1 has not the evidence', () => {
    for (const steps of [rows, [...rows, ['XML1', { NGAY_VAO: '202610050800', NGAY_RA: 'hôm qua' }] as const]]) {
      const { findings, countOf } = run(steps, pack)
      expect(findings).toEqual([])
      expect(countOf(STAY)).toMatchObject({ evaluated: 0, notEvaluated: 3 })
    }
  })

  test('waits within bounds: of too many the rest is not evaluated, and nothing is said of it', () => {
    const many = Array.from({ length: 2500 }, (_, at) => service(String(at + 1), '202610050759'))
    const { findings, countOf } = run([...many, xml1], pack)
    expect(findings).toHaveLength(2000)
    expect(countOf(STAY)).toMatchObject({ evaluated: 2000, failed: 2000, notEvaluated: 500 })
  })

  test('is judged by the first XML1 of its own dossier, never by another one', () => {
    run([xml1], pack)
    expect(run([service('1', '202610050759')], pack).countOf(STAY)).toMatchObject({ evaluated: 0, notEvaluated: 1 })
    const second: Step = ['XML1', { MA_LK: 'a', NGAY_VAO: '202001010000', NGAY_RA: '202712312359' }]
    expect(run([xml1, second, ...rows], pack).findings).toHaveLength(2)
  })

  test('of two dossiers that are read in turns is judged by its own', () => {
    const findings: Finding[] = []
    const open = (index: number) =>
      planFor(pack, standards['3176']).open({
        ref: { index, MA_LK: null },
        report: (finding) => findings.push(finding),
        tally: createTally(writtenRuleIds),
        received: 20261122,
        isHoso: true,
      })
    const [first, second] = [open(1), open(2)]
    first.row(...rowOf(xml1))
    second.row(...rowOf(['XML1', { NGAY_VAO: '202610050700', NGAY_RA: '202610051000' }]))
    first.row(...rowOf(service('1', '202610050759')))
    second.row(...rowOf(service('1', '202610050759')))
    first.close()
    second.close()
    expect(findings.map(({ dossier }) => dossier?.index)).toEqual([1])
  })
})

const rowOf = ([table, row]: Step) => [table, rawRow('3176', table, row)] as const

describe('a rule over the whole dossier', () => {
  const result = (at: number): Step => ['XML4', { MA_LK: 'a', STT: String(at), MA_DICH_VU: `99.${at}` }]
  const results = (count: number): Step[] => Array.from({ length: count }, (_, at) => result(at + 1))

  test('shows twenty places and the number of all', () => {
    const { findings, countOf } = run([xml1, ...results(21)], packOf(RESULTS))
    expect(findings).toHaveLength(20)
    expect(findings[0]).toMatchObject({ row: '1', params: { places: 21 } })
    expect(findings[0]?.demand.problem.en).toContain('{places}')
    expect(findings[1]?.demand.problem.en).not.toContain('{places}')
    expect(countOf(RESULTS)).toMatchObject({ evaluated: 1, failed: 1, dossiersFailed: 1 })
  })

  test('is not evaluated where a cap cut its facts short', () => {
    expect(run([xml1, ...results(2000)], packOf(RESULTS)).findings).toHaveLength(20)
    const beyond = run([xml1, ...results(2001)], packOf(RESULTS))
    expect(beyond.findings).toEqual([])
    expect(beyond.countOf(RESULTS)).toMatchObject({ evaluated: 0, notEvaluated: 1 })
  })

  test('is not asked of a document that is no dossier', () => {
    const findings: Finding[] = []
    const tally = createTally(writtenRuleIds)
    const dossier = planFor(plainPack, standards['3176']).open({
      ref: { index: 1, MA_LK: null },
      report: (finding) => findings.push(finding),
      tally,
      received: 20261122,
      isHoso: false,
    })
    dossier.row('CHECKIN', rawRow('3176', 'CHECKIN', {}))
    dossier.close()
    expect(tally.counts().filter(({ id }) => id.startsWith('HOSO.') || id === RESULTS)).toEqual([])
  })
})

test('every correct dossier breaks no rule, whatever the order of its tables', () => {
  for (const standard of ['4210', '130', '4750', '3176'] as const) {
    for (const options of [{}, { inpatient: true }] as const) {
      const tables = makeDossier({ standard, ...options })
      for (const reversed of [false, true]) {
        expect(rules(inspect(fileOf(standard, tables, { reversed }), { stated: standard }))).toEqual([])
      }
    }
  }
})

describe('what a deployment decides', () => {
  const tables: Tables = changedDossier('3176', { change: { XML3: [{ NGAY_YL: '202001010000' }] } })
  const shown = (pack = plainPack): string[] =>
    inspect(fileOf('3176', tables), { stated: '3176', pack }).findings.map(
      ({ rule, severity }) => `${rule} ${severity}`,
    )
  const reason = 'thử nghiệm'

  test('switches a written rule off, or lets it only give infos', () => {
    expect(shown()).toContain(`${STAY} warning`)
    expect(shown(createPack({ [STAY]: { state: 'shadow', reason } }, sha256))).toContain(`${STAY} info`)
    expect(shown(createPack({ [STAY]: { state: 'off', reason } }, sha256)).join()).not.toContain(STAY)
  })

  test('reaches derived demands too, and then the dossier is accepted', () => {
    const broken = fileOf('3176', changedDossier('3176', { change: { XML1: { HO_TEN: '' } } }))
    const id = 'XML1.HO_TEN.required'
    const outcome = (state: 'off' | 'shadow' | null) => {
      const seen = inspect(broken, state ? { pack: createPack({ [id]: { state, reason } }, sha256) } : {})
      return [seen.findings.map(({ severity }) => severity), seen.dossiers[0]?.outcome]
    }
    expect(outcome(null)).toEqual([['error'], 'rejected'])
    expect(outcome('shadow')).toEqual([['info'], 'accepted'])
    expect(outcome('off')).toEqual([[], 'accepted'])
  })

  test('shows in the version of the rules, whatever the order of its entries and the words of its reasons', () => {
    const [a, b] = [
      { [STAY]: { state: 'off', reason: 'a' }, [RESULTS]: { state: 'shadow', reason: 'b' } },
      { [RESULTS]: { state: 'shadow', reason: 'c' }, [STAY]: { state: 'off', reason: 'd' } },
    ] as const
    expect(createPack(a, sha256).version).toBe(createPack(b, sha256).version)
    expect(createPack(a, sha256).version).toMatch(/^\d{4}\.\d{2}\.\d+\+[0-9a-f]{8}\.[0-9a-f]{8}$/)
    expect(createPack(a, sha256).version).not.toBe(createPack({ [STAY]: { state: 'off', reason } }, sha256).version)
    expect(rulePackOf({}, sha256)).toBe(plainPack)
  })

  test('is refused where it names a rule that does not exist, by that name', () => {
    const known = { state: 'off', reason } as const
    expect(() => rulePackOf({ [STAY]: known, 'XML1.MA_LK.sai': known }, sha256)).toThrow(
      /^wrong environment: RULES_CONFIG: .*XML1\.MA_LK\.sai$/,
    )
    const config = { [STAY]: known, 'HOSO.XML1.required': known }
    const pack = rulePackOf(config, sha256)
    expect(pack.states).toContain(null)
    // What it was made of is shown, so that another platform makes the same of it.
    expect(pack.settings).toEqual(config)
  })
})

test('a file tells how often each rule was asked, over all its dossiers', () => {
  const one = changedDossier('3176', { change: { XML3: [{ NGAY_YL: '202001010000' }, { NGAY_YL: '' }] } })
  const inspection = inspectFile({
    codecs,
    facility: FACILITY,
    stated: '3176',
    received: 20261122,
    codes: NO_CODES,
    onFinding() {},
  })
  inspection.push(bytesOf(fileOf('3176', one)))
  inspection.end()
  const counts = inspection.ruleCounts()
  expect(counts.find(({ id }) => id === STAY)).toEqual({
    id: STAY,
    evaluated: 1,
    failed: 1,
    notEvaluated: 1,
    dossiersFailed: 1,
  })
  expect(counts.find(({ id }) => id === 'XML13.MA_LK.for-transfers-only')).toBeUndefined()
})

test('a rule is in force on its first and its last day', () => {
  const period = { from: '2026-01-01', to: '2026-06-30' }
  expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map((day) => isInForce(period, day))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(isInForce({}, '1900-01-01')).toBe(true)
})
