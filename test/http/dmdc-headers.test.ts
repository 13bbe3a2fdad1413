import { expect, test } from 'vitest'
import { dmdcHeaders, dmdcHeadersSchema } from '../../src/http/dmdc-headers.ts'

test.each([
  ['the newest heartbeat is 12 s old', 12, '12'],
  ['it is not a second old', 0, '0'],
  ['no heartbeat was ever seen', null, 'unknown'],
])('where %s, the lag reads so and is as documented', (_, replicaLagSeconds, shown) => {
  const headers = dmdcHeaders({ release: '2026.11.1', replicaLagSeconds })
  expect(headers).toEqual({ 'DMDC-Release': '2026.11.1', 'DMDC-Lag-Seconds': shown })
  expect(dmdcHeadersSchema.parse(headers)).toEqual(headers)
})

test('no other word is documented for the lag', () => {
  expect(dmdcHeadersSchema.safeParse({ 'DMDC-Release': '1', 'DMDC-Lag-Seconds': 'null' }).success).toBe(false)
})
