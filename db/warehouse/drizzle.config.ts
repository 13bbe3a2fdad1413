import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './db/warehouse/schema.ts',
  out: './db/warehouse/migrations',
})
