import {
  ACKNOWLEDGED_FINDINGS,
  COMPRESSION_RATIO_FROM_BYTES,
  MAX_ATTRIBUTES,
  MAX_COMPRESSION_RATIO,
  MAX_DEPTH,
  MAX_DOSSIERS,
  MAX_DRY_RUN_BYTES,
  MAX_FILE_BYTES,
  MAX_ROW_CHARACTERS,
  MAX_ROW_ELEMENTS,
  MAX_TEXT_CHARACTERS,
} from '../../src/engine/index.ts'
import { TOKEN_LIFETIME_SECONDS } from '../../src/edge/identity/token.ts'
import { MAX_MANIFEST_BYTES } from '../../src/http/routes/results/manifests.ts'
import { MOST_ENTRIES } from '../../src/centre/results/manifests/manifest.ts'
import { MOST_WEBHOOKS } from '../../src/centre/results/webhooks/register.ts'
import { KEPT_FINDINGS } from '../../src/centre/verification/dossier-writer.ts'
import { table } from './markdown.ts'

const MEBI = 1024 * 1024
const mebibytes = (bytes: number): string => `${bytes / MEBI} MiB`
const number = (value: number): string => value.toLocaleString('en-GB')

/** The numbers that a sender may meet, with what happens beyond them. */
export const limitsTable = (): string =>
  table(
    ['What', 'Limit', 'Beyond it'],
    [
      ['Size of a file, any gzip undone', mebibytes(MAX_FILE_BYTES), '`file-too-large`'],
      ['Size of a file in a dry run, any gzip undone', mebibytes(MAX_DRY_RUN_BYTES), '`file-too-large`'],
      ['Dossiers in a file', number(MAX_DOSSIERS), '`dossiers-too-many`'],
      [
        'Compression of a gzip body',
        `${MAX_COMPRESSION_RATIO} times, looked at from ${mebibytes(COMPRESSION_RATIO_FROM_BYTES)} on`,
        '`compression-ratio`',
      ],
      ['Nesting of elements', number(MAX_DEPTH), '`nesting-too-deep`'],
      ['Attributes of an element', number(MAX_ATTRIBUTES), '`attributes-too-many`'],
      ['Characters of one text or tag', number(MAX_TEXT_CHARACTERS), '`text-too-long`'],
      ['Elements of a row', number(MAX_ROW_ELEMENTS), '`row-too-large`'],
      ['Characters of a row', number(MAX_ROW_CHARACTERS), '`text-too-long`'],
      [
        'Findings in an acknowledgement',
        number(ACKNOWLEDGED_FINDINGS),
        'the number is told, the rest is at `/findings`',
      ],
      ['Findings kept of a submission', number(KEPT_FINDINGS), 'the number is told'],
      ['Entries of a manifest', number(MOST_ENTRIES), '`parameter-invalid`'],
      ['Size of a manifest', mebibytes(MAX_MANIFEST_BYTES), '`file-too-large`'],
      ['Webhooks of a facility', number(MOST_WEBHOOKS), '`webhook-limit`'],
      ['Life of a token', `${TOKEN_LIFETIME_SECONDS} s`, '`token-expired`'],
    ],
  )
