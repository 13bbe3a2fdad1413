import type { TestProject } from 'vitest/node'
import { databaseTemplates } from './templates.ts'

/** Runs once before all files that ask a database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { dispose } = await databaseTemplates(project)
  return dispose
}
