/**
 * What judges a mutant: the tests of its own module alone, as all tests of the engine would run for each of hundreds. Other files are
 * named with their tests: `MUTATION_TESTS=test/engine/codes npm run test:mutation -- --mutate src/engine/codes/check-code.ts`.
 */
import { defineConfig } from 'vitest/config'

const named = process.env['MUTATION_TESTS'] ?? 'test/engine/record,test/engine/rules/condition'

export default defineConfig({
  test: {
    include: named.split(',').map((begin) => `${begin}{,/**/*}*.test.ts`),
    exclude: ['test/**/*.large.test.ts'],
    setupFiles: 'test/harness/allowed-processes.ts',
    provide: { processes: [] },
    testTimeout: 15_000,
  },
})
