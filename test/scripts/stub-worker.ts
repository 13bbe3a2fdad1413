/** As little of a worker as shows that the stack gives it what it needs. */
type Env = { RAW: R2Bucket; VISITS_79: Queue<string>; REFERENCE_URL: string; WAREHOUSE_URLS: string; NOTE?: string }

const keyOf = (request: Request): string => new URL(request.url).pathname.slice(1)

export default {
  async fetch(request, env) {
    const key = keyOf(request)
    if (key === 'environment') return Response.json(env)
    if (request.method === 'PUT') {
      await env.RAW.put(key, request.body)
      return new Response(null, { status: 204 })
    }
    if (request.method === 'POST') {
      await env.VISITS_79.send(await request.text())
      return new Response(null, { status: 202 })
    }
    const object = await env.RAW.get(key)
    return object === null ? new Response(null, { status: 404 }) : new Response(object.body)
  },

  async queue(batch, env) {
    for (const message of batch.messages) {
      if (message.body.startsWith('bad') && !batch.queue.endsWith('-dead')) {
        message.retry()
      } else {
        await env.RAW.put(message.body, batch.queue)
        await env.RAW.put(`${message.body}.consumer`, env.REFERENCE_URL)
        message.ack()
      }
    }
  },

  async scheduled(controller, env) {
    await env.RAW.put('scheduled', controller.cron)
  },
} satisfies ExportedHandler<Env, string>
