/** Brings receipts and results into the folder of answers. */
import { z } from 'zod'
import { describeFault } from '../../src/kernel/fault.ts'
import type { Log } from '../../src/kernel/log.ts'
import type { Text } from '../../src/kernel/text.ts'
import type { Clock } from '../clock.ts'
import type { FacilityConfiguration } from '../configuration/schema.ts'
import { writeWhole } from '../disk.ts'
import { isDiskFull } from '../problem.ts'
import type { Delivery, Entry } from '../outbox/entry.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { ServiceClient } from '../sending/service.ts'
import { answerPath, RESULT_JSON, RESULT_WORKBOOK, writeReceipt, writeTurnedAway } from './answer-files.ts'

export type AnswerNeeds = {
  readonly outbox: Outbox
  readonly service: ServiceClient
  readonly facility: FacilityConfiguration
  readonly askEverySeconds: number
  readonly clock: Clock
  readonly log: Log
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
/** Receipts are written as soon as they are here. */
const LOOK_MS = 500
/** Where nothing waits for a result, assessments may still come, days later. */
const QUIET_MS = 15 * MINUTE_MS
/** A result that the feed did not bring is asked for by its id. */
const ASK_BY_ID_AFTER_MS = 10 * MINUTE_MS
const AT_ONCE = 50

const feedSchema = z.object({
  events: z.array(z.object({ submission: z.string() })),
  next: z.string(),
  more: z.boolean(),
})
const submissionSchema = z.looseObject({
  status: z.string(),
  findingsTotal: z.int(),
  outcomes: z.array(z.unknown()),
  nextDossier: z.int().nullable(),
})

/** Resolves when the signal ends. */
export async function runAnswers(needs: AnswerNeeds, signal: AbortSignal): Promise<void> {
  const { outbox, facility, clock } = needs
  const scope = `answers ${facility.code}`
  let askedAt = -Infinity
  while (!signal.aborted) {
    try {
      await writeReceipts(needs)
      const isOpen = outbox.withoutResult(needs.service.name, facility.code, Number.MAX_SAFE_INTEGER, 1).length > 0
      const pause = isOpen ? needs.askEverySeconds * SECOND_MS : QUIET_MS
      if (clock.passed() - askedAt >= pause) {
        askedAt = clock.passed()
        await readFeed(needs, signal)
        const before = clock.now() - ASK_BY_ID_AFTER_MS
        for (const delivery of outbox.withoutResult(needs.service.name, facility.code, before, AT_ONCE))
          await bringResult(needs, delivery, signal)
      }
      outbox.over(scope)
    } catch (error) {
      if (signal.aborted) return
      outbox.trouble(scope, isDiskFull(error) ? DISK_FULL : NOT_BROUGHT)
      needs.log({
        event: 'answers-not-brought',
        level: 'warning',
        facility: facility.code,
        cause: describeFault(error),
      })
      await clock.wait(needs.askEverySeconds * SECOND_MS, signal)
    }
    await clock.wait(LOOK_MS, signal)
  }
}

const DISK_FULL: Text = {
  vi: 'Đĩa đầy: chưa ghi được trả lời. Biên nhận vẫn được giữ trong hàng đợi; giải phóng dung lượng là cổng ghi tiếp.',
  en: 'The disk is full: answers cannot be written. Receipts stay in the outbox; free some space and the gateway goes on.',
}
const NOT_BROUGHT: Text = {
  vi: 'Chưa đem được trả lời về, hoặc chưa ghi được vào thư mục trả lời; cổng tự thử lại.',
  en: 'Answers could not be brought back, or not written into their folder; the gateway tries again.',
}

async function writeReceipts({ outbox, facility, clock }: AnswerNeeds): Promise<void> {
  for (const delivery of outbox.unwritten(facility.code, AT_ONCE)) {
    const entry = outbox.bySeq(delivery.entry)
    const receipt = outbox.receiptOf(delivery.entry, delivery.destination)
    if (receipt !== null) await writeReceipt(facility.answers, entry, receipt, clock.now())
    else await writeTurnedAway(facility.answers, entry, delivery)
    outbox.written(delivery.entry, delivery.destination)
  }
}

/** Everything that happened since the last question; the place in the feed is kept behind its files. */
async function readFeed(needs: AnswerNeeds, signal: AbortSignal): Promise<void> {
  const { outbox, service, facility } = needs
  const place = `feed ${facility.code}`
  for (let more = true; more && !signal.aborted;) {
    const since = outbox.kept(place)
    const answer = await service.get(
      facility.code,
      `/v1/results${since === null ? '' : `?since=${encodeURIComponent(since)}`}`,
      signal,
    )
    if (answer === null) return
    const feed = feedSchema.parse(jsonOf(answer.body))
    for (const submission of new Set(feed.events.map(({ submission }) => submission))) {
      const delivery = outbox.ofSubmission(service.name, submission)
      if (delivery?.state === 'delivered') await bringResult(needs, delivery, signal)
    }
    outbox.keep(place, feed.next)
    more = feed.more
  }
}

/** What became of one file: written once the centre is done, and again whenever the feed names it. */
async function bringResult(needs: AnswerNeeds, delivery: Delivery, signal: AbortSignal): Promise<void> {
  const { outbox, service, facility } = needs
  const { entry: seq, destination, submission } = delivery
  if (submission === null) return
  const whole = await wholeSubmission(needs, submission, signal)
  outbox.asked(seq, destination)
  if (whole === null || !['verified', 'failed'].includes(whole.status)) return
  // The receipt lies there before the result, also where it has only just come.
  await writeReceipts(needs)
  const entry: Entry = outbox.bySeq(seq)
  if (whole.findingsTotal > 0) {
    const path = `/v1/submissions/${submission}/findings?format=xlsx`
    const workbook = await service.get(facility.code, path, signal)
    if (workbook?.status !== 200) throw new Error(`the findings were answered with ${workbook?.status}`)
    await writeWhole(answerPath(facility.answers, entry, RESULT_WORKBOOK), workbook.body)
  }
  await writeWhole(answerPath(facility.answers, entry, RESULT_JSON), `${JSON.stringify(whole, null, 2)}\n`)
  outbox.resulted(seq, destination)
  needs.log({ event: 'answered', level: 'info', entry: entry.id })
}

/** With the outcome of every dossier. null: the account is shut out, or the service does not know it. */
async function wholeSubmission({ service, facility }: AnswerNeeds, submission: string, signal: AbortSignal) {
  const outcomes: unknown[] = []
  for (let after = 0; ;) {
    const answer = await service.get(facility.code, `/v1/submissions/${submission}?after=${after}`, signal)
    if (answer === null || answer.status === 404) return null
    const page = submissionSchema.parse(jsonOf(answer.body))
    outcomes.push(...page.outcomes)
    if (page.nextDossier === null) return { ...page, outcomes }
    after = page.nextDossier
  }
}

const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'))
