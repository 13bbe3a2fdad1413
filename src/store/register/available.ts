import { available as whileAvailable } from '../failures.ts'

/** What `work` returns. Throws Refusal('register-unavailable') where the register is away. */
export const available = <T>(work: () => PromiseLike<T>): Promise<T> => whileAvailable('register-unavailable', work)
