import { available as whileAvailable } from '../failures.ts'

/** What `work` returns. Throws Refusal('reference-unavailable') where the reference database is away. */
export const available = <T>(work: () => PromiseLike<T>): Promise<T> => whileAvailable('reference-unavailable', work)
