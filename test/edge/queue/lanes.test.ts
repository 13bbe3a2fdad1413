/** Which lane a file takes, so that nobody's flood stands before another one's visit. */
import { expect, test } from 'vitest'
import { beyondShare, createLaneChooser, laneOfSize } from '../../../src/edge/queue/lanes.ts'
import { verifySubmission } from '../../../src/edge/queue/message.ts'
import { bindingOf, createToCentre, queueOf, shardOf, type Waiting } from '../../../src/edge/queue/shards.ts'

const counted = (number: number) => ({
  declared: null,
  counted: number,
  accepted: number,
  acceptedWithWarnings: 0,
  rejected: 0,
})
const VISIT = { facility: '01001', bytes: 40_000, dossiers: counted(1) }

test('what is large goes to the bulk lane, by its bytes or by its dossiers', () => {
  expect(laneOfSize(VISIT)).toBe('visits')
  expect(laneOfSize({ ...VISIT, bytes: 1_000_001 })).toBe('bulk')
  expect(laneOfSize({ ...VISIT, dossiers: counted(21) })).toBe('bulk')
})

test('what a facility sends beyond sixty files within a minute goes to the bulk lane, and no other facility with it', () => {
  let now = 0
  const laneOf = createLaneChooser(() => now)
  const lanes = Array.from({ length: 100 }, () => laneOf(VISIT))
  expect(lanes.filter((lane) => lane === 'visits')).toHaveLength(60)
  expect(laneOf({ ...VISIT, facility: '01002' })).toBe('visits')
  now = 60_000
  expect(laneOf(VISIT)).toBe('visits')
})

test('of a crowded batch the facility that fills it is set aside, and the others stay', () => {
  const messages = Array.from({ length: 100 }, (_, at) =>
    verifySubmission(`s${at}`, at % 10 === 0 ? `0100${at}` : '79001'),
  )
  const aside = beyondShare([...messages, null, verifySubmission('x', null)])
  expect(aside.size).toBe(90)
  expect([...aside].every((at) => messages[at]?.facility === '79001')).toBe(true)
  expect(beyondShare(messages.slice(0, 40)).size).toBe(0)
})

const SHARDS = { '01': ['01'], south: ['79', '74'], others: ['*'] }

test('a facility belongs to the shard that names its province, else to the one of all others', () => {
  expect(['01001', '74123', '79001', '48001'].map((facility) => shardOf(SHARDS, facility))).toEqual([
    '01',
    'south',
    'south',
    'others',
  ])
  expect(() => shardOf({ '01': ['01'] }, '79001')).toThrow('no shard is configured for province 79')
  expect([bindingOf('bulk', 'south'), queueOf('bulk', 'south')]).toEqual(['BULK_SOUTH', 'bhyt-bulk-south'])
})

test('files go to the queues of their shards and lanes, a hundred at once', async () => {
  const sent: [string, number][] = []
  const producer = (binding: string) => ({
    send: () => taken(binding, 1),
    sendBatch: (messages: Iterable<unknown>) => taken(binding, [...messages].length),
  })
  const taken = (binding: string, number: number) => {
    sent.push([binding, number])
    return Promise.resolve({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } })
  }
  const file = (id: number, facility: string, lane: Waiting['lane']): Waiting => ({ id: `s${id}`, facility, lane })
  await createToCentre(
    SHARDS,
    producer,
  )([file(0, '01001', 'visits'), ...Array.from({ length: 230 }, (_, at) => file(at, '79001', 'bulk'))])
  expect(sent).toEqual([
    ['VISITS_01', 1],
    ['BULK_SOUTH', 100],
    ['BULK_SOUTH', 100],
    ['BULK_SOUTH', 30],
  ])
})
