/** The frame of the pages of the shared code lists. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useLanguage, useText, type Text as TextPair } from '../app/language.tsx'
import { sessionOf, useSession, type Session } from '../app/session.ts'
import { answered, api } from '../signed-in/api.ts'
import { SignedInLayout } from '../signed-in/layout.tsx'
import { PageHead, PageLinks } from '../signed-in/page-head.tsx'
import { KEY } from './key.ts'
import { TEXTS } from './texts.ts'

type Duty = Session['duties'][number]

const PAGES: readonly (readonly [
  to: '/dmdc' | '/dmdc/imports' | '/dmdc/drafts' | '/dmdc/releases' | '/dmdc/compare',
  name: TextPair,
  duties: readonly Duty[],
])[] = [
  ['/dmdc', TEXTS.codes, ['curator', 'auditor', 'assessor']],
  ['/dmdc/imports', TEXTS.imports, ['curator']],
  ['/dmdc/drafts', TEXTS.drafts, ['curator', 'auditor']],
  ['/dmdc/releases', TEXTS.releases, ['curator', 'auditor', 'assessor']],
  ['/dmdc/compare', TEXTS.compare, ['curator', 'auditor', 'assessor']],
]

const isOfLists = ({ side, duties }: Session): boolean =>
  side === 'ministry' && duties.some((duty) => ['curator', 'auditor', 'assessor'].includes(duty))
export const DmdcLayout = () => <SignedInLayout isFor={isOfLists} other={TEXTS.notDmdc} />

export const useIsCurator = (): boolean => sessionOf(useSession())?.duties.includes('curator') ?? false

type Props = {
  readonly title: TextPair
  readonly text?: string
  /** Beside the title. */
  readonly action?: ReactNode
  readonly children: ReactNode
}

export function Frame({ title, text, action, children }: Props) {
  const t = useText()
  const duties = sessionOf(useSession())?.duties ?? []
  return (
    <div className="page">
      <PageLinks
        label={t(TEXTS.pages)}
        pages={PAGES.filter(([, , held]) => held.some((duty) => duties.includes(duty))).map(([to, name]) => ({
          to,
          name: t(name),
          isExact: to === '/dmdc',
        }))}
      />
      <PageHead title={t(title)} text={text}>
        {action}
      </PageHead>
      {children}
    </div>
  )
}

/** What there is: catalogues with their owners, releases, which of them is in force. */
export const useContents = () => useQuery({ queryKey: [KEY, 'contents'], queryFn: () => answered(api.GET('/v1/dmdc')) })

/** The catalogues to choose from. */
export function useCatalogueNames(chosen: string): { value: string; label: string }[] {
  const language = useLanguage()
  const names = (useContents().data?.catalogues ?? []).map(({ id, title }) => ({ value: id, label: title[language] }))
  return names.length === 0 ? [{ value: chosen, label: chosen }] : names
}

export const FIRST_CATALOGUE = 'icd10'
