/** The real worker, whose queues wait while they are held: what a backlog costs is measured apart from what receiving it costs. */
import worker from '../src/worker.ts'
import type { Bindings } from '../src/env.ts'

const LOOK_EVERY_MS = 20

/** Changed by requests while a queue waits. */
const gate = { isHeld: false }

export default {
  async fetch(request, bindings, context) {
    const { pathname } = new URL(request.url)
    if (pathname !== '/-/hold' && pathname !== '/-/release') return worker.fetch(request, bindings, context)
    gate.isHeld = pathname === '/-/hold'
    return new Response(null, { status: 204 })
  },
  async queue(batch, bindings, context) {
    while (gate.isHeld) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    return worker.queue(batch, bindings, context)
  },
  scheduled: (event, bindings) => worker.scheduled(event, bindings),
} satisfies ExportedHandler<Bindings>
