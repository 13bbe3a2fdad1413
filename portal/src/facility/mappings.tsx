/** Page "own codes": the codes of the facility's software, the national ones they stand for, and the choice of one. */
import { Alert, Button, FileButton, Group, NativeSelect, SegmentedControl, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { figures, Heads, unseen } from '../app/heads.tsx'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { Dialog } from '../signed-in/dialog.tsx'
import { Frame } from './frame.tsx'
import { MAPPING_STATES, TEXTS } from './texts.ts'

type Mapping = components['schemas']['Mapping']
const KEY = 'mappings'
const STATES = ['unmapped', 'proposed', 'approved', 'rejected'] as const
const FIRST_CATALOGUE = 'drugs'

export function MappingsPage() {
  const t = useText()
  const language = useLanguage()
  const navigate = useNavigate({ from: '/facility/mappings' })
  const { catalogue = FIRST_CATALOGUE, state, after } = useSearch({ from: '/facility/mappings' })
  const [choosing, setChoosing] = useState<Mapping | null>(null)
  const catalogues = useQuery({ queryKey: ['catalogues'], queryFn: () => answered(api.GET('/v1/dmdc')) })
  const query = { ...(state ? { state } : {}), ...(after ? { after } : {}), limit: 100 }
  const asked = useQuery({
    queryKey: [KEY, catalogue, query],
    queryFn: () => answered(api.GET('/v1/dmdc/mappings/{catalogue}', { params: { path: { catalogue }, query } })),
  })
  const change = (part: { catalogue?: string | undefined; state?: Mapping['state'] | undefined }): void =>
    void navigate({ search: (before) => ({ ...before, ...part, after: undefined }), replace: true })
  const names = (catalogues.data?.catalogues ?? []).map(({ id, title }) => ({ value: id, label: title[language] }))
  return (
    <Frame title={TEXTS.mappingsTitle} text={TEXTS.mappingsText} action={<Upload catalogue={catalogue} />}>
      <Group align="end">
        <NativeSelect
          label={t(TEXTS.catalogue)}
          value={catalogue}
          data={names.length === 0 ? [{ value: catalogue, label: catalogue }] : names}
          onChange={({ currentTarget: { value } }) => change({ catalogue: value })}
        />
        <SegmentedControl
          size="sm"
          aria-label={t(TEXTS.state)}
          value={state ?? 'all'}
          data={[
            { value: 'all', label: t(TEXTS.all) },
            ...STATES.map((value) => ({ value, label: t(MAPPING_STATES[value]) })),
          ]}
          onChange={(value) => change({ state: STATES.find((each) => each === value) })}
        />
      </Group>
      <Asked asked={asked}>
        {({ mappings, next }) =>
          mappings.length === 0 ? (
            <Empty title={t(TEXTS.noMappings)}>{t(TEXTS.noMappingsText)}</Empty>
          ) : (
            <>
              <Mappings mappings={mappings} onChoose={setChoosing} />
              <Pages next={next} />
            </>
          )
        }
      </Asked>
      <Dialog
        isOpen={choosing !== null}
        onClose={() => setChoosing(null)}
        isWide
        title={t(TEXTS.chooseTitle, { code: choosing?.localCode ?? '' })}
      >
        {choosing && <Candidates mapping={choosing} onDone={() => setChoosing(null)} />}
      </Dialog>
    </Frame>
  )
}

function Mappings({ mappings, onChoose }: { mappings: readonly Mapping[]; onChoose: (mapping: Mapping) => void }) {
  const t = useText()
  const { number } = useFormats()
  return (
    <div className="box">
      <Table verticalSpacing={6}>
        <Heads
          of={[
            TEXTS.localCode,
            TEXTS.localName,
            TEXTS.nationalCode,
            TEXTS.state,
            figures(TEXTS.used),
            unseen(TEXTS.choose),
          ]}
        />
        <Table.Tbody>
          {mappings.map((mapping) => (
            <Table.Tr key={`${mapping.localCode} ${mapping.validFrom}`}>
              <Table.Td className="code">{mapping.localCode}</Table.Td>
              <Table.Td>{mapping.localName}</Table.Td>
              <Table.Td className="code">{mapping.code ?? '–'}</Table.Td>
              <Table.Td>
                {t(MAPPING_STATES[mapping.state])}
                {mapping.comment !== '' && `: ${mapping.comment}`}
              </Table.Td>
              <Table.Td ta="end">{number(mapping.used)}</Table.Td>
              <Table.Td ta="end">
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${t(TEXTS.choose)}: ${mapping.localCode}`}
                  onClick={() => onChoose(mapping)}
                >
                  {t(TEXTS.choose)}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** National codes that are alike, with the reasons. */
function Candidates({ mapping, onDone }: { mapping: Mapping; onDone: () => void }) {
  const t = useText()
  const doing = useDoing(KEY)
  const { catalogue, localCode, validFrom } = mapping
  const path = { catalogue, localCode }
  const since = validFrom === null ? {} : { validFrom }
  const asked = useQuery({
    queryKey: ['candidates', path, since],
    queryFn: () =>
      answered(api.GET('/v1/dmdc/mappings/{catalogue}/{localCode}/candidates', { params: { path, query: since } })),
  })
  const choose = async (code: string): Promise<void> => {
    const body = { code, comment: '', ...since }
    const asked = () =>
      answered(api.POST('/v1/dmdc/mappings/{catalogue}/{localCode}/propose', { params: { path }, body }))
    if (await doing.run(asked)) onDone()
  }
  return (
    <>
      <Text mb="xs">{mapping.localName}</Text>
      <Refusal doing={doing} />
      <Asked asked={asked}>
        {({ candidates }) =>
          candidates.length === 0 ? (
            <Text role="status">{t(TEXTS.noCandidates)}</Text>
          ) : (
            <Table verticalSpacing={6}>
              <Table.Tbody>
                {candidates.map(({ code, name, reasons }) => (
                  <Table.Tr key={code}>
                    <Table.Td className="code">{code}</Table.Td>
                    <Table.Td>
                      {name}
                      <Text className="quiet">{reasons.map(({ text }) => t(text)).join(' · ')}</Text>
                    </Table.Td>
                    <Table.Td ta="end">
                      <Button
                        size="xs"
                        loading={doing.isBusy}
                        aria-label={`${t(TEXTS.choose)}: ${code}`}
                        onClick={() => void choose(code)}
                      >
                        {t(TEXTS.choose)}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Asked>
    </>
  )
}

/** The own codes as a CSV file, whose headings are the names of the members. */
function Upload({ catalogue }: { catalogue: string }) {
  const t = useText()
  const { number } = useFormats()
  const doing = useDoing(KEY)
  const [uploaded, setUploaded] = useState<components['schemas']['UploadedLocalCodes'] | null>(null)
  const send = (file: File | null): void => {
    if (file === null) return
    setUploaded(null)
    void doing.run(async () => {
      const text = await file.text()
      const answer = api.PUT('/v1/dmdc/mappings/{catalogue}', {
        params: { path: { catalogue } },
        headers: { 'content-type': 'text/csv' },
        body: text,
        bodySerializer: () => text,
      })
      setUploaded(await answered(answer))
    })
  }
  return (
    <div>
      <FileButton accept=".csv,text/csv" inputProps={{ 'aria-label': t(TEXTS.upload) }} onChange={send}>
        {(props) => (
          <Button {...props} variant="default" loading={doing.isBusy}>
            {t(TEXTS.upload)}
          </Button>
        )}
      </FileButton>
      {uploaded && (
        <Alert role="status" variant="outline" p="xs">
          {t(TEXTS.uploaded, {
            added: number(uploaded.added),
            changed: number(uploaded.changed),
            unchanged: number(uploaded.unchanged),
          })}
        </Alert>
      )}
      <Refusal doing={doing} />
    </div>
  )
}
