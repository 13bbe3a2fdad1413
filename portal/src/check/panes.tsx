import { Button, Group, SegmentedControl, Select, Text, TextInput, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '../app/icons.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useMemo, useRef, type ReactNode } from 'react'
import { useFormats, useText } from '../app/language.tsx'
import type { CheckSearch } from '../app/router.tsx'
import { FindingList } from './finding-list.tsx'
import { byImportance, groupFindings, GROUPINGS, matcher, SEVERITIES, type Grouping } from './findings.ts'
import { GroupList } from './group-list.tsx'
import type { Checked } from './session.ts'
import { TEXTS } from './texts.ts'
import { KEPT_FINDINGS } from '../engine/kept.ts'

const GROUPING_TEXTS = {
  rule: TEXTS.byRule,
  table: TEXTS.byTable,
  dossier: TEXTS.byDossier,
  file: TEXTS.byFile,
} as const

/** Groups on the left, the findings of the open one on the right; what is shown is in the address. */
export function Panes({ checked }: { checked: Checked }) {
  const t = useText()
  const { number } = useFormats()
  const search = useSearch({ from: '/check' })
  const by: Grouping = search.by ?? 'rule'
  const findings = useDeferredValue(checked.findings)
  const { severity, table, q } = search
  const found = useMemo(
    () => findings.filter(matcher({ severity, table, q })).sort(byImportance),
    [findings, severity, table, q],
  )
  const groups = useMemo(() => groupFindings(found, by), [found, by])
  const open = groups.find(({ key }) => key === search.group) ?? groups[0]
  const total = checked.files.reduce((all, file) => all + file.findingsTotal, 0)
  if (checked.findings.length === 0) {
    if (checked.isRunning || checked.files.some(({ state }) => state !== 'checked')) return null
    return <Empty title={t(TEXTS.noneTitle)}>{t(TEXTS.none)}</Empty>
  }
  return (
    <>
      <Toolbar checked={checked} by={by} />
      {total > checked.findings.length && (
        <Text className="quiet" role="status">
          {t(TEXTS.cut, { shown: number(checked.findings.length), total: number(total), kept: number(KEPT_FINDINGS) })}
        </Text>
      )}
      {open ? (
        <div className="panes">
          <GroupList groups={groups} open={open.key} by={by} files={checked.files} />
          <FindingList group={open} by={by} files={checked.files} />
        </div>
      ) : (
        <NoMatch />
      )}
    </>
  )
}

function Toolbar({ checked, by }: { checked: Checked; by: Grouping }) {
  const t = useText()
  const navigate = useNavigate({ from: '/check' })
  const { severity, table, q } = useSearch({ from: '/check' })
  const input = useRef<HTMLInputElement>(null)
  useHotkeys([['mod+F', () => input.current?.select()]], [])
  const tables = useMemo(
    () =>
      [...new Set(checked.findings.flatMap((finding) => finding.table ?? []))].sort((a, b) =>
        a.localeCompare(b, 'vi', { numeric: true }),
      ),
    [checked.findings],
  )
  const change = (part: CheckSearch): void => {
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  }
  return (
    <Group gap="sm" align="end">
      <Labelled label={t(TEXTS.by)}>
        <SegmentedControl
          size="xs"
          aria-label={t(TEXTS.by)}
          value={by}
          data={GROUPINGS.map((value) => ({ value, label: t(GROUPING_TEXTS[value]) }))}
          onChange={(value) => change({ by: GROUPINGS.find((each) => each === value), group: undefined })}
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
          onChange={(value) => change({ severity: SEVERITIES.find((each) => each === value), group: undefined })}
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
  const navigate = useNavigate({ from: '/check' })
  return (
    <Empty title={t(TEXTS.noMatchTitle)}>
      {t(TEXTS.noMatch)}{' '}
      <Button
        variant="light"
        size="xs"
        onClick={() => {
          void navigate({ search: ({ by, lang }) => ({ by, lang }), replace: true })
        }}
      >
        {t(TEXTS.clearFilters)}
      </Button>
    </Empty>
  )
}

function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="message" role="status">
      <Title order={2} size="h4">
        {title}
      </Title>
      <div>{children}</div>
    </div>
  )
}
