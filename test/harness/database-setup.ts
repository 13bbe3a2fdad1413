export { databaseTemplates as default } from './templates.ts'
