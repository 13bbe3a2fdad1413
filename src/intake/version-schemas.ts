import { z } from '@hono/zod-openapi'
import { words } from './workflow-schemas.ts'

/** The shapes of versions, agreements and assessments. */

const LEAST_REASON = 10
const MOST_REASON = 500
export const REASON_LENGTH = {
  vi: `${LEAST_REASON}–${MOST_REASON} ký tự`,
  en: `${LEAST_REASON}–${MOST_REASON} characters`,
}

/** Said by a person, kept for ever. */
export const correctionReason = words(MOST_REASON).refine(({ length }) => length >= LEAST_REASON, REASON_LENGTH.en)
