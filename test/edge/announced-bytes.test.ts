import { expect, test } from 'vitest'
import { announcedBytes } from '../../src/edge/read-body.ts'

const announced = (headers: Record<string, string>): number | null =>
  announcedBytes(new Request('http://edge/', { method: 'POST', headers }))

test('the length of the file is what Content-Length says, where the body is the file itself', () => {
  expect(announced({ 'content-length': '6000000' })).toBe(6_000_000)
  expect(announced({ 'content-length': '6000000', 'content-encoding': 'Identity' })).toBe(6_000_000)
})

test.each([
  ['nobody says it', {}],
  ['the body is packed', { 'content-length': '6000000', 'content-encoding': 'gzip' }],
  ['the body is packed by its older name', { 'content-length': '6000000', 'content-encoding': ' X-GZIP ' }],
  ['it is no number', { 'content-length': '6e6' }],
])('it is not known where %s', (_, headers) => {
  expect(announced(headers)).toBe(null)
})
