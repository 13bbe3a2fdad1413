import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'

/**
 * `reference` has its tables and no rows; `stack` is the folder of a stack that was stopped: seeded reference database, empty warehouse
 * and register, and the keys by which the seed was signed.
 */
type Template = 'reference' | 'warehouse' | 'register' | 'stack' | 'stack/warehouse'

/** Copies a template of this run (see templates.ts) to where nothing lies yet. */
export const copyTemplate = (template: Template, directory: string): Promise<void> =>
  cp(join(inject('templates'), template), directory, { recursive: true })
