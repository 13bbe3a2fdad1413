/** What judges a mutant of src/engine: its unit tests alone, as anything slower would run thousands of times. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/engine/**/*.test.ts'],
    exclude: ['test/**/*.large.test.ts'],
    setupFiles: 'test/harness/allowed-processes.ts',
    provide: { processes: [] },
    testTimeout: 15_000,
  },
})
