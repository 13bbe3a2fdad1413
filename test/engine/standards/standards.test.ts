import { describe, expect, it } from 'vitest'
import { standards } from '../../../src/engine/standards/index.ts'
import type { Condition, Field, Standard, StandardId, Table } from '../../../src/engine/standards/index.ts'

const fieldCounts: Record<string, Partial<Record<StandardId, number>>> = {
  CHECKIN: { '130': 18, '4750': 26, '3176': 26 },
  XML1: { '4210': 40, '130': 65, '4750': 66, '3176': 66 },
  XML2: { '4210': 27, '130': 38, '4750': 39, '3176': 39 },
  XML3: { '4210': 29, '130': 47, '4750': 47, '3176': 47 },
  XML4: { '4210': 10, '130': 12, '4750': 12, '3176': 12 },
  XML5: { '4210': 6, '130': 9, '4750': 9, '3176': 9 },
  XML6: { '130': 31, '4750': 47, '3176': 47 },
  XML7: { '130': 25, '4750': 26, '3176': 26 },
  XML8: { '130': 22, '4750': 22, '3176': 22 },
  XML9: { '130': 34, '4750': 35, '3176': 35 },
  XML10: { '130': 12, '4750': 13, '3176': 13 },
  XML11: { '130': 22, '4750': 23, '3176': 23 },
  XML12: { '130': 35, '4750': 35, '3176': 35 },
  XML13: { '4750': 39, '3176': 37 },
  XML14: { '4750': 22, '3176': 22 },
  XML15: { '4750': 20, '3176': 20 },
}

const catalogues = new Set([
  'accident-causes',
  'blood',
  'communes',
  'cost-groups',
  'departments',
  'drug-routes',
  'drugs',
  'encounter-types',
  'ethnic-groups',
  'facilities',
  'fuels',
  'herbs',
  'hiv-regimens',
  'icd10',
  'icd9cm',
  'nationalities',
  'occupations',
  'patient-categories',
  'provinces',
  'services',
  'supplies',
  'test-indices',
  'traditional-diseases',
  'traditional-preparations',
])

const everyStandard: Standard[] = Object.values(standards)

const everyTable: [string, Table][] = everyStandard.flatMap((standard) =>
  Object.values(standard.tables).map((table): [string, Table] => [`${standard.id} ${table.id}`, table]),
)

const everyField: [string, Field, Table][] = everyTable.flatMap(([where, table]) =>
  Object.entries(table.fields).map(([name, field]): [string, Field, Table] => [`${where}.${name}`, field, table]),
)

/** The fields that do not hold what is said of them. */
const failing = (holds: (field: Field, table: Table, where: string) => boolean): string[] =>
  everyField.filter(([where, field, table]) => !holds(field, table, where)).map(([where]) => where)

const fieldsNamedBy = (condition: Condition): readonly string[] => {
  if ('all' in condition) return condition.all.flatMap(fieldsNamedBy)
  if ('present' in condition) return [condition.present]
  return 'allAbsent' in condition ? condition.allAbsent : [condition.field]
}

describe('every standard', () => {
  it('has the tables and the number of fields of its annex', () => {
    const counted: typeof fieldCounts = {}
    for (const { id, tables } of everyStandard) {
      for (const table of Object.values(tables)) {
        counted[table.id] = { ...counted[table.id], [id]: Object.keys(table.fields).length }
      }
    }
    expect(counted).toEqual(fieldCounts)
  })

  it('is kept under its own id and its tables under theirs', () => {
    for (const [id, standard] of Object.entries(standards)) {
      expect(standard.id).toBe(id)
      expect(Object.values(standard.tables).map((table) => table.id)).toEqual(Object.keys(standard.tables))
    }
  })

  it('has dates that follow each other', () => {
    for (const { signed, validFrom, mandatoryFrom, acceptedUntil = '9999-12-31' } of everyStandard) {
      const dates = [signed, validFrom, mandatoryFrom, acceptedUntil]
      expect(dates.every((date) => /^\d{4}-\d{2}-\d{2}$/.test(date))).toBe(true)
      expect(dates).toEqual(dates.toSorted())
    }
  })

  it('leaves no day since 2017 without an accepted standard', () => {
    for (const day of [
      '2017-09-20',
      '2023-09-01',
      '2024-06-30',
      '2024-07-01',
      '2024-12-31',
      '2025-01-01',
      '2026-02-01',
    ]) {
      const accepted = everyStandard.filter(
        ({ validFrom, acceptedUntil }) => validFrom <= day && (acceptedUntil === undefined || day <= acceptedUntil),
      )
      expect(accepted, day).not.toEqual([])
    }
  })

  it('can be told by the root of a table which table it is', () => {
    for (const { tables } of everyStandard) {
      const roots = Object.values(tables).map((table) => table.root)
      expect(new Set(roots).size).toBe(roots.length)
    }
  })

  it('finds its lists of rows directly at the root in QĐ 4210 and one element deeper since QĐ 130', () => {
    expect(standards['4210'].tables['XML2']).toMatchObject({ root: 'DSACH_CHI_TIET_THUOC', row: 'CHI_TIET_THUOC' })
    expect(standards['4210'].tables['XML2']).not.toHaveProperty('list')
    for (const [where, { list, row }] of everyTable.filter(([, table]) => table.list)) {
      expect([list, row], where).not.toContain(undefined)
    }
  })

  it('names elements as XML does, in capitals', () => {
    for (const [where, { root, list = root, row = root, fields }] of everyTable) {
      for (const name of [root, list, row, ...Object.keys(fields)]) expect(name, where).toMatch(/^[A-Z][A-Z0-9_]*$/)
    }
  })
})

describe('every field', () => {
  it('has a short Vietnamese label in NFC', () => {
    expect(
      failing(({ vi }) => vi === vi.normalize('NFC') && vi.length > 0 && vi.length <= 60 && !/[.;]$|^\s|\s$/.test(vi)),
    ).toEqual([])
  })

  it('speaks of fields of its own table only', () => {
    expect(
      failing(({ required }, { fields }) => {
        const named = required?.when ? fieldsNamedBy(required.when) : []
        return named.every((name) => Object.hasOwn(fields, name))
      }),
    ).toEqual([])
  })

  it('does not depend on itself', () => {
    expect(
      failing(({ required }, _, where) => {
        const named = required?.when ? fieldsNamedBy(required.when) : []
        return named.every((name) => !where.endsWith(`.${name}`))
      }),
    ).toEqual([])
  })

  it('has conditions over values that the other field may hold', () => {
    expect(
      failing(({ required }, { fields }) => {
        const when = required?.when
        const parts = when && 'all' in when ? when.all : when ? [when] : []
        return parts.every((part) => {
          if (!('field' in part) || 'unlike' in part) return true
          const allowed = fields[part.field]?.allowed
          const values = 'in' in part ? part.in : part.notIn
          return !allowed || values.every((value) => Object.hasOwn(allowed, value))
        })
      }),
    ).toEqual([])
  })

  it('has a form that compiles, covers the whole value and is written in both languages', () => {
    expect(
      failing(({ form }) => {
        if (!form) return true
        const whole = form.regex.startsWith('^') && form.regex.endsWith('$')
        return whole && new RegExp(form.regex, 'u') instanceof RegExp && form.vi !== '' && form.en !== ''
      }),
    ).toEqual([])
  })

  it('is a list only where it is text or dates, and is limited in items only where it is a list', () => {
    expect(failing(({ separator, type }) => !separator || type !== 'number')).toEqual([])
    expect(failing(({ separator, maxItems }) => maxItems === undefined || separator !== undefined)).toEqual([])
  })

  it('counts decimals of numbers only', () => {
    expect(failing(({ decimals, type }) => decimals === undefined || type === 'number')).toEqual([])
  })

  it('has a gateway length only above that of the annex', () => {
    expect(
      failing(({ length, gatewayLength }) => !gatewayLength || (length !== undefined && gatewayLength > length)),
    ).toEqual([])
  })

  it('allows only values that fit its length', () => {
    expect(
      failing(({ allowed = {}, length = Infinity }) => Object.keys(allowed).every((value) => value.length <= length)),
    ).toEqual([])
  })

  it('has meanings in NFC for the values it allows', () => {
    expect(
      failing(({ allowed = {} }) =>
        Object.values(allowed).every((meaning) => meaning !== '' && meaning === meaning.normalize('NFC')),
      ),
    ).toEqual([])
  })

  it('looks codes up in known catalogues', () => {
    expect(failing(({ codeList = [] }) => codeList.every((id) => catalogues.has(id)))).toEqual([])
  })

  it('carries no undefined property', () => {
    expect(failing((field) => Object.values(field).every((value) => value !== undefined))).toEqual([])
  })

  it('is masked where it names a person', () => {
    const names = /^(HO_?TEN|SO_CCCD|MA_THE|MA_BHXH|MA_BN$|NGAY_?SINH|DIEN_THOAI|DIA_CHI|MA_BAC_SI|MA_TTDV|TEN_BS)/
    expect(
      failing(({ identifies }, _, where) => identifies === true || !names.test(where.replace(/^.*\./, ''))),
    ).toEqual([])
  })
})

const field = (standard: StandardId, table: string, name: string): Field | undefined =>
  standards[standard].tables[table]?.fields[name]

describe('what a decision changed', () => {
  it('turns codes from numbers into text with QĐ 4750', () => {
    expect(field('130', 'XML1', 'MA_QUOCTICH')?.type).toBe('number')
    expect(field('4750', 'XML1', 'MA_QUOCTICH')?.type).toBe('text')
  })

  it('adds death outside the facility with QĐ 4750', () => {
    expect(Object.keys(field('130', 'XML1', 'KET_QUA_DTRI')?.allowed ?? {})).not.toContain('8')
    expect(Object.keys(field('3176', 'XML8', 'KET_QUA_DTRI')?.allowed ?? {})).toContain('8')
  })

  it('never refuses a file of QĐ 3176 for the district, a level that no longer exists', () => {
    for (const table of ['XML1', 'XML6', 'XML9', 'XML12']) {
      expect(field('3176', table, 'MAHUYEN_CU_TRU')).not.toHaveProperty('required')
      expect(field('4750', table, 'MAHUYEN_CU_TRU')?.required?.by).not.toBe('gateway')
    }
    expect(field('130', 'XML1', 'MAHUYEN_CU_TRU')?.required).toEqual({ by: 'gateway' })
  })

  it('turns the appointment into a day with QĐ 3176', () => {
    expect(field('4750', 'XML14', 'NGAY_HEN_KL')).toMatchObject({ type: 'datetime', length: 12 })
    expect(field('3176', 'XML14', 'NGAY_HEN_KL')).toMatchObject({ type: 'date', length: 8 })
  })

  it('replaces the facilities of the transfer paper with QĐ 3176', () => {
    const before = Object.keys(standards['4750'].tables['XML13']?.fields ?? {})
    const after = Object.keys(standards['3176'].tables['XML13']?.fields ?? {})
    expect(before.slice(4, 8)).toEqual(['MA_CSKCB', 'MA_NOI_DI', 'MA_NOI_DEN', 'HO_TEN'])
    expect(after.slice(4, 8)).toEqual(['MA_CSKCB', 'MA_CSKCB_DI', 'MA_CSKCB_DEN', 'HO_TEN'])
  })

  it('states by each table which decision brought its present form', () => {
    const documents = Object.values(standards['3176'].tables).map(({ id, document }) => `${id} ${document}`)
    expect(documents).toContain('XML13 QĐ 3176/QĐ-BYT')
    expect(documents).toContain('XML5 QĐ 4750/QĐ-BYT')
  })

  it('leaves the standard it amends as it was', () => {
    expect(field('130', 'XML1', 'NHOM_MAU')).toBeUndefined()
    expect(field('4750', 'XML1', 'SO_CCCD')).toMatchObject({ length: 15 })
    expect(field('3176', 'XML1', 'SO_CCCD')).not.toHaveProperty('length')
  })
})

describe('a form', () => {
  const matches = (table: string, name: string, value: string): boolean =>
    new RegExp(field('4750', table, name)?.form?.regex ?? '$^').test(value)

  it.each([
    ['XML1', 'MA_CSKCB', '01B66'],
    ['XML1', 'MA_DKBD', '01000'],
    ['XML1', 'MA_THE_BHYT', 'DN4010000000001'],
    ['XML1', 'MA_THE_BHYT', '0100000001'],
    ['XML1', 'SO_CCCD', '001099000000'],
    ['XML1', 'SO_CCCD', 'B0000001'],
    ['XML1', 'MA_BENH_CHINH', 'A17.0†'],
    ['XML1', 'MA_BENH_YHCT', 'U50.351.0'],
    ['XML1', 'MA_DOITUONG_KCB', '1.10'],
    ['XML1', 'CAN_NANG', '3.25'],
    ['XML2', 'MA_CSKCB_THUOC', 'HC.01B66'],
    ['XML3', 'MA_GIUONG', 'H001'],
    ['XML3', 'GOI_VTYT', 'G999'],
    ['XML3', 'MA_PTTT_QT', '47.09'],
    ['XML11', 'MA_BHXH', '0100000001'],
  ])('of %s.%s takes %s', (table, name, value) => {
    expect(matches(table, name, value)).toBe(true)
  })

  it.each([
    ['XML1', 'MA_CSKCB', '1001'],
    ['XML1', 'MA_THE_BHYT', 'DN6010000000001'],
    ['XML1', 'SO_CCCD', '0010990000'],
    ['XML1', 'MA_BENH_CHINH', 'A00.123'],
    ['XML1', 'MA_LOAI_KCB', '1'],
    ['XML1', 'THANG_QT', '13'],
    ['XML1', 'CAN_NANG', '3,25'],
    ['XML3', 'GOI_VTYT', '1'],
    ['XML11', 'MA_BHXH', '0000000000'],
  ])('of %s.%s does not take %s', (table, name, value) => {
    expect(matches(table, name, value)).toBe(false)
  })
})
