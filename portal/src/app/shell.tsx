import {
  ActionIcon,
  Anchor,
  AppShell,
  Button,
  Group,
  SegmentedControl,
  Text,
  Title,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { IconMoon, IconSun } from './icons.tsx'
import { Link, Outlet, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { Account } from './account.tsx'
import { LanguageProvider, useLanguage, useText, type Language } from './language.tsx'
import { NewVersion } from './offline.tsx'
import { sessionOf, useSession, type Session } from './session.ts'
import { TEXTS } from './texts.ts'

const TourPanel = lazy(() => import('../help/tour-panel.tsx').then((module) => ({ default: module.TourPanel })))

const LANGUAGE_KEY = 'language'

/** The address decides, then what this browser chose last, then Vietnamese. */
export function Shell() {
  const { lang, tour } = useSearch({ from: '__root__' })
  const language: Language = lang ?? (localStorage.getItem(LANGUAGE_KEY) === 'en' ? 'en' : 'vi')
  useEffect(() => {
    document.documentElement.lang = language
    document.title = TEXTS.name[language]
    localStorage.setItem(LANGUAGE_KEY, language)
  }, [language])
  return (
    <LanguageProvider language={language}>
      <AppShell header={{ height: 52 }} padding={0}>
        <Header />
        <AppShell.Main id="content" tabIndex={-1}>
          <Outlet />
        </AppShell.Main>
        {tour !== undefined && (
          <Suspense fallback={null}>
            <TourPanel tour={tour} />
          </Suspense>
        )}
        <NewVersion />
      </AppShell>
    </LanguageProvider>
  )
}

function Header() {
  const t = useText()
  return (
    <AppShell.Header className="no-print" px="md">
      <a className="skip" href="#content">
        {t(TEXTS.skip)}
      </a>
      <Group h="100%" justify="space-between" wrap="nowrap">
        <Group gap="sm" wrap="nowrap">
          <img src="/icon.svg" width={28} height={28} alt="" />
          <Text fw={600} visibleFrom="sm">
            {t(TEXTS.name)}
          </Text>
          <nav aria-label={t(TEXTS.nav)}>
            <PageLinks />
          </nav>
        </Group>
        <Group gap="xs" wrap="nowrap">
          <Account />
          <LanguageSwitch />
          <ColourSwitch />
        </Group>
      </Group>
    </AppShell.Header>
  )
}

type Reader = Session | null
const ofFacility = (reader: Reader): boolean => reader?.side === 'facility'
const isOut = (reader: Reader): boolean => reader === null
/** Of whoever has one of these duties. */
const having =
  (...duties: readonly Session['duties'][number][]) =>
  (reader: Reader): boolean =>
    reader !== null && duties.some((duty) => reader.duties.includes(duty))

/** The pages of whoever is signed in; somebody who is not sees where one may begin. */
const PAGES = [
  ['/desk', TEXTS.desk, (reader: Reader) => ofFacility(reader) || isOut(reader)],
  ['/entry', TEXTS.entry, (reader: Reader) => ofFacility(reader) || isOut(reader)],
  ['/facility/persons', TEXTS.facility, ofFacility],
  ['/region', TEXTS.region, (reader: Reader) => having('supervisor', 'analyst')(reader) || isOut(reader)],
  ['/bhxh', TEXTS.bhxh, having('assessor')],
  ['/dmdc', TEXTS.dmdc, (reader: Reader) => reader?.side === 'ministry' && having('curator', 'auditor')(reader)],
  ['/proposals', TEXTS.proposals, having('sender', 'supervisor', 'curator')],
  ['/operations', TEXTS.operations, having('operator')],
  ['/rules', TEXTS.rules, having('supervisor', 'analyst', 'operator')],
  ['/wires', TEXTS.wires, having('supervisor', 'analyst', 'operator')],
  ['/check', TEXTS.check, () => true],
  ['/help', TEXTS.help, () => true],
] as const

function PageLinks() {
  const t = useText()
  const reader = sessionOf(useSession())
  return PAGES.filter(([, , isFor]) => isFor(reader)).map(([to, name]) => (
    <Anchor key={to} className="page-link" component={Link} to={to}>
      {t(name)}
    </Anchor>
  ))
}

function LanguageSwitch() {
  const t = useText()
  const navigate = useNavigate()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t(TEXTS.language)}
      value={useLanguage()}
      data={[
        { value: 'vi', label: 'Tiếng Việt' },
        { value: 'en', label: 'English' },
      ]}
      onChange={(lang) => void navigate({ to: '.', search: (search) => ({ ...search, lang }), replace: true })}
    />
  )
}

function ColourSwitch() {
  const t = useText()
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const label = t(isDark ? TEXTS.light : TEXTS.dark)
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
      >
        {isDark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  )
}

export function Missing() {
  const t = useText()
  return (
    <div className="message">
      <Title order={1} size="h3">
        {t(TEXTS.missingTitle)}
      </Title>
      <Text>{t(TEXTS.missingText)}</Text>
      <Button component={Link} to="/check" variant="light">
        {t(TEXTS.home)}
      </Button>
    </div>
  )
}

/** What a page shows in place of itself when its code fails. */
export function Fault() {
  const t = useText()
  return (
    <div className="message" role="alert">
      <Title order={1} size="h3">
        {t(TEXTS.faultTitle)}
      </Title>
      <Text>{t(TEXTS.faultText)}</Text>
      <Button variant="light" onClick={() => location.reload()}>
        {t(TEXTS.reload)}
      </Button>
    </div>
  )
}
