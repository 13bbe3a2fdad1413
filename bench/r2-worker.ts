/** R2 in a process of its own: hands what a worker elsewhere asks of its bucket to the bucket that Miniflare keeps here. */
export default {
  fetch: (request, { STORE }) => STORE.fetch(request),
} satisfies ExportedHandler<{ STORE: Fetcher }>
