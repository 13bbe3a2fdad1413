import { describe, expect, test } from 'vitest'
import { countedName, isLegacyPath, legacyOperation, legacyPaths } from '../../../src/edge/facade/operations.ts'

describe('a path of the old gateway', () => {
  test.each([
    ['/api/token/take', 'token'],
    ['/API/Token/TAKE', 'token'],
    ['//api//token/take/', 'token'],
    ['/api/qd130/guiHoSoXmlQD3176', 'dossiers'],
    ['/api/TraCuuCCT/TraCuuTienMCCT', 'copayment'],
  ])('%s is known, however it is written', (path, kind) => {
    expect([isLegacyPath(path), legacyOperation(path)?.kind]).toEqual([true, kind])
  })

  test.each(['/v1/submissions', '/apis/token/take', '/apis', '/oauth/token'])('is not %s', (path) => {
    expect([isLegacyPath(path), legacyOperation(path)]).toEqual([false, null])
  })

  test('is also the folder itself, which is nothing that is known', () => {
    for (const path of ['/api', '/api/', '//API//'])
      expect([isLegacyPath(path), legacyOperation(path)]).toEqual([true, null])
  })

  test('is none of those that every object has', () => {
    for (const name of ['constructor', 'toString', '__proto__']) expect(legacyOperation(`/api/${name}`)).toBeNull()
  })
})

describe('the name under which a call is counted', () => {
  test('of a known path is that path, with its digits', () => {
    for (const path of Object.keys(legacyPaths)) expect(countedName(path.toUpperCase())).toBe(path)
  })

  test.each([
    ['/api/his/benhnhan/0123456789', '/api/his/benhnhan/#'],
    ['/api/v2/Ho-So/2026/11/GD4010000000001', '/api/v#/ho-so/#/#/gd#'],
    ['/api/his/', '/api/his'],
    ['/api/%E1%BB%87', '/api/%e#%bb%#'],
  ])('of %s has no digit, which may be of somebody', (path, name) => {
    expect(countedName(path)).toBe(name)
  })

  test('is short, however long the path is, and cut before the digits are hidden', () => {
    expect(countedName(`/api/${'1'.repeat(5000)}`)).toBe('/api/#')
    expect(countedName(`/api/${'x'.repeat(5000)}`)).toHaveLength(100)
  })
})
