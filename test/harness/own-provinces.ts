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

/** Takes a pair of provinces that no other file of this run has: here, where the tests work, and there, where strangers are. */
export async function ownProvinces(): Promise<{ here: OwnProvince; there: OwnProvince }> {
  for (const [here, there] of PAIRS) if (await take(here)) return { here: provinceOf(here), there: provinceOf(there) }
  throw new Error('every pair of provinces is taken: add one to PAIRS in test/harness/shared-stack.ts')
}

/** The province of the demo facility 01001, for the one file whose dossiers are all of that facility. */
export async function demoProvince(): Promise<OwnProvince> {
  if (!(await take('01'))) throw new Error('another test file has taken province 01 of the shared stack')
  return provinceOf('01')
}

/** False: another file has it. One process only makes the folder, whoever asks at the same moment. */
const take = (code: string): Promise<boolean> =>
  mkdir(join(inject('sharedStack').directory, 'taken', code)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      throw error
    },
  )

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
