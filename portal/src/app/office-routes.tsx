/** Addresses of the pages for authorities: regions, BHXH, code lists, proposals, operators, rules. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { FOREIGN_KINDS, type CodeSearch } from '../dmdc/search.ts'
import { LEVELS, SORTS, type RegionSearch } from '../region/facilities.ts'
import { root } from './root.tsx'
import { isoDay, month, oneOf, present, text, type Placed } from './search-parts.ts'

const office = createRoute({
  getParentRoute: () => root,
  path: '/region',
  component: lazyRouteComponent(() => import('../region/start.tsx'), 'OfficeLayout'),
})

const level = oneOf(LEVELS)
const sort = oneOf(SORTS)

const measure = oneOf(['rejected', 'warned', 'late', 'missing', 'received'])
const nation = createRoute({
  getParentRoute: () => office,
  path: '/',
  validateSearch: (
    search: Record<string, unknown>,
  ): Pick<RegionSearch, 'period'> & { measure?: ReturnType<typeof measure> } =>
    present({ period: month(search['period']), measure: measure(search['measure']) }),
  component: lazyRouteComponent(() => import('../region/start.tsx'), 'RegionStart'),
})

const province = createRoute({ getParentRoute: () => office, path: '$province' })

const region = createRoute({
  getParentRoute: () => province,
  path: '/',
  validateSearch: (search: Record<string, unknown>): RegionSearch =>
    present({
      period: text(search['period']),
      level: level(search['level']),
      q: text(search['q']),
      sort: sort(search['sort']),
    }),
  component: lazyRouteComponent(() => import('../region/page.tsx'), 'RegionPage'),
})

/** Which figure's list is shown, as the API asks for it; the reason for looking is never in an address. */
type ListSearch = {
  [name in 'from' | 'to' | 'by' | 'key' | 'column' | 'after']?: string | undefined
}

const regionList = createRoute({
  getParentRoute: () => province,
  path: '$figure',
  validateSearch: (search: Record<string, unknown>): ListSearch =>
    present({
      from: text(search['from']),
      to: text(search['to']),
      by: text(search['by']),
      key: text(search['key']),
      column: text(search['column']),
      after: text(search['after']),
    }),
  component: lazyRouteComponent(() => import('../region/list.tsx'), 'RegionListPage'),
})

const bhxh = createRoute({
  getParentRoute: () => root,
  path: '/bhxh',
  component: lazyRouteComponent(() => import('../bhxh/facilities.tsx'), 'BhxhLayout'),
})
const bhxhStart = createRoute({
  getParentRoute: () => bhxh,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { province?: string | undefined } =>
    present({ province: text(search['province']) }),
  component: lazyRouteComponent(() => import('../bhxh/facilities.tsx'), 'BhxhStart'),
})
const workState = oneOf(['open', 'waiting', 'assessed'])
/** `dossier`: the one that is open, by its submission and its number there. */
type WorkSearch = Placed & {
  state?: ReturnType<typeof workState>
  dueOn?: string | undefined
  dossier?: string | undefined
}
const bhxhList = createRoute({
  getParentRoute: () => bhxh,
  path: '$facility',
  validateSearch: (search: Record<string, unknown>): WorkSearch =>
    present({
      state: workState(search['state']),
      dueOn: isoDay(search['dueOn']),
      after: text(search['after']),
      dossier: text(search['dossier']),
    }),
  component: lazyRouteComponent(() => import('../bhxh/list.tsx'), 'BhxhListPage'),
})

const dmdc = createRoute({
  getParentRoute: () => root,
  path: '/dmdc',
  component: lazyRouteComponent(() => import('../dmdc/frame.tsx'), 'DmdcLayout'),
})
const dmdcCodes = createRoute({
  getParentRoute: () => dmdc,
  path: '/',
  validateSearch: (search: Record<string, unknown>): CodeSearch =>
    present({
      catalogue: text(search['catalogue']),
      q: text(search['q']),
      date: search['date'] === 'all' ? 'all' : isoDay(search['date']),
      after: text(search['after']),
      code: text(search['code']),
    }),
  component: lazyRouteComponent(() => import('../dmdc/codes.tsx'), 'CodesPage'),
})
const dmdcImports = createRoute({
  getParentRoute: () => dmdc,
  path: 'imports',
  component: lazyRouteComponent(() => import('../dmdc/imports.tsx'), 'ImportsPage'),
})
const dmdcDrafts = createRoute({
  getParentRoute: () => dmdc,
  path: 'drafts',
  component: lazyRouteComponent(() => import('../dmdc/drafts.tsx'), 'DraftsPage'),
})
const dmdcDraft = createRoute({
  getParentRoute: () => dmdc,
  path: 'drafts/$id',
  validateSearch: (search: Record<string, unknown>): Placed => present({ after: text(search['after']) }),
  component: lazyRouteComponent(() => import('../dmdc/draft.tsx'), 'DraftPage'),
})
const dmdcReleases = createRoute({
  getParentRoute: () => dmdc,
  path: 'releases',
  component: lazyRouteComponent(() => import('../dmdc/releases.tsx'), 'ReleasesPage'),
})
const foreignKind = oneOf(FOREIGN_KINDS)
const dmdcCompare = createRoute({
  getParentRoute: () => dmdc,
  path: 'compare',
  validateSearch: (
    search: Record<string, unknown>,
  ): Placed & { catalogue?: string | undefined; kind?: ReturnType<typeof foreignKind> } =>
    present({
      catalogue: text(search['catalogue']),
      kind: foreignKind(search['kind']),
      after: text(search['after']),
    }),
  component: lazyRouteComponent(() => import('../dmdc/compare.tsx'), 'ComparePage'),
})
const ofLists = dmdc.addChildren([dmdcCodes, dmdcImports, dmdcDrafts, dmdcDraft, dmdcReleases, dmdcCompare])

const proposals = createRoute({
  getParentRoute: () => root,
  path: '/proposals',
  component: lazyRouteComponent(() => import('../proposals/page.tsx'), 'ProposalsLayout'),
})
const proposalState = oneOf(['open', 'returned', 'forwarded', 'accepted', 'rejected', 'withdrawn'])
type ProposalSearch = Placed & { state?: ReturnType<typeof proposalState>; proposal?: string | undefined }
const proposalList = createRoute({
  getParentRoute: () => proposals,
  path: '/',
  validateSearch: (search: Record<string, unknown>): ProposalSearch =>
    present({
      state: proposalState(search['state']),
      after: text(search['after']),
      proposal: text(search['proposal']),
    }),
  component: lazyRouteComponent(() => import('../proposals/page.tsx'), 'ProposalsPage'),
})

const operations = createRoute({
  getParentRoute: () => root,
  path: '/operations',
  component: lazyRouteComponent(() => import('../operations/frame.tsx'), 'OperationsLayout'),
})
const operationsState = createRoute({
  getParentRoute: () => operations,
  path: '/',
  component: lazyRouteComponent(() => import('../operations/state.tsx'), 'StatePage'),
})
const mendedOnly = oneOf(['mended'])
const operationsLetters = createRoute({
  getParentRoute: () => operations,
  path: 'letters',
  validateSearch: (search: Record<string, unknown>): Placed & { show?: 'mended' | undefined } =>
    present({ show: mendedOnly(search['show']), after: text(search['after']) }),
  component: lazyRouteComponent(() => import('../operations/letters.tsx'), 'LettersPage'),
})

const side = oneOf(['facility', 'province', 'ministry'])
const operationsAccounts = createRoute({
  getParentRoute: () => operations,
  path: 'accounts',
  validateSearch: (search: Record<string, unknown>): Placed & { side?: ReturnType<typeof side> } =>
    present({ side: side(search['side']), after: text(search['after']) }),
  component: lazyRouteComponent(() => import('../operations/accounts.tsx'), 'AccountsPage'),
})

const rules = createRoute({
  getParentRoute: () => root,
  path: '/rules',
  component: lazyRouteComponent(() => import('../rules/page.tsx'), 'RulesLayout'),
})
const shownRules = oneOf(['alarms', 'notActive'])
type RuleSearch = {
  period?: string | undefined
  show?: ReturnType<typeof shownRules>
  /** The one that is open. */
  rule?: string | undefined
}
const ruleList = createRoute({
  getParentRoute: () => rules,
  path: '/',
  validateSearch: (search: Record<string, unknown>): RuleSearch =>
    present({ period: month(search['period']), show: shownRules(search['show']), rule: text(search['rule']) }),
  component: lazyRouteComponent(() => import('../rules/page.tsx'), 'RulesPage'),
})

export const officeRoutes = [
  office.addChildren([nation, province.addChildren([region, regionList])]),
  bhxh.addChildren([bhxhStart, bhxhList]),
  ofLists,
  proposals.addChildren([proposalList]),
  operations.addChildren([operationsState, operationsLetters, operationsAccounts]),
  rules.addChildren([ruleList]),
] as const
