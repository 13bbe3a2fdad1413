import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Bundles the worker once, so that files which run side by side do not each wait for it.
    globalSetup: 'test/global-setup.ts',
    // Processes of their own: the stacks that tests start hear of signals and of their own end only.
    pool: 'forks',
    // A test of the whole way runs three databases and workerd beside itself; more at once only take turns.
    maxWorkers: 2,
    // Whoever starts a stack says how long that may take; whatever else takes this long hangs.
    testTimeout: 15_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
  },
})
