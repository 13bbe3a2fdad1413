import { Button, Group, SegmentedControl, Select, Text, TextInput, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '../app/icons.tsx'
import { useDeferredValue, useMemo, useRef, type ReactNode } from 'react'
import { useText } from '../app/language.tsx'
import { FindingList } from './finding-list.tsx'
import { byImportance, groupFindings, GROUPINGS, matcher, SEVERITIES, type Grouping } from './findings.ts'
import { GroupList } from './group-list.tsx'
import { useShown } from './shown.tsx'
import { TEXTS } from './texts.ts'

const GROUPING_TEXTS = {
  rule: TEXTS.byRule,
  table: TEXTS.byTable,
  dossier: TEXTS.byDossier,
  file: TEXTS.byFile,
} as const

/** Groups on the left, the findings of the open one on the right; what is shown is in the address. */
export function Panes() {
  const { view, findings: all } = useShown()
  const by: Grouping = view.by ?? 'rule'
  const findings = useDeferredValue(all)
  const { severity, table, q } = view
  const found = useMemo(
    () => findings.filter(matcher({ severity, table, q })).sort(byImportance),
    [findings, severity, table, q],
  )
  const groups = useMemo(() => groupFindings(found, by), [found, by])
  const open = groups.find(({ key }) => key === view.group) ?? groups[0]
  return (
    <>
      <Toolbar by={by} />
      {open ? (
        <div className="panes">
          <GroupList groups={groups} open={open.key} by={by} />
          <FindingList group={open} by={by} />
        </div>
      ) : (
        <NoMatch />
      )}
    </>
  )
}

function Toolbar({ by }: { by: Grouping }) {
  const t = useText()
  const { findings, files, change, view } = useShown()
  const { severity, table, q } = view
  const input = useRef<HTMLInputElement>(null)
  useHotkeys([['mod+F', () => input.current?.select()]], [])
  const tables = useMemo(
    () =>
      [...new Set(findings.flatMap((finding) => finding.table ?? []))].sort((a, b) =>
        a.localeCompare(b, 'vi', { numeric: true }),
      ),
    [findings],
  )
  // Of one file alone there is nothing to group by.
  const groupings = GROUPINGS.filter((value) => value !== 'file' || files.length > 1)
  return (
    <Group gap="sm" align="end">
      <Labelled label={t(TEXTS.by)}>
        <SegmentedControl
          size="xs"
          aria-label={t(TEXTS.by)}
          value={by}
          data={groupings.map((value) => ({ value, label: t(GROUPING_TEXTS[value]) }))}
          onChange={(value) => change({ by: value, group: undefined })}
        />
      </Labelled>
      <Labelled label={t(TEXTS.severity)}>
        <SegmentedControl
          size="xs"
          aria-label={t(TEXTS.severity)}
          value={severity ?? 'all'}
          data={[
            { value: 'all', label: t(TEXTS.all) },
            ...SEVERITIES.map((value) => ({ value, label: t(TEXTS[value]) })),
          ]}
          onChange={(value) => change({ severity: value === 'all' ? undefined : value, group: undefined })}
        />
      </Labelled>
      <Select
        size="xs"
        w={120}
        label={t(TEXTS.table)}
        placeholder={t(TEXTS.all)}
        clearable
        data={tables}
        value={table ?? null}
        onChange={(value) => change({ table: value ?? undefined, group: undefined })}
      />
      <TextInput
        ref={input}
        size="xs"
        type="search"
        flex={1}
        miw={200}
        label={t(TEXTS.searchLabel)}
        placeholder={t(TEXTS.search)}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={q ?? ''}
        onChange={({ currentTarget }) => change({ q: currentTarget.value || undefined, group: undefined })}
      />
    </Group>
  )
}

/** A control that has no label of its own, under the same words as its neighbours. */
function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" fw={500} aria-hidden mb={2}>
        {label}
      </Text>
      {children}
    </div>
  )
}

function NoMatch() {
  const t = useText()
  const { change } = useShown()
  return (
    <Empty title={t(TEXTS.noMatchTitle)}>
      {t(TEXTS.noMatch)}{' '}
      <Button
        variant="light"
        size="xs"
        onClick={() => change({ severity: undefined, table: undefined, q: undefined, group: undefined })}
      >
        {t(TEXTS.clearFilters)}
      </Button>
    </Empty>
  )
}

export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="message" role="status">
      <Title order={2} size="h4">
        {title}
      </Title>
      <div>{children}</div>
    </div>
  )
}
