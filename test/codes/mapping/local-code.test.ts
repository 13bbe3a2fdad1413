import { describe, expect, test } from 'vitest'
import { conceptMapOf, mappingsCsv, readMappingsCsv } from '../../../src/codes/mapping/export.ts'
import { mergeUpload, type LocalCode, type MappingRow } from '../../../src/codes/mapping/local-code.ts'
import { mappingTransitions, nextMappingState, type MappingAction } from '../../../src/codes/mapping/transitions.ts'

const held = (more: Partial<MappingRow> = {}): MappingRow => ({
  facility: '01001',
  catalogue: 'drugs',
  localCode: 'A',
  validFrom: '0001-01-01',
  validTo: null,
  localName: 'Thuốc A',
  attributes: '{}',
  code: '40.17',
  state: 'approved',
  proposedBy: '01001',
  proposedAt: 1,
  decidedBy: 'province-01',
  decidedAt: 2,
  comment: '',
  used: 3,
  ...more,
})
const scope = { facility: '01001', catalogue: 'drugs', by: '01001', now: 9 }
const merge = (rows: readonly MappingRow[], uploaded: readonly LocalCode[]) => mergeUpload(rows, uploaded, scope)
const invalid = (row: number, field: string) =>
  expect.objectContaining({ code: 'row-invalid', params: expect.objectContaining({ row, field }) as unknown })

describe('the steps of a mapping', () => {
  const allowed = new Map([
    ['unmapped facility propose', 'proposed'],
    ['proposed facility propose', 'proposed'],
    ['approved facility propose', 'proposed'],
    ['rejected facility propose', 'proposed'],
    ['proposed province approve', 'approved'],
    ['proposed province reject', 'rejected'],
    ['approved province reject', 'rejected'],
  ])
  const states = Object.keys(mappingTransitions) as (keyof typeof mappingTransitions)[]
  const actions: readonly MappingAction[] = ['propose', 'approve', 'reject']
  const steps = states.flatMap((state) =>
    (['facility', 'province', 'ministry'] as const).flatMap((role) =>
      actions.map((action) => [state, role, action] as const),
    ),
  )
  test.each(steps)('%s, %s, %s', (state, role, action) => {
    const to = allowed.get(`${state} ${role} ${action}`)
    if (to !== undefined) {
      expect(nextMappingState(state, role, action)).toBe(to)
      return
    }
    const ever = states.some((other) => allowed.has(`${other} ${role} ${action}`))
    const code = ever ? 'mapping-state' : 'role-not-allowed'
    expect(() => nextMappingState(state, role, action)).toThrow(expect.objectContaining({ code }))
  })
})

describe('an upload', () => {
  test('keeps what was approved, unless anything of it changes', () => {
    expect(merge([held()], [{ localCode: 'A', localName: 'Thuốc A' }])).toEqual({
      written: [],
      recounted: [],
      added: 0,
      unchanged: 1,
    })
    expect(merge([held()], [{ localCode: 'A', localName: 'Thuốc A', used: 4 }]).recounted).toEqual([held({ used: 4 })])
    const changes: Partial<LocalCode>[] = [
      { localName: 'Khác' },
      { code: '40.48' },
      { validTo: '2026-12-31' },
      { attributes: { strength: '10mg' } },
    ]
    for (const change of changes)
      expect(merge([held()], [{ localCode: 'A', localName: 'Thuốc A', ...change }]).written).toMatchObject([
        { state: 'proposed', proposedAt: 9, decidedBy: null, used: 3 },
      ])
  })

  test('does not bring back what was rejected by sending it again', () => {
    const rejected = held({ state: 'rejected' })
    expect(merge([rejected], [{ localCode: 'A', localName: 'Thuốc A', code: '40.17' }]).written).toEqual([])
  })

  test('may follow on an ended period, not overlap it', () => {
    const ended = held({ validTo: '2026-06-30' })
    const next = { localCode: 'A', localName: 'Thuốc A', validFrom: '2026-07-01' }
    expect(merge([ended], [next]).added).toBe(1)
    expect(() => merge([ended], [{ ...next, validFrom: '2026-06-30' }])).toThrow(invalid(1, 'validFrom'))
    expect(() => merge([held()], [{ localCode: 'B', localName: 'B' }, next])).toThrow(invalid(2, 'validFrom'))
  })

  test('names the row that is there twice, or ends before it begins', () => {
    const row = { localCode: 'B', localName: 'B' }
    expect(() => merge([], [row, row])).toThrow(invalid(2, 'localCode'))
    expect(() => merge([], [{ ...row, validFrom: '2026-02-01', validTo: '2026-01-31' }])).toThrow(invalid(1, 'validTo'))
  })
})

describe('a CSV', () => {
  test('that was written is read as it was, and no cell is a formula', () => {
    const names = ['=1+1', '+1', '-1', '@x', 'a,b', 'a"b', 'a;b', 'hai\ndòng', 'Đái tháo đường']
    const rows = names.map((localName, at) => held({ localCode: `${at}`, localName, attributes: '{"strength":"5mg"}' }))
    const csv = mappingsCsv(rows)
    expect(csv).not.toMatch(/(^|[,\n])[=+@-]/)
    expect(readMappingsCsv(csv)).toEqual(
      names.map((localName, at) => ({
        localCode: `${at}`,
        localName,
        used: 3,
        code: '40.17',
        attributes: { strength: '5mg' },
      })),
    )
  })

  test('without its headings is refused', () => {
    expect(() => readMappingsCsv('1,2\n')).toThrow(invalid(1, 'localCode'))
    expect(() => readMappingsCsv('')).toThrow(invalid(1, 'localCode'))
  })
})

test('a ConceptMap without mappings has no group', () => {
  const map = conceptMapOf({ facility: '01001', catalogue: 'drugs', day: '2026-11-22' }, [], new Map())
  expect(map).not.toHaveProperty('group')
})
