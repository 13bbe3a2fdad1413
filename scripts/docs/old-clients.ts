import { table } from './markdown.ts'

/** What a client of the old gateway does, and how it is answered. `test/flow/old-clients.test.ts` does each of them and compares. */
export type ClientBehaviour = {
  readonly does: string
  /** Which clients do it; numbers of the list below. */
  readonly clients: readonly number[]
  readonly status: 200 | 401
  readonly code: string
  readonly answer: string
}

export const CLIENT_BEHAVIOURS = {
  'token-json': {
    does: 'takes a token in JSON, MD5 in small letters',
    clients: [2, 4, 5, 6],
    status: 200,
    code: '200',
    answer: '`APIKey` with `access_token`, `id_token`, `token_type`, `username`, `expires_in`',
  },
  'token-form': {
    does: 'takes a token in a form, MD5 in small letters or in capitals',
    clients: [1, 3, 8],
    status: 200,
    code: '200',
    answer: 'the same',
  },
  'token-refused': {
    does: 'signs in with a wrong password, and looks for `APIKey`',
    clients: [1, 2, 3, 4, 8],
    status: 200,
    code: '401',
    answer: '`APIKey` is null, `thongDiep` says why',
  },
  'expiry-as-date': {
    does: 'reads `expires_in` as a date, and takes a new token when it is past',
    clients: [1, 2, 3],
    status: 200,
    code: '200',
    answer: 'a moment in UTC with `Z`, ten minutes ahead',
  },
  'dossier-form': {
    does: 'sends a dossier as base64 in a form, token in headers',
    clients: [1, 8],
    status: 200,
    code: '200',
    answer: '`thongDiep` exactly `Tiếp nhận thành công`',
  },
  'dossier-json': {
    does: 'sends it in JSON, token in headers',
    clients: [3],
    status: 200,
    code: '200',
    answer: 'the same',
  },
  'dossier-again': {
    does: 'sends the same file again (a job with three tries)',
    clients: [1],
    status: 200,
    code: '200',
    answer: 'the first answer, with the first `maGiaoDich`',
  },
  'dossier-without-token': {
    does: 'sends with empty token headers, as its sign-in had failed',
    clients: [8],
    status: 200,
    code: '401',
    answer: 'words that say to take a token',
  },
  'dossier-two-tokens': {
    does: 'signs in again and adds the new token to the headers, beside the old one',
    clients: [3],
    status: 200,
    code: '200',
    answer: 'the last token counts',
  },
  'dossier-other-facility': {
    does: "names another facility than that of the token (the old gateway files it under the token's)",
    clients: [1, 3],
    status: 200,
    code: '403',
    answer: 'refused, nothing is kept',
  },
  'dossier-rejected': {
    does: 'sends a dossier with errors, and shows `thongDiep`',
    clients: [1, 3, 5, 8],
    status: 200,
    code: '123',
    answer: '`maGiaoDich`, and the first errors with table, row, field and remedy',
  },
  'bytes-in-list': {
    does: 'sends a 4210 file as a JSON list of bytes, token in the query',
    clients: [5],
    status: 200,
    code: '200',
    answer: '`Tiếp nhận thành công`',
  },
  'quoted-base64': {
    does: 'sends a 4210 file as base64 within quotes in the form field `FileHoSoJson`, token in the query',
    clients: [6],
    status: 200,
    code: '200',
    answer: '`Tiếp nhận thành công`',
  },
  'errors-at-once': {
    does: 'asks for the errors of the file three seconds later, and reads the length of the list',
    clients: [5],
    status: 200,
    code: '200',
    answer: '`dsLoi`, empty where there are none, never null',
  },
  'card-by-card': {
    does: 'looks a card up by its number: JSON body, token in the query',
    clients: [4],
    status: 200,
    code: '000',
    answer: 'period, facility of first registration, visits; texts are never null',
  },
  'card-by-citizen': {
    does: 'looks a card up by the citizen number, 12 digits',
    clients: [2, 4],
    status: 200,
    code: '000',
    answer: 'the same; `maSoBHXH` is empty, as the register knows numbers as hashes alone',
  },
  'card-other-name': {
    does: 'looks up under a name that is another one',
    clients: [2, 4],
    status: 200,
    code: '050',
    answer: 'as a card that is not there',
  },
  'card-old-token': {
    does: 'looks a card up with a token that has ended, and signs in again where `ghiChu` says `Token không đúng`',
    clients: [4],
    status: 200,
    code: '401',
    answer: '`ghiChu` begins with `Token không đúng`',
  },
} as const satisfies Readonly<Record<string, ClientBehaviour>>

export type ClientBehaviourId = keyof typeof CLIENT_BEHAVIOURS

/** Public clients, what of them was tried on 30/11/2026 against a local service, and what happened. */
const CLIENTS: readonly (readonly [name: string, how: string, happened: string])[] = [
  [
    'tracnn/qlbv_public (PHP, Laravel, Guzzle)',
    'run: its two classes for signing in and sending, unmodified; the framework around them replaced',
    'token kept until `expires_in`; a good file accepted, the same again answered the same; a wrong one answered 123 with its errors; a wrong password and another facility refused',
  ],
  [
    'tracnn/qhis-plus (TypeScript, NestJS, axios)',
    'run: its class for cards, unmodified; addresses and account set at the start',
    'it asks by citizen number alone: found; another name 050; a wrong password makes it throw at once, as `APIKey` is null',
  ],
  [
    'XML130, a C# helper of the HisPro family (.NET HttpClient, Newtonsoft)',
    'run on Mono, retyped from its published text without comments, host name in the hosts file',
    'signed in by JSON with MD5 in capitals; sent files of one and of several dossiers in JSON; shown the errors of a wrong one; a second sign-in adds a second token to its headers: the last one is taken',
  ],
  [
    'Shinbad10/csr (TypeScript, Next.js, node:https)',
    'run: its gateway layer, unmodified, host name in the hosts file; the row of its database replaced',
    'found the card by card and by citizen number with visits and look-ups; another name and an unknown card shown in the words of `ghiChu`',
  ],
  [
    'phannamqt/codeYD (Node, axios, request; PHP)',
    'read: it needs an SQL Server with its own procedures; its requests rebuilt',
    'a 4210 file as a list of bytes accepted; the errors of a wrong one listed three seconds later. Its PHP part asks the portal page of cards, which is no web service',
  ],
  [
    'ledangtuanbk/testjava (Java 17, okhttp 3.13)',
    'run, unmodified, host name in the hosts file; account and file set at the start',
    'token by JSON; a 4210 file as quoted base64 in a form accepted',
  ],
  [
    'eHCMS (C#, WPF)',
    'read in part: a desktop program with a server of its own; what it expects is taken from the reference, and nothing of it was run',
    'reads `maKetQua` as a number and shows `maGiaoDich` of a failure as the error: it shows the id of the submission, under which the errors are',
  ],
  [
    'xml3176_toolkit (Python, requests)',
    'run, retyped from its published text, host name in the hosts file',
    'check-in and dossier accepted; a wrong dossier answered 123 with its errors; after a failed sign-in it sends empty headers, answered 401',
  ],
]

/** `docs/his/old-clients.md`: what clients of the old gateway do and how they are answered, and what happened with each. */
export function oldClientsDocument(): string {
  const behaviours = Object.values(CLIENT_BEHAVIOURS).map(({ does, clients, status, code, answer }) => [
    does,
    clients.join(', '),
    `HTTP ${status}, \`${code}\``,
    answer,
  ])
  const clients = CLIENTS.map((client, at) => [String(at + 1), ...client])
  return `# What clients of the old gateway do, and how they are answered

Generated by \`npm run fix\`. \`test/flow/old-clients.test.ts\` does everything in the first table on the real service and compares. How to move:
[from the old gateway](from-the-old-gateway.md).

${table(['A client', 'Clients', 'Answer', 'What it holds'], behaviours)}

## Client by client

Public programs, tried on 30/11/2026 with accounts and files of our own against a service on the same machine. Nothing of them is part of this project.

${table(['', 'Client', 'How it was tried', 'What happened'], clients)}
`
}
