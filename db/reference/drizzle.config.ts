import { defineConfig } from 'drizzle-kit'

/** `drizzle-kit generate --config db/reference/drizzle.config.ts`, from the project's root. */
export default defineConfig({
  dialect: 'sqlite',
  schema: ['./db/reference/schema.ts', './db/reference/workflow.ts'],
  out: './db/reference/migrations',
})
