import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './db/register/schema.ts',
  out: './db/register/migrations',
})
