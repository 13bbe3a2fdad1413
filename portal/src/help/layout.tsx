/** Help: guides, tours, news, whom to ask. No account is needed, and the guides are there without a line. */
import { Anchor, Group, Title } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { useText } from '../app/language.tsx'
import { useAskedSession } from '../app/session.ts'
import { queries } from '../signed-in/queries.ts'
import { Contact } from './contact.tsx'
import { TEXTS } from './texts.ts'
import { Tours } from './tour-list.tsx'

export function HelpLayout() {
  const t = useText()
  // Who writes news, and whose pages the head lists.
  useAskedSession()
  return (
    <QueryClientProvider client={queries}>
      <div className="page">
        <Group justify="space-between">
          <Title order={1}>{t(TEXTS.title)}</Title>
          <nav aria-label={t(TEXTS.title)}>
            <Anchor className="page-link" component={Link} to="/help" activeOptions={{ exact: true }}>
              {t(TEXTS.guides)}
            </Anchor>
            <Anchor className="page-link" component={Link} to="/help/news">
              {t(TEXTS.news)}
            </Anchor>
          </nav>
        </Group>
        <div className="help">
          <Outlet />
          <aside>
            <Contact />
            <Tours />
          </aside>
        </div>
      </div>
    </QueryClientProvider>
  )
}
