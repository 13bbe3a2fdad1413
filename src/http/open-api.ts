import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Documented } from './document-shape.ts'
import { withExamples } from './examples.ts'
import type { AppEnv } from './services.ts'

const INFO = {
  title: 'bhyt-edge',
  version: '1',
  description: `Receives the XML dossiers of health insurance (KCB BHYT) of Việt Nam, checks them while they stream in and
acknowledges them per field. Standards: QĐ 4210, 130, 4750, 3176.`,
  license: { name: 'All rights reserved', identifier: 'LicenseRef-All-rights-reserved' },
}

/** Areas of the API by the beginning of a path; the first that fits. */
const AREAS = [
  ['/v1/session', 'Tokens', 'Access tokens of accounts'],
  ['/v1/sign-in', 'Tokens', 'Access tokens of accounts'],
  ['/oauth/', 'Tokens', 'Access tokens of accounts'],
  ['/v1/submissions', 'Submissions', 'Files of dossiers: send, status, findings'],
  ['/v1/dry-run', 'Submissions', 'Files of dossiers: send, status, findings'],
  ['/v1/dossiers', 'Dossiers', 'Accepted dossiers: rows, versions, agreements and assessments'],
  ['/v1/assessments', 'Dossiers', 'Accepted dossiers: rows, versions, agreements and assessments'],
  ['/v1/results', 'Results', 'Events, webhooks and manifests'],
  ['/v1/webhooks', 'Results', 'Events, webhooks and manifests'],
  ['/v1/manifests', 'Results', 'Events, webhooks and manifests'],
  ['/v1/cards', 'Cards', 'The register of cards, and the check of a card'],
  ['/v1/card-checks', 'Cards', 'The register of cards, and the check of a card'],
  ['/v1/outages', 'Outages', 'The ledger of outages'],
  ['/v1/notices', 'Notices', 'News, planned outages, and whom to ask'],
  ['/v1/facilities', 'Persons', 'Persons who authenticate payment data'],
  ['/v1/persons', 'Persons', 'Persons who authenticate payment data'],
  ['/v1/accounts', 'Accounts', 'Accounts, their duties and their audit trail'],
  ['/v1/accesses', 'Accesses', 'Who asked about persons, when and why'],
  ['/v1/regions', 'Regions', 'Figures, lists and reports of provinces'],
  ['/v1/operations', 'Operations', 'What operators ask and do'],
  ['/v1/dmdc/drafts', 'Releases', 'Drafts and releases of the code lists'],
  ['/v1/dmdc/proposals', 'Proposals', 'Codes that facilities propose'],
  ['/v1/dmdc/mappings', 'Mappings', "Facilities' own codes and the national ones they stand for"],
  ['/v1/dmdc/foreign', 'Foreign copies', "Others' copies of a list, compared with ours"],
  ['/v1/dmdc', 'Code lists', 'Look-up, search, releases and the feed of changes'],
  ['/fhir', 'FHIR', 'Terminology operations of FHIR R4'],
  ['/v1/rules', 'Rules', 'The rules that files are checked by'],
  ['/healthz', 'Service', 'The service itself'],
] as const

type Document = ReturnType<OpenAPIHono<AppEnv>['getOpenAPI31Document']>
type PathItem = NonNullable<Document['paths']>[string]
const METHODS = ['get', 'put', 'post', 'delete'] as const
type Method = (typeof METHODS)[number]

/** What GET /openapi.json answers: the routes as they are declared, each with its name, its area, and who may call it. */
export function openApiDocument(app: OpenAPIHono<AppEnv>): Document {
  const document = app.getOpenAPI31Document({ openapi: '3.1.0', info: INFO, servers: [{ url: '/' }] })
  const described = Object.entries(document.paths ?? {}).map(
    ([path, item]) => [path, describedItem(path, item)] as const,
  )
  const used = new Set(described.map(([path]) => areaOf(path)[1]))
  const tags = new Map(AREAS.filter(([, name]) => used.has(name)).map(([, name, description]) => [name, description]))
  return exampled({
    ...document,
    tags: [...tags].map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(described),
  })
}

/** As it is read after it was generated. */
// The generator's types know forms of OpenAPI that ours never takes; the document's own lint holds it to that.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const asDocumented = (document: Document): Documented => document as unknown as Documented

function exampled(document: Document): Document {
  withExamples(asDocumented(document))
  return document
}

function describedItem(path: string, item: PathItem): PathItem {
  const described = { ...item }
  for (const method of METHODS) {
    const operation = item[method]
    if (!operation) continue
    // Said of each: what names no token is open to everybody.
    const { security = [] } = operation
    described[method] = { operationId: operationIdOf(method, path), tags: [areaOf(path)[1]], ...operation, security }
  }
  return described
}

const SERVICE = ['/', 'Service', 'The service itself'] as const
const areaOf = (path: string): readonly [string, string, string] =>
  AREAS.find(([start]) => path.startsWith(start)) ?? SERVICE

/** `GET /v1/dossiers/{MA_LK}/versions` is getDossiersByMaLkVersions: unique, as method and path are. */
function operationIdOf(method: Method, path: string): string {
  const words = path
    .replace(/^\/v1/, '')
    .replaceAll(/\{(\w+)\}/g, ' by $1 ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  return [method, ...words.filter(Boolean).map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)].join('')
}
