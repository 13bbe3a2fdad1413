import { bundleWorker } from '../scripts/stack/bundle.ts'

/** Runs once before all test files: the bundle is kept until a source changes, so each of them finds it ready. */
export default async function setup(): Promise<void> {
  await bundleWorker()
}
