/** A message is delivered at once and a failed one comes back at once: no test waits for a clock. */
export const quickQueues = { maxBatchTimeout: 0, retryDelay: 0 }
