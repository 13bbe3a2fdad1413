import { z } from '@hono/zod-openapi'

const RECEIPT = 'BHYT-Receipt'

/** The signed receipt of a file as a header: by it also a client that reads no more than the old members can keep it. */
export const receiptHeader = (jws: string | undefined): Record<string, string> =>
  jws === undefined ? {} : { [RECEIPT]: jws }

/** The same for the `headers` of a documented response. */
export const receiptHeaderSchema = z.object({
  [RECEIPT]: z.string().optional().openapi({
    description: 'The signed receipt, as `receipt.jws` of the answer; less than 2,000 characters',
  }),
})
