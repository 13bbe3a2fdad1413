import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '../../../src/codes/likeness/fold.ts'
import { featuresOf, likenessOf, rank, type Named } from '../../../src/codes/likeness/compare-entries.ts'
import { splitStrengths } from '../../../src/codes/likeness/strength.ts'
import { propertyRuns } from '../../harness/runs.ts'

const entry = (name: string, attributes: Record<string, string> = {}, code: string | null = null): Named => ({
  code,
  name,
  attributes,
})
const like = (a: Named, b: Named) => likenessOf(featuresOf(a), featuresOf(b))
const kinds = (a: Named, b: Named): string[] => like(a, b).reasons.map(({ kind }) => kind)

describe('strengths', () => {
  test.each([
    ['500mg', '500 mg'],
    ['500mg', '0,5g'],
    ['500mg', '0.5 G'],
    ['500 mg', '５００ｍｇ'],
    ['1.000.000 IU', '1000000UI'],
    ['1,5 MIU', '1.500.000 đvqt'],
    ['100µg', '0,1mg'],
    ['100μg', '100 mcg'],
    ['250mg/5ml', '250 mg / 5 ml'],
    ['5mg/ml', '5 mg/1ml'],
    ['500mg + 125mg', '125mg+500mg'],
    ['0,3 g', '300mg'],
    ['0,9%', '0.9 %'],
  ])('%s is %s', (a, b) => {
    expect(splitStrengths(a).strengths).not.toEqual([])
    expect(splitStrengths(a).strengths).toEqual(splitStrengths(b).strengths)
  })

  test.each([
    ['500mg', '50mg'],
    ['1.5g', '15g'],
    ['250mg/5ml', '250mg/10ml'],
    ['5mg', '5ml'],
    ['0.125g', '125g'],
  ])('%s is not %s', (a, b) => {
    expect(splitStrengths(a).strengths).not.toEqual(splitStrengths(b).strengths)
  })

  test('are taken out of a name, and other numbers stay', () => {
    expect(splitStrengths('Vitamin B12 1000mcg')).toEqual({ rest: 'vitamin b12', strengths: ['mass 1000'] })
    expect(splitStrengths('Glucose 5% 500ml')).toEqual({ rest: 'glucose', strengths: ['percent 5', 'volume 500'] })
    expect(splitStrengths('Mã 12.5 lần')).toEqual({ rest: 'ma 12.5 lan', strengths: [] })
  })
})

describe('names', () => {
  test.each([
    ['Đái tháo đường', 'ĐÁI  THÁO ĐƯỜNG', 'same-name'],
    // Composed and decomposed letters.
    ['Viêm phổi', 'Viêm phổi'.normalize('NFD'), 'same-name'],
    ['Đái tháo đường', 'Dai thao duong', 'same-folded-name'],
    ['Hoà giải', 'Hòa giải', 'same-folded-name'],
    // Cyrillic а and о, full-width letters.
    ['Paracetamol', 'Pаracetamоl', 'same-folded-name'],
    ['Paracetamol', 'Ｐａｒａｃｅｔａｍｏｌ', 'same-folded-name'],
    ['Siêu âm tim qua thực quản', 'Tim qua thực quản, siêu âm', 'same-words'],
    ['Paracetamol 500mg', 'Paracetamol 0,5 g', 'same-words'],
    ['Acetaminophen', 'Paracetamol (acetaminophen)', 'same-words'],
    ['Amoxicilin', 'Amoxicillin', 'near-name'],
  ])('%s and %s: %s', (a, b, kind) => {
    expect(kinds(entry(a), entry(b))).toContain(kind)
    expect(kinds(entry(b), entry(a))).toContain(kind)
    expect(like(entry(a), entry(b)).score).toBeGreaterThan(0.85)
  })

  test.each([
    ['Paracetamol', 'Ibuprofen'],
    ['Viêm gan', 'Viêm dạ dày'],
    ['Viên nén bao phim', 'Viên nén Cefixim bao phim'],
    ['Vitamin B1', 'Vitamin B6'],
  ])('%s and %s are not the same', (a, b) => {
    expect(like(entry(a), entry(b)).score).toBeLessThan(0.75)
  })

  test('without a letter or digit are like nothing', () => {
    expect(like(entry('---'), entry('***')).score).toBe(0)
  })
})

describe('evidence', () => {
  test('a brand is found by its substance', () => {
    const brand = entry('Panadol Extra', { substance: 'Paracetamol' })
    expect(kinds(brand, entry('Paracetamol'))).toContain('same-words')
  })

  test('a registration number outweighs another name', () => {
    const a = entry('Hapacol 650', { SO_DANG_KY: 'VD-21138-14' })
    const b = entry('Paracetamol', { registration: 'vd 21138 14' })
    expect(like(a, b)).toMatchObject({ reasons: [{ kind: 'same-registration' }] })
    expect(like(a, b).score).toBeGreaterThanOrEqual(0.5)
  })

  test('another strength or route takes away, the same gives, an unknown one does neither', () => {
    const wanted = entry('Cefixim', { strength: '200mg', route: '1.01' })
    const score = (attributes: Record<string, string>): number => like(wanted, entry('Cefixime', attributes)).score
    expect(score({ strength: '0,2g', route: '1.01' })).toBeGreaterThan(score({}))
    expect(score({ strength: '100mg' })).toBeLessThan(score({}))
    expect(score({ strength: '0,2g', route: '2.10' })).toBeLessThan(score({ strength: '0,2g' }))
    expect(kinds(wanted, entry('Cefixime', { strength: '100mg', route: '2.10' }))).toEqual([
      'near-name',
      'other-strength',
      'other-route',
    ])
  })
})

describe('a ranking', () => {
  const among = [
    entry('Paracetamol + codein phosphat', { strength: '500mg + 30mg' }, 'c'),
    entry('Paracetamol', { strength: '500mg' }, 'a'),
    entry('Paracetamol', { strength: '150mg' }, 'b'),
    entry('Ibuprofen', { strength: '500mg' }, 'd'),
  ]
  test('puts the same before the near, and leaves out what has little in common', () => {
    const ranked = rank(entry('PARACETAMOL 0,5G'), among, { least: 0.3, most: 10 })
    expect(ranked.map((one) => one.entry.code)).toEqual(['a', 'b', 'c'])
    expect(rank(entry('PARACETAMOL 0,5G'), among, { least: 0.3, most: 1 })).toHaveLength(1)
  })
})

describe('for any names', () => {
  const name = fc.stringMatching(/^[a-zđáàảãạăâêôơư0-9 ,.()%/+]{0,24}$/)
  test('a score lies between 0 and 1 and does not depend on who asks', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const [there, back] = [like(entry(a), entry(b)), like(entry(b), entry(a))]
        expect(there.score).toBeGreaterThanOrEqual(0)
        expect(there.score).toBeLessThanOrEqual(1)
        expect(back.score).toBe(there.score)
      }),
      { numRuns: propertyRuns() },
    )
  })
  test('folding is done once and for all', () => {
    fc.assert(
      fc.property(fc.string(), (text) => fold(fold(text)) === fold(text)),
      { numRuns: propertyRuns() },
    )
  })
})
