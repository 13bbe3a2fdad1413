import { describe, expect, test } from 'vitest'
import { changesOf, type AcceptedProposal } from '../../../src/codes/proposals/change.ts'
import type { ListedCode } from '../../../src/store/reference/listed-code.ts'

const standing: ListedCode = {
  code: '40.48',
  validFrom: '2024-01-01',
  validTo: null,
  name: 'Paracetamol',
  attributes: { route: '1.01' },
  sourceDocument: 'QĐ 1',
  replacedBy: null,
}
const proposal = (more: Partial<AcceptedProposal>): AcceptedProposal => ({
  id: 'p',
  catalogue: 'drugs',
  kind: 'change',
  code: '40.48',
  name: 'Paracetamol',
  attributes: { route: '2.10' },
  validFrom: '2026-12-01',
  document: null,
  ...more,
})
const refused = (code: string) => expect.objectContaining({ code })

describe('a change', () => {
  test('ends the row the day before and begins another, on the decision of the first unless said otherwise', () => {
    const common = { catalogue: 'drugs', proposal: 'p' }
    expect(changesOf(proposal({}), [standing])).toEqual([
      { ...common, kind: 'closed', before: standing, after: { ...standing, validTo: '2026-11-30' } },
      {
        ...common,
        kind: 'changed',
        before: null,
        after: { ...standing, validFrom: '2026-12-01', attributes: { route: '2.10' } },
      },
    ])
    const [, renamed] = changesOf(proposal({ name: 'Acetaminophen', document: 'QĐ 2' }), [standing])
    expect(renamed).toMatchObject({ kind: 'renamed', after: { name: 'Acetaminophen', sourceDocument: 'QĐ 2' } })
  })

  test('from the first day of the row takes its place', () => {
    expect(changesOf(proposal({ validFrom: '2024-01-01' }), [standing])).toMatchObject([
      { kind: 'changed', before: standing, after: { validFrom: '2024-01-01', attributes: { route: '2.10' } } },
    ])
  })

  test('keeps the last day that the row has, and changes the younger of two generations', () => {
    const old = { ...standing, validFrom: '2020-01-01', validTo: '2026-12-31', name: 'Old' }
    const [closed, opened] = changesOf(proposal({}), [{ ...standing, validTo: '2027-06-30' }, old])
    expect(closed?.before?.name).toBe('Paracetamol')
    expect(opened?.after?.validTo).toBe('2027-06-30')
  })

  test('of what is not in force is refused', () => {
    expect(() => changesOf(proposal({}), [])).toThrow(refused('code-unknown'))
    expect(() => changesOf(proposal({}), [{ ...standing, validTo: '2026-11-30' }])).toThrow(refused('code-unknown'))
    expect(() => changesOf(proposal({ validFrom: '2023-12-31' }), [standing])).toThrow(refused('code-unknown'))
  })
})

describe('a close', () => {
  test('leaves the row with its last day', () => {
    expect(changesOf(proposal({ kind: 'close' }), [standing])).toEqual([
      {
        catalogue: 'drugs',
        proposal: 'p',
        kind: 'closed',
        before: standing,
        after: { ...standing, validTo: '2026-11-30' },
      },
    ])
  })
  test('on the first day of the row is refused: the code would never have been', () => {
    expect(() => changesOf(proposal({ kind: 'close', validFrom: '2024-01-01' }), [standing])).toThrow(
      refused('parameter-invalid'),
    )
  })
})

describe('a new code', () => {
  const wanted = proposal({ kind: 'new', document: 'QĐ 2' })
  test('is one open row', () => {
    expect(changesOf(wanted, [{ ...standing, validTo: '2026-11-30' }])).toMatchObject([
      { kind: 'added', before: null, after: { validFrom: '2026-12-01', validTo: null, sourceDocument: 'QĐ 2' } },
    ])
  })
  test('that stands in that time is refused, and so is one without a decision', () => {
    expect(() => changesOf(wanted, [standing])).toThrow(refused('code-taken'))
    expect(() => changesOf({ ...wanted, document: null }, [])).toThrow(refused('parameter-invalid'))
  })
})
