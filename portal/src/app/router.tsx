import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { GROUPINGS, SEVERITIES } from '../findings/findings.ts'
import type { View } from '../findings/shown.tsx'
import { officeRoutes } from './office-routes.tsx'
import { root } from './root.tsx'
import { isoDay, oneOf, present, text, type Placed } from './search-parts.ts'

const grouping = oneOf(GROUPINGS)
const severity = oneOf(SEVERITIES)

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/check', replace: true })
  },
})

/** All that a reader chose is in the address, and none of it is about a person: dossiers are named by their number in their file. */
type CheckSearch = View & {
  /** `1.12`: the dossier that is shown as tables, by its file and its number there. */
  dossier?: string | undefined
}

const viewOf = (search: Record<string, unknown>): View =>
  present({
    by: grouping(search['by']),
    severity: severity(search['severity']),
    table: text(search['table']),
    q: text(search['q']),
    group: text(search['group']),
  })

const check = createRoute({
  getParentRoute: () => root,
  path: '/check',
  validateSearch: (search: Record<string, unknown>): CheckSearch =>
    present({ ...viewOf(search), dossier: text(search['dossier']) }),
  component: lazyRouteComponent(() => import('../check/page.tsx'), 'CheckPage'),
})

const desk = createRoute({
  getParentRoute: () => root,
  path: '/desk',
  component: lazyRouteComponent(() => import('../signed-in/layout.tsx'), 'FacilityLayout'),
})

export type DeskSearch = {
  /** Left out: what has to be mended. */
  show?: 'all' | undefined
  purpose?: 'management' | 'payment' | undefined
  /** Behind which submission the page begins, as the API names it. */
  after?: string | undefined
}
const show = oneOf(['all'])
const purpose = oneOf(['management', 'payment'])

const submissions = createRoute({
  getParentRoute: () => desk,
  path: '/',
  validateSearch: (search: Record<string, unknown>): DeskSearch =>
    present({ show: show(search['show']), purpose: purpose(search['purpose']), after: text(search['after']) }),
  component: lazyRouteComponent(() => import('../desk/page.tsx'), 'DeskPage'),
})

/** `dossier`: the one that is open, by its number in the submission. */
type SubmissionSearch = View & { dossier?: string | undefined }

const submission = createRoute({
  getParentRoute: () => desk,
  path: '$id',
  validateSearch: (search: Record<string, unknown>): SubmissionSearch =>
    present({ ...viewOf(search), dossier: text(search['dossier']) }),
  component: lazyRouteComponent(() => import('../desk/submission.tsx'), 'SubmissionPage'),
})

const entry = createRoute({
  getParentRoute: () => root,
  path: '/entry',
  component: lazyRouteComponent(() => import('../entry/layout.tsx'), 'EntryLayout'),
})

const entryList = createRoute({
  getParentRoute: () => entry,
  path: '/',
  component: lazyRouteComponent(() => import('../entry/page.tsx'), 'EntryPage'),
})

/** Which row of which table is open; never a value of it. */
type EntrySearch = { table?: string | undefined; row?: string | undefined }

const entryEditor = createRoute({
  getParentRoute: () => entry,
  path: '$id',
  validateSearch: (search: Record<string, unknown>): EntrySearch =>
    present({ table: text(search['table']), row: text(search['row']) }),
  component: lazyRouteComponent(() => import('../entry/editor.tsx'), 'EntryEditor'),
})

const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  validateSearch: (search: Record<string, unknown>): { q?: string | undefined } => present({ q: text(search['q']) }),
  component: lazyRouteComponent(() => import('../help/layout.tsx'), 'HelpLayout'),
})
const guidesPage = lazyRouteComponent(() => import('../help/guides-page.tsx'), 'GuidesPage')
const guideList = createRoute({ getParentRoute: () => help, path: '/', component: guidesPage })
const guide = createRoute({ getParentRoute: () => help, path: '$slug', component: guidesPage })
const news = createRoute({
  getParentRoute: () => help,
  path: 'news',
  component: lazyRouteComponent(() => import('../help/news-page.tsx'), 'NewsPage'),
})

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('../signed-in/layout.tsx'), 'SignedInLayout'),
})
const ownAccount = createRoute({
  getParentRoute: () => account,
  path: '/',
  component: lazyRouteComponent(() => import('../account/page.tsx'), 'AccountPage'),
})

const facility = createRoute({
  getParentRoute: () => root,
  path: '/facility',
  component: lazyRouteComponent(() => import('../signed-in/layout.tsx'), 'FacilityLayout'),
})
const mappingState = oneOf(['unmapped', 'proposed', 'approved', 'rejected'])

const persons = createRoute({
  getParentRoute: () => facility,
  path: 'persons',
  component: lazyRouteComponent(() => import('../facility/persons.tsx'), 'PersonsPage'),
})
const openOnly = oneOf(['open'])
const outages = createRoute({
  getParentRoute: () => facility,
  path: 'outages',
  validateSearch: (search: Record<string, unknown>): Placed & { show?: 'open' | undefined } =>
    present({ show: openOnly(search['show']), after: text(search['after']) }),
  component: lazyRouteComponent(() => import('../facility/outages.tsx'), 'OutagesPage'),
})
type ManifestSearch = { day?: string | undefined; purpose?: DeskSearch['purpose'] }
const manifests = createRoute({
  getParentRoute: () => facility,
  path: 'manifests',
  validateSearch: (search: Record<string, unknown>): ManifestSearch =>
    present({ day: isoDay(search['day']), purpose: purpose(search['purpose']) }),
  component: lazyRouteComponent(() => import('../facility/manifests.tsx'), 'ManifestsPage'),
})
const cards = createRoute({
  getParentRoute: () => facility,
  path: 'cards',
  component: lazyRouteComponent(() => import('../facility/cards.tsx'), 'CardsPage'),
})
type MappingSearch = Placed & { catalogue?: string | undefined; state?: ReturnType<typeof mappingState> }
const mappings = createRoute({
  getParentRoute: () => facility,
  path: 'mappings',
  validateSearch: (search: Record<string, unknown>): MappingSearch =>
    present({
      catalogue: text(search['catalogue']),
      state: mappingState(search['state']),
      after: text(search['after']),
    }),
  component: lazyRouteComponent(() => import('../facility/mappings.tsx'), 'MappingsPage'),
})
const webhooks = createRoute({
  getParentRoute: () => facility,
  path: 'webhooks',
  component: lazyRouteComponent(() => import('../facility/webhooks.tsx'), 'WebhooksPage'),
})
const accesses = createRoute({
  getParentRoute: () => facility,
  path: 'accesses',
  validateSearch: (search: Record<string, unknown>): Placed => present({ after: text(search['after']) }),
  component: lazyRouteComponent(() => import('../facility/accesses.tsx'), 'AccessesPage'),
})
const ofFacility = facility.addChildren([persons, outages, manifests, cards, mappings, webhooks, accesses])

const wires = createRoute({
  getParentRoute: () => root,
  path: '/wires',
  component: lazyRouteComponent(() => import('../wires/page.tsx'), 'WiresLayout'),
})

const wireUse = createRoute({
  getParentRoute: () => wires,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { facility?: string | undefined } =>
    present({ facility: text(search['facility']) }),
  component: lazyRouteComponent(() => import('../wires/page.tsx'), 'WiresPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    check,
    account.addChildren([ownAccount]),
    ofFacility,
    wires.addChildren([wireUse]),
    desk.addChildren([submissions, submission]),
    ...officeRoutes,
    entry.addChildren([entryList, entryEditor]),
    help.addChildren([guideList, guide, news]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
