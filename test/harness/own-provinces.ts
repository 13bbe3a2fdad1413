/** The shared stack as one test file sees it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { catchUp } from '../../scripts/stack/sqld.ts'
import { openProbe, type Client, type SharedProbe } from './probe.ts'
import { PAIRS } from './shared-stack.ts'
import { accountsOf } from './stack.ts'

/** A province, its department and a facility of it; both have a demo account. */
export type OwnProvince = { readonly code: string; readonly department: string; readonly facility: string }

const provinceOf = (code: string): OwnProvince => ({ code, department: `province-${code}`, facility: `${code}001` })

/** Takes a pair of provinces that no other file of this run has, here where the tests work and there where strangers are. */
export async function ownProvinces(): Promise<{ here: OwnProvince; there: OwnProvince }> {
  const { directory } = inject('sharedStack')
  for (const [here, there] of PAIRS) {
    // Made by one process only, whoever asks at the same moment.
    const isOurs = await mkdir(join(directory, 'taken', here)).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
        throw error
      },
    )
    if (isOurs) return { here: provinceOf(here), there: provinceOf(there) }
  }
  throw new Error('every pair of provinces is taken: add one to PAIRS in test/harness/shared-stack.ts')
}

export type Shared = SharedProbe & {
  asFacility: Client
  asDepartment: Client
  asMinistry: Client
  /** Resolves once the replica of the reference database has everything the primary has now. */
  caughtUp(): Promise<void>
}

/** Asks the shared stack; who names no account asks as the facility here. */
export async function shareStack({ facility, department }: OwnProvince): Promise<Shared> {
  const { url, warehouse, reference } = inject('sharedStack')
  const { door: _, ...probe } = await openProbe({ url, warehouse, ...accountsOf(url) })
  return {
    ...probe,
    ask: (method, path, options = {}) => probe.ask(method, path, { account: facility, ...options }),
    submit: (file, options = {}) => probe.submit(file, { account: facility, ...options }),
    asFacility: probe.as(facility),
    asDepartment: probe.as(department),
    asMinistry: probe.as('ministry'),
    caughtUp: () => catchUp(reference.primary, reference.replica),
  }
}
