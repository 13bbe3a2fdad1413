/** Page "import": a list of the Ministry is read; its difference and problems by cell; then it goes into a draft. */
import { Alert, Button, FileInput, Group, NativeSelect, Table, Text, TextInput, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { Heads } from '../app/heads.tsx'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { textOf, whenSent } from '../signed-in/fields.ts'
import { FIRST_CATALOGUE, Frame, useCatalogueNames } from './frame.tsx'
import { KEY } from './key.ts'
import { KINDS, TEXTS } from './texts.ts'

type Imported = components['schemas']['Import']
type Stated = {
  readonly catalogue: string
  readonly decision: string
  readonly annex: string
  readonly validFrom: string
  readonly mode: 'replace' | 'amend'
}

function importFile({ catalogue, annex, ...stated }: Stated, file: File, isTried: boolean): Promise<Imported> {
  const query = {
    ...stated,
    ...(annex === '' ? {} : { annex }),
    dryRun: isTried ? ('true' as const) : ('false' as const),
  }
  return answered(
    api.POST('/v1/dmdc/{catalogue}/imports', {
      params: { path: { catalogue }, query },
      headers: { 'content-type': 'application/octet-stream' },
      body: '',
      bodySerializer: () => file,
    }),
  )
}

export function ImportsPage() {
  const t = useText()
  const doing = useDoing(KEY)
  const [file, setFile] = useState<File | null>(null)
  const [tried, setTried] = useState<{ stated: Stated; file: File; report: Imported } | null>(null)
  const compare = (form: FormData): void => {
    if (file === null) return
    const stated: Stated = {
      catalogue: textOf(form, 'catalogue'),
      decision: textOf(form, 'decision'),
      annex: textOf(form, 'annex'),
      validFrom: textOf(form, 'validFrom'),
      mode: textOf(form, 'mode') === 'amend' ? 'amend' : 'replace',
    }
    setTried(null)
    void doing.run(async () => setTried({ stated, file, report: await importFile(stated, file, true) }))
  }
  const keep = (): void => {
    if (tried === null) return
    void doing.run(async () => setTried({ ...tried, report: await importFile(tried.stated, tried.file, false) }))
  }
  return (
    <Frame title={TEXTS.importTitle} text={t(TEXTS.importText)}>
      <form onSubmit={whenSent(compare)}>
        <Fields file={file} onFile={setFile} isBusy={doing.isBusy} />
      </form>
      <Refusal doing={doing} />
      {tried && <Report report={tried.report} isBusy={doing.isBusy} onKeep={keep} />}
    </Frame>
  )
}

type FieldsProps = { readonly file: File | null; onFile: (file: File | null) => void; readonly isBusy: boolean }

function Fields({ file, onFile, isBusy }: FieldsProps) {
  const t = useText()
  const names = useCatalogueNames(FIRST_CATALOGUE)
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect size="xs" name="catalogue" label={t(TEXTS.catalogue)} data={names} />
      <FileInput
        size="xs"
        w={220}
        label={t(TEXTS.file)}
        placeholder={t(TEXTS.choose)}
        accept=".xlsx,.csv"
        value={file}
        onChange={onFile}
        required
      />
      <TextInput size="xs" name="decision" label={t(TEXTS.decision)} maxLength={200} required />
      <TextInput size="xs" w={90} name="annex" label={t(TEXTS.annex)} maxLength={200} />
      <TextInput
        size="xs"
        type="date"
        name="validFrom"
        label={t(TEXTS.validFrom)}
        defaultValue={vietnamIsoDay(Date.now())}
        required
      />
      <NativeSelect
        size="xs"
        name="mode"
        label={t(TEXTS.mode)}
        data={(['replace', 'amend'] as const).map((value) => ({ value, label: t(TEXTS[value]) }))}
      />
      <Button size="xs" type="submit" loading={isBusy} disabled={file === null}>
        {t(TEXTS.dryRun)}
      </Button>
    </Group>
  )
}

const COUNTED = ['added', 'closed', 'renamed', 'changed', 'unchanged'] as const

function Report({ report, isBusy, onKeep }: { report: Imported; isBusy: boolean; onKeep: () => void }) {
  const t = useText()
  const { number } = useFormats()
  const { difference, rows, codes, errors, warnings, examples, draft } = report
  const isSame = COUNTED.every((kind) => kind === 'unchanged' || difference[kind] === 0)
  return (
    <>
      <Group gap="md">
        <Text>
          <b>{t(TEXTS.difference)}:</b>{' '}
          {COUNTED.map((kind) => `${t(TEXTS[kind])} ${number(difference[kind])}`).join(' · ')}
        </Text>
        <Text className="quiet">{t(TEXTS.read, { rows: number(rows), codes: number(codes) })}</Text>
        {draft === null ? (
          <Button size="xs" disabled={errors > 0 || isSame} loading={isBusy} onClick={onKeep}>
            {t(TEXTS.keep)}
          </Button>
        ) : (
          <Alert role="status" color="green" variant="outline" p="xs">
            {t(TEXTS.kept)}
            <Link className="link" to="/dmdc/drafts/$id" params={{ id: draft }}>
              {t(TEXTS.openDraft)}
            </Link>
          </Alert>
        )}
      </Group>
      <div className="import-panes">
        <section>
          <Title order={2} size="h5" mb="xs">
            {t(TEXTS.difference)}
          </Title>
          <ScrollRegion label={t(TEXTS.difference)}>
            <Table stickyHeader verticalSpacing={3}>
              <Heads of={[TEXTS.kind, TEXTS.code, TEXTS.before, TEXTS.after]} />
              <Table.Tbody>
                {examples.map(({ kind, code, before, after }) => (
                  <Table.Tr key={`${kind} ${code}`}>
                    <Table.Td>{t(KINDS[kind])}</Table.Td>
                    <Table.Td className="code">{code}</Table.Td>
                    <Table.Td>{before ?? '–'}</Table.Td>
                    <Table.Td>{after ?? '–'}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollRegion>
        </section>
        <section>
          <Title order={2} size="h5" mb="xs">
            {t(TEXTS.problems, { errors: number(errors), warnings: number(warnings) })}
          </Title>
          <FileProblems of={report.problems} />
        </section>
      </div>
    </>
  )
}

/** What is to be looked at in a file, cell by cell. */
export function FileProblems({ of }: { of: Imported['problems'] }) {
  const t = useText()
  const language = useLanguage()
  return (
    <ScrollRegion label={t(TEXTS.problem)}>
      <Table stickyHeader verticalSpacing={3}>
        <Heads of={[TEXTS.cell, TEXTS.value, TEXTS.problem, TEXTS.mend]} />
        <Table.Tbody>
          {of.map(({ sheet, row, cell, code, severity, value, message, remedy }) => (
            <Table.Tr key={`${sheet} ${row} ${cell} ${code}`}>
              <Table.Td className="code one-line">
                {cell ?? (row === 0 ? sheet || '–' : row)}{' '}
                <span className={`severity ${severity}`}>{t(TEXTS[severity])}</span>
              </Table.Td>
              <Table.Td className="code">{value}</Table.Td>
              <Table.Td>{message[language]}</Table.Td>
              <Table.Td>{remedy[language]}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  )
}
