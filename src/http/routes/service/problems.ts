import { problemSchema } from './schemas.ts'

const content = { 'application/problem+json': { schema: problemSchema } }

/** The problems a route may answer with, for its documentation. */
export const problems = <Status extends number>(...statuses: readonly Status[]) =>
  // `fromEntries` forgets the keys.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  Object.fromEntries(
    statuses.map((status) => [status, { description: DESCRIPTIONS[status] ?? 'Refused', content }]),
  ) as Record<Status, { description: string; content: typeof content }>

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'The request or its file cannot be read',
  401: 'No valid credentials or token',
  403: 'Not allowed for this account',
  404: 'Not known',
  409: 'Not possible in the present state',
  413: 'Too large',
  415: 'Media type or content encoding not supported',
  421: 'This deployment does not write; ask the centre',
  422: 'Readable, but not a file that can be taken',
  429: 'Too many requests; Retry-After says when to try again',
  500: 'A fault of this system',
  503: 'Not available at the moment; Retry-After says when to try again',
}
