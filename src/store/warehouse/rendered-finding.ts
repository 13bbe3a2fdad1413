import type { RenderedFinding } from '../../engine/index.ts'
import { documentOf, isObject } from '../documents.ts'
import { json } from '../columns.ts'

const isTextIn = (value: unknown): boolean =>
  isObject(value) && typeof value['vi'] === 'string' && typeof value['en'] === 'string'

/** Looks at what a finding alone has: a hundred thousand of them are read in one export. */
const isRendered = (value: unknown): value is RenderedFinding =>
  isObject(value) &&
  typeof value['rule'] === 'string' &&
  (value['severity'] === 'error' || value['severity'] === 'warning' || value['severity'] === 'info') &&
  isTextIn(value['message']) &&
  isTextIn(value['remedy'])

/** The column `told` of findings: the rendered finding, as verification wrote it. */
export const renderedFinding = json(documentOf('rendered finding', isRendered))
