/**
 * Four projects, by the name of a file: what a test needs decides. A file that names nothing is a unit test, and
 * `test/harness/allowed-processes.ts` fails it when it starts what its project does not have.
 */
import { defineConfig } from 'vitest/config'

/** Pure as unit tests are, over megabytes: official lists, files of 10,000 dossiers, every document of docs/. */
const LARGE = ['test/**/*.large.test.ts']
/** Real sqld, and a bucket of workerd. */
const DATABASE = ['test/**/*.database.test.ts']
/** The portal in a real browser on the real service. */
const PORTAL = ['test/portal/**/*.portal.test.ts']
/** The whole service, or the programs of scripts/ as somebody would start them. */
const FLOW = ['test/flow/**/*.test.ts', 'test/scripts/**/*.test.ts', 'test/**/*.flow.test.ts']

export default defineConfig({
  test: {
    // One file for each core at a time; more at once only take turns.
    maxWorkers: 2,
    setupFiles: 'test/harness/allowed-processes.ts',
    // Whoever starts a stack says how long that may take; whatever else takes this long hangs.
    testTimeout: 15_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text', 'text-summary', 'html'],
      reportsDirectory: '.build/coverage',
      skipFull: true,
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...LARGE, ...DATABASE, ...FLOW, ...PORTAL],
          // The engine is loaded once for all files, not once for each.
          isolate: false,
          provide: { processes: [] },
        },
      },
      { extends: true, test: { name: 'large', include: LARGE, provide: { processes: [] } } },
      {
        extends: true,
        test: {
          name: 'database',
          include: DATABASE,
          globalSetup: 'test/harness/database-setup.ts',
          provide: { processes: ['sqld', 'sh', 'node', 'workerd'] },
        },
      },
      {
        extends: true,
        test: {
          name: 'flow',
          include: FLOW,
          globalSetup: 'test/harness/flow-setup.ts',
          // Processes of their own: the stacks that tests start hear of signals and of their own end only.
          pool: 'forks',
          provide: { processes: null },
        },
      },
      {
        extends: true,
        test: {
          name: 'portal',
          include: PORTAL,
          globalSetup: 'test/harness/portal-setup.ts',
          pool: 'forks',
          // One browser at a time: two of them, a service and the engine are more than two cores do.
          fileParallelism: false,
          testTimeout: 60_000,
          // A page answers within a moment; on a machine that others use as well it takes some.
          expect: { poll: { timeout: 20_000 } },
          provide: { processes: null },
        },
      },
    ],
  },
})
