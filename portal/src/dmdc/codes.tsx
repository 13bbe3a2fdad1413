/** Page "codes": search a list as of a day; a code with all its periods. */
import { Checkbox, Group, NativeSelect, Table, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { components } from '../../../.build/portal-api.d.ts'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { Dialog } from '../signed-in/dialog.tsx'
import { FIRST_CATALOGUE, Frame, useCatalogueNames } from './frame.tsx'
import { KEY } from './key.ts'
import type { CodeSearch } from './search.ts'
import { TEXTS } from './texts.ts'

type Row = components['schemas']['CodeRow']

const PAGE = 100
const TYPING_MS = 300

export function CodesPage() {
  const t = useText()
  const { number } = useFormats()
  const navigate = useNavigate({ from: '/dmdc/' })
  const { catalogue = FIRST_CATALOGUE, q = '', date, after, code } = useSearch({ from: '/dmdc/' })
  const day = date ?? vietnamIsoDay(Date.now())
  const names = useCatalogueNames(catalogue)
  const query = { q, date: day, limit: PAGE, ...(after ? { after } : {}) }
  const found = useQuery({
    queryKey: [KEY, 'codes', catalogue, query],
    queryFn: () => answered(api.GET('/v1/dmdc/{catalogue}', { params: { path: { catalogue }, query } })),
    placeholderData: keepPreviousData,
  })
  const change = (part: CodeSearch): void =>
    void navigate({ search: (before) => ({ ...before, after: undefined, ...part }), replace: true })
  const type = useDebouncedCallback((text: string) => change({ q: text || undefined }), TYPING_MS)
  const text = found.data && t(TEXTS.total, { total: number(found.data.total), release: found.data.release })
  return (
    <Frame title={TEXTS.codesTitle} {...(text === undefined ? {} : { text })}>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          size="xs"
          label={t(TEXTS.catalogue)}
          value={catalogue}
          data={names}
          onChange={({ currentTarget: { value } }) => change({ catalogue: value })}
        />
        <TextInput
          size="xs"
          type="search"
          w={280}
          label={t(TEXTS.search)}
          defaultValue={q}
          maxLength={200}
          onChange={({ currentTarget: { value } }) => type(value)}
        />
        <TextInput
          size="xs"
          type="date"
          label={t(TEXTS.asOf)}
          value={day === 'all' ? '' : day}
          disabled={day === 'all'}
          onChange={({ currentTarget: { value } }) => change({ date: value || undefined })}
        />
        <Checkbox
          size="xs"
          pb={6}
          label={t(TEXTS.everyPeriod)}
          checked={day === 'all'}
          onChange={({ currentTarget: { checked } }) => change({ date: checked ? 'all' : undefined })}
        />
      </Group>
      <Asked asked={found}>
        {({ codes, next }) =>
          codes.length === 0 ? (
            <Empty title={t(TEXTS.nothing)}>{t(TEXTS.nothingText)}</Empty>
          ) : (
            <ScrollRegion label={t(TEXTS.codesTitle)}>
              <Codes rows={codes} onOpen={(opened) => change({ code: opened, after })} />
              <Pages next={next} />
            </ScrollRegion>
          )
        }
      </Asked>
      {code !== undefined && (
        <OneCode
          catalogue={catalogue}
          code={code}
          day={day === 'all' ? undefined : day}
          onClose={() => change({ code: undefined, after })}
        />
      )}
    </Frame>
  )
}

/** `onOpen` left out: the code opens nothing. */
function Codes({ rows, onOpen }: { rows: readonly Row[]; onOpen?: (code: string) => void }) {
  const { day } = useFormats()
  return (
    <Table stickyHeader highlightOnHover verticalSpacing={3}>
      <Heads of={[TEXTS.code, TEXTS.name, TEXTS.from, TEXTS.to, TEXTS.source, TEXTS.replacedBy]} />
      <Table.Tbody>
        {rows.map(({ code, name, validFrom, validTo, sourceDocument, replacedBy }) => (
          <Table.Tr key={`${code} ${validFrom}`}>
            <Table.Td className="code">
              {onOpen ? (
                <UnstyledButton className="link" onClick={() => onOpen(code)}>
                  {code}
                </UnstyledButton>
              ) : (
                code
              )}
            </Table.Td>
            <Table.Td>{name}</Table.Td>
            <Table.Td className="one-line">{day(validFrom)}</Table.Td>
            <Table.Td className="one-line">{day(validTo)}</Table.Td>
            <Table.Td>{sourceDocument}</Table.Td>
            <Table.Td className="code">{replacedBy ?? '–'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

type OneProps = {
  readonly catalogue: string
  readonly code: string
  readonly day: string | undefined
  readonly onClose: () => void
}

function OneCode({ catalogue, code, day, onClose }: OneProps) {
  const t = useText()
  const query = day === undefined ? {} : { date: day }
  const found = useQuery({
    queryKey: [KEY, 'code', catalogue, code, query],
    queryFn: () => answered(api.GET('/v1/dmdc/{catalogue}/{code}', { params: { path: { catalogue, code }, query } })),
  })
  return (
    <Dialog isOpen isWide onClose={onClose} title={t(TEXTS.history, { code })}>
      <Asked asked={found}>
        {({ inForce, history, row, replacements }) => (
          <>
            <Text mb="xs">
              <span className={`severity ${inForce ? 'info' : 'warning'}`}>
                {t(inForce ? TEXTS.inForce : TEXTS.notInForce)}
              </span>{' '}
              {replacements.length > 0 &&
                `${t(TEXTS.replacedBy)}: ${replacements.map((each) => `${each.code} ${each.name ?? ''}`.trim()).join('; ')}`}
            </Text>
            <Codes rows={history} />
            {row !== null && Object.keys(row.attributes).length > 0 && (
              <Table mt="sm" verticalSpacing={2}>
                <Table.Tbody>
                  {Object.entries(row.attributes).map(([name, value]) => (
                    <Table.Tr key={name}>
                      <Table.Th scope="row" className="code">
                        {name}
                      </Table.Th>
                      <Table.Td>{value}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            )}
          </>
        )}
      </Asked>
    </Dialog>
  )
}
