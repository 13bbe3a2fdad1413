import { z } from '@hono/zod-openapi'
import { severitySchema, sourceSchema, standardSchema, textSchema } from '../../schema-parts.ts'

const ruleSchema = z
  .object({
    id: z.string(),
    table: z.string().nullable(),
    field: z.string().nullable(),
    variants: z.array(
      z.object({
        standards: z.array(standardSchema),
        severity: severitySchema,
        state: z.enum(['active', 'shadow']).openapi({ description: 'shadow: on trial, its findings are info.' }),
        problem: textSchema,
        remedy: textSchema,
        source: sourceSchema,
        inForce: z
          .object({ from: z.iso.date().optional(), to: z.iso.date().optional() })
          .optional()
          .openapi({ description: 'The end of the encounter decides, else the day of receipt.' }),
      }),
    ),
  })
  .openapi('Rule')

const settingSchema = z.object({ state: z.enum(['off', 'shadow']), reason: z.string() })

export const rulesSchema = z
  .object({
    version: z.string(),
    settings: z.record(z.string(), settingSchema).openapi({
      description: 'By id of a rule: what this deployment decided otherwise than the rule is written, and why.',
    }),
    total: z.int(),
    rules: z.array(ruleSchema),
    next: z.int().nullable(),
  })
  .openapi('Rules')

const exampleSchema = z.object({
  why: z.string(),
  tables: z.record(z.string(), z.array(z.record(z.string(), z.string()))).openapi({
    description: 'Fields by table, as changes to a correct dossier; a table without rows is taken away.',
  }),
})

export const ruleDetailSchema = z
  .object({
    version: z.string(),
    rule: ruleSchema,
    setting: settingSchema
      .nullable()
      .openapi({ description: 'What this deployment decided otherwise than the rule is written, and why.' }),
    catalogue: z
      .array(z.string())
      .openapi({ description: 'Rows of the rule catalogue that it covers (docs/reference/rules.md).' }),
    examples: z.object({ valid: z.array(exampleSchema), invalid: z.array(exampleSchema) }),
  })
  .openapi('RuleDetail')
