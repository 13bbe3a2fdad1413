import { describe, expect, test } from 'vitest'
import { producersOf, readEnv, type Bindings } from '../src/env.ts'

const bindings = (own: Record<string, string>): Bindings =>
  ({
    REFERENCE_URL: 'http://127.0.0.1:1',
    SHARDS: '{"all":["*"]}',
    WAREHOUSE_URLS: '{"*":"http://127.0.0.1:2"}',
    TOKEN_ISSUER: 'test',
    TOKEN_PUBLIC_KEYS: '{"keys":[]}',
    FILE_PUBLIC_KEY: '{"kty":"EC"}',
    RECEIPT_KEYS: '{"current":"r1","keys":{}}',
    RECEIPT_SIGNING_KEY: '{"kty":"EC"}',
    RECEIPT_PUBLIC_KEYS: '{"keys":[]}',
    ...own,
  }) as unknown as Bindings

describe('RULES_CONFIG', () => {
  test('gives each rule a state and a reason, and may be left out', () => {
    const config = { 'XML1.MA_LK.required': { state: 'shadow', reason: 'chờ văn bản' } }
    expect(readEnv(bindings({ RULES_CONFIG: JSON.stringify(config) })).RULES_CONFIG).toEqual(config)
    expect(readEnv(bindings({})).RULES_CONFIG).toEqual({})
  })

  test.each([
    ['no JSON', '{'],
    ['another state', '{"a":{"state":"on","reason":"x"}}'],
    ['no reason', '{"a":{"state":"off","reason":" "}}'],
    ['a word too many', '{"a":{"state":"off","reason":"x","until":"2027"}}'],
  ])('is a wrong environment where it has %s', (_, RULES_CONFIG) => {
    expect(() => readEnv(bindings({ RULES_CONFIG }))).toThrow(/^wrong environment: RULES_CONFIG/)
  })
})

describe('WEBHOOK_INSECURE_HOSTS', () => {
  test('names no host unless it is said', () => {
    expect(readEnv(bindings({})).WEBHOOK_INSECURE_HOSTS).toEqual([])
    expect(readEnv(bindings({ WEBHOOK_INSECURE_HOSTS: '["127.0.0.1"]' })).WEBHOOK_INSECURE_HOSTS).toEqual(['127.0.0.1'])
  })

  test.each(['127.0.0.1', '{}', '[1]'])('is a wrong environment as %s', (WEBHOOK_INSECURE_HOSTS) => {
    expect(() => readEnv(bindings({ WEBHOOK_INSECURE_HOSTS }))).toThrow(/^wrong environment: WEBHOOK_INSECURE_HOSTS/)
  })
})

test('a shard whose queues are not bound is a wrong environment that names them', () => {
  const made = { ...bindings({}), VISITS_ALL: {} } as unknown as Bindings
  expect(() => producersOf({ all: ['*'] }, made)).toThrow('wrong environment: no queue is bound to BULK_ALL')
})
