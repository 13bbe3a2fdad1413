import { describe, expect, test } from 'vitest'
import { judge } from '../../../src/centre/deadlines/judge.ts'
import { extendDue, lostDays, type Outage } from '../../../src/centre/deadlines/outage-days.ts'

const at = (text: string): number => Date.parse(`${text}:00+07:00`)
const outage = (from: string, to: string, id = 'a'): Outage => ({ id, from: at(from), to: at(to) })

describe('an outage takes a day', () => {
  test.each([
    ['of whose working time it took four hours', [outage('2026-10-07T08:00', '2026-10-07T12:00')], 'a'],
    ['not of which it took a minute less', [outage('2026-10-07T08:00', '2026-10-07T11:59')], null],
    ['not of which it took the night before', [outage('2026-10-06T20:00', '2026-10-07T10:59')], null],
    ['not of which it took the evening', [outage('2026-10-07T16:00', '2026-10-07T23:59')], null],
    ['at whose midnight it went on', [outage('2026-10-07T23:30', '2026-10-08T00:00')], 'a'],
    [
      'with others together',
      [outage('2026-10-07T08:00', '2026-10-07T10:00', 'b'), outage('2026-10-07T13:00', '2026-10-07T15:00')],
      'b',
    ],
    [
      'not where others took the same hours',
      [outage('2026-10-07T08:00', '2026-10-07T11:00'), outage('2026-10-07T08:30', '2026-10-07T10:30', 'b')],
      null,
    ],
    ['that lies within it', [outage('2026-10-01T00:00', '2026-10-20T00:00')], 'a'],
    ['not that it does not touch', [outage('2026-10-01T00:00', '2026-10-07T00:00')], null],
  ])('%s', (_, outages, expected) => {
    expect(lostDays(outages)('2026-10-07')).toBe(expected)
    expect(lostDays(outages.toReversed())('2026-10-07')).toBe(expected)
  })
})

describe('the clock does not move', () => {
  const extended = (after: string, due: string, ...outages: Outage[]) => extendDue(after, due, lostDays(outages))

  test('for each working day that was lost, and for no weekend', () => {
    // Wednesday 7 October to Wednesday 14: Thursday, Friday, Saturday and Sunday lost.
    expect(extended('2026-10-06', '2026-10-14', outage('2026-10-08T00:00', '2026-10-12T00:00'))).toEqual({
      day: '2026-10-16',
      outage: 'a',
    })
  })

  test('also while the days that make up for it are lost', () => {
    expect(extended('2026-10-06', '2026-10-14', outage('2026-10-14T08:00', '2026-10-16T12:00'))).toEqual({
      day: '2026-10-19',
      outage: 'a',
    })
  })

  test('not for an outage before the term, or behind it', () => {
    expect(extended('2026-10-06', '2026-10-14', outage('2026-10-05T00:00', '2026-10-07T00:00'))).toEqual({
      day: '2026-10-14',
      outage: null,
    })
    expect(extended('2026-10-06', '2026-10-14', outage('2026-10-15T00:00', '2026-10-17T00:00')).outage).toBeNull()
  })

  test('for the due day also where that is a day off, or the day the term began', () => {
    expect(extended('2026-10-09', '2026-10-10', outage('2026-10-10T00:00', '2026-10-10T23:00')).day).toBe('2026-10-12')
    expect(extended('2026-10-07', '2026-10-07', outage('2026-10-07T08:00', '2026-10-07T17:00')).day).toBe('2026-10-08')
  })
})

describe('a dossier', () => {
  const dated = {
    purpose: 'payment',
    isAccepted: true,
    receivedOn: '2026-10-16',
    endedOn: '2026-10-07',
    NGAY_RA: '202610070900',
  } as const
  const none = lostDays([])

  test('is in time up to its due day, then late', () => {
    expect(judge(dated, none)).toEqual({
      dueOn: '2026-10-16',
      timeliness: 'in-time',
      excusedBy: null,
      paymentDueOn: null,
    })
    expect(judge({ ...dated, receivedOn: '2026-10-17' }, none)).toMatchObject({ timeliness: 'late', excusedBy: null })
  })

  test('is excused up to the day to which an outage moved it, and names the outage', () => {
    const lost = lostDays([outage('2026-10-15T08:00', '2026-10-15T16:00', 'cut')])
    expect(judge({ ...dated, receivedOn: '2026-10-19' }, lost)).toMatchObject({
      dueOn: '2026-10-16',
      timeliness: 'excused',
      excusedBy: 'cut',
    })
    expect(judge({ ...dated, receivedOn: '2026-10-20' }, lost)).toMatchObject({ timeliness: 'late', excusedBy: null })
    expect(judge(dated, lost)).toMatchObject({ timeliness: 'in-time', excusedBy: null })
  })

  test('of management data says by when payment data is awaited, outages not counted', () => {
    const management = { ...dated, purpose: 'management', receivedOn: '2026-10-07' } as const
    expect(judge(management, none)).toEqual({
      dueOn: '2026-10-07',
      timeliness: 'at-once',
      excusedBy: null,
      paymentDueOn: '2026-10-16',
    })
    const lost = lostDays([outage('2026-10-15T08:00', '2026-10-15T16:00')])
    expect(judge(management, lost).paymentDueOn).toBe('2026-10-19')
  })

  test('that was rejected, or has no known end, is judged in no way', () => {
    const nothing = { dueOn: null, timeliness: null, excusedBy: null, paymentDueOn: null }
    expect(judge({ ...dated, isAccepted: false }, none)).toEqual(nothing)
    expect(judge({ ...dated, purpose: 'management', endedOn: null }, none)).toEqual(nothing)
  })
})
