import {
  assert,
  boolean,
  constant,
  constantFrom,
  nat,
  option,
  property,
  record,
  shuffledSubarray,
  tuple,
  uniqueArray,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainOf, type AcceptedDossier, type Link } from '../../../src/edge/earlier/chain.ts'

/** `a` says A, `b+` says B with a reason; received in the order of the list. */
const entriesOf = (text: string, more: Readonly<Record<number, Partial<AcceptedDossier>>> = {}): AcceptedDossier[] =>
  text.split(' ').map((word, at) => ({
    submission: `s${at + 1}`,
    dossier: 1,
    receivedAt: (at + 1) * 10,
    contentHash: word[0] ?? '',
    hasReason: word.endsWith('+'),
    assessedAt: null,
    agreement: null,
    state: null,
    ...more[at + 1],
  }))
const shown = (links: readonly Link[]): string =>
  links.map(({ state, version, follows }) => `${state} ${version} ${follows?.submission ?? '-'}`).join(', ')

describe('a chain of versions', () => {
  const settled = { 1: { assessedAt: 15 } }
  test.each([
    ['one entry stands', 'a', {}, 'standing 1 -'],
    ['the same again is nothing new', 'a a', {}, 'standing 1 -, identical 1 s1'],
    ['the same again with a reason is nothing new either', 'a a+', {}, 'standing 1 -, identical 1 s1'],
    ['other content without a reason conflicts', 'a b', {}, 'standing 1 -, conflicting 1 s1'],
    ['a correction takes the place of what it corrects', 'a b+', {}, 'replaced 1 -, standing 2 s1'],
    ['what repeats an older version changes nothing', 'a b+ a', {}, 'replaced 1 -, standing 2 s1, identical 1 s1'],
    ['with a reason one may go back to an older version', 'a b+ a+', {}, 'replaced 1 -, replaced 2 s1, standing 3 s2'],
    ['what conflicted may come again with a reason', 'a b b+', {}, 'replaced 1 -, conflicting 1 s1, standing 2 s1'],
    ['a correction of what was assessed waits', 'a b+', settled, 'standing 1 -, waiting 2 s1'],
    ['one that came before the assessment does not', 'a b+', { 1: { assessedAt: 21 } }, 'replaced 1 -, standing 2 s1'],
    ['what is assessed at that moment is assessed', 'a b+', { 1: { assessedAt: 20 } }, 'standing 1 -, waiting 2 s1'],
    ['what is agreed to stands', 'a b+', { ...settled, 2: { agreement: 'agreed' } }, 'replaced 1 -, standing 2 s1'],
    [
      'what is not agreed to is declined',
      'a b+',
      { ...settled, 2: { agreement: 'refused' } },
      'standing 1 -, declined 2 s1',
    ],
    [
      'what waits is not asked for twice',
      'a b+ b+ b',
      settled,
      'standing 1 -, waiting 2 s1, identical 2 s2, identical 2 s2',
    ],
    [
      'what was declined may be asked for again',
      'a b+ b+',
      { ...settled, 2: { agreement: 'refused' } },
      'standing 1 -, declined 2 s1, waiting 3 s1',
    ],
    [
      'once assessed, corrections of corrections wait as well',
      'a b+ c+',
      { ...settled, 2: { agreement: 'agreed' } },
      'replaced 1 -, standing 2 s1, waiting 3 s2',
    ],
    [
      'of two that wait each is decided by itself',
      'a b+ c+',
      { ...settled, 3: { agreement: 'agreed' } },
      'replaced 1 -, waiting 2 s1, standing 3 s1',
    ],
    [
      'a correction may be assessed as well',
      'a b+ c+',
      { 2: { assessedAt: 25 } },
      'replaced 1 -, standing 2 s1, waiting 3 s2',
    ],
    [
      'what lost its content keeps what it was',
      'a b c+',
      { 1: { contentHash: null, state: 'replaced' }, 2: { contentHash: null, state: 'identical' } },
      'replaced 1 -, identical 1 s1, standing 2 s1',
    ],
    [
      'unknown content equals nothing',
      'a b',
      { 1: { contentHash: null }, 2: { contentHash: null } },
      'standing 1 -, conflicting 1 s1',
    ],
  ] as const)('%s', (_, text, more, expected) => {
    expect(shown(chainOf(entriesOf(text, more)))).toBe(expected)
  })

  test('a message at check-in takes the place of the one before without a reason', () => {
    const links = chainOf(entriesOf('a b b a', { 1: { assessedAt: 5 } }), 'check-in')
    expect(shown(links)).toBe('replaced 1 -, replaced 2 s1, identical 2 s2, standing 3 s2')
  })

  test('of nothing is nothing', () => {
    expect(chainOf([])).toEqual([])
  })
})

const entry = record({
  submission: constantFrom('p', 'q', 'r', 's', 't', 'u', 'v'),
  dossier: nat(1),
  receivedAt: nat(4),
  contentHash: constantFrom('a', 'b', 'c', null),
  hasReason: boolean(),
  assessedAt: option(nat(5)),
  agreement: option(constantFrom('agreed' as const, 'refused' as const)),
  state: constantFrom(null, 'identical' as const, 'standing' as const),
})
const entries = uniqueArray(entry, {
  maxLength: 8,
  selector: ({ submission, dossier }) => `${submission} ${dossier}`,
})

describe('whatever was delivered', () => {
  test('the chain does not depend on the order in which it was found out', () => {
    assert(
      property(
        entries.chain((some) => tuple(constant(some), shuffledSubarray(some, { minLength: some.length }))),
        ([some, shuffled]) => {
          expect(chainOf(shuffled)).toEqual(chainOf(some))
        },
      ),
    )
  })

  test('exactly one stands, versions count from 1 without a gap, and each follows one before it', () => {
    assert(
      property(entries, (some) => {
        const links = chainOf(some)
        expect(links).toHaveLength(some.length)
        expect(links.filter(({ state }) => state === 'standing')).toHaveLength(some.length > 0 ? 1 : 0)
        const numbered = links.filter(({ state }) => state !== 'identical' && state !== 'conflicting')
        expect(numbered.map(({ version }) => version)).toEqual(numbered.map((_, at) => at + 1))
        for (const [at, { follows }] of links.entries()) {
          const place = links.findIndex((link) => link.entry === follows)
          expect(place).toBeLessThan(at)
          expect(place === -1).toBe(at === 0)
        }
      }),
    )
  })

  test('settled again, as states that are stored, it is the same', () => {
    assert(
      property(entries, (some) => {
        const links = chainOf(some)
        const stored = links.map((link) => ({ ...link.entry, state: link.state }))
        expect(shown(chainOf(stored))).toBe(shown(links))
      }),
    )
  })
})
