import { describe, expect, test } from 'vitest'
import {
  isFinal,
  nextState,
  transitions,
  type ProposalAction,
  type ProposalState,
  type Role,
} from '../../../src/codes/proposals/transitions.ts'

const STATES: readonly ProposalState[] = ['open', 'returned', 'forwarded', 'rejected', 'accepted', 'withdrawn']
const ROLES: readonly Role[] = ['facility', 'province', 'ministry']
const ACTIONS: readonly ProposalAction[] = ['revise', 'return', 'forward', 'reject', 'accept', 'withdraw']

/** What the workflow allows, said a second time and in another form: role action: from → to. */
const ALLOWED = new Map([
  ['facility withdraw open', 'withdrawn'],
  ['facility withdraw returned', 'withdrawn'],
  ['facility withdraw forwarded', 'withdrawn'],
  ['facility revise returned', 'open'],
  ['province return open', 'returned'],
  ['province forward open', 'forwarded'],
  ['province reject open', 'rejected'],
  ['ministry accept forwarded', 'accepted'],
  ['ministry reject forwarded', 'rejected'],
])

describe.each(STATES)('a proposal that is %s', (state) => {
  test.each(ROLES.flatMap((role) => ACTIONS.map((action) => [role, action] as const)))('%s, %s', (role, action) => {
    const to = ALLOWED.get(`${role} ${action} ${state}`)
    if (to !== undefined) {
      expect(nextState(state, role, action)).toBe(to)
      return
    }
    const ever = STATES.some((other) => ALLOWED.has(`${role} ${action} ${other}`))
    const code = ever ? 'proposal-state' : 'role-not-allowed'
    expect(() => nextState(state, role, action)).toThrow(expect.objectContaining({ code }))
  })
})

test('every allowed step was walked, and no state is beyond reach or a dead end', () => {
  const listed = STATES.flatMap((state) =>
    ROLES.flatMap((role) => Object.keys(transitions[state][role]).map((action) => `${role} ${action} ${state}`)),
  )
  expect(listed.sort()).toEqual([...ALLOWED.keys()].sort())
  const reachable = new Set<string>(['open', ...ALLOWED.values()])
  expect([...reachable].sort()).toEqual([...STATES].sort())
  expect(STATES.filter(isFinal)).toEqual(['rejected', 'accepted', 'withdrawn'])
})

test('nothing is accepted that a province has not forwarded', () => {
  const into = (to: string): string[] => [...ALLOWED].flatMap(([from, state]) => (state === to ? [from] : []))
  expect(into('accepted')).toEqual(['ministry accept forwarded'])
  expect(into('forwarded')).toEqual(['province forward open'])
})
