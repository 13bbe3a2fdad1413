/** Whether the centre keeps up: files of one visit each, as facilities send them, against a large file and against another build. */
import { table, verdict, type Section } from '../report.ts'
import { shown } from '../statistics.ts'
import { fill } from './fill.ts'
import { measure, SENDERS, warm, type Cost, type Figures, type Size } from './runs.ts'
import { startSubject } from './subject.ts'

const WARM_UP = 60
const FULL: Size = { files: 600, large: 177, backlog: 2000 }
const QUICK: Size = { files: 40, large: 40, backlog: 100 }
/** Another build is slow: enough to see how slow. */
const FEWER = 5
const OLDER = 100_000

export type CentreOptions = {
  readonly quick: boolean
  /** Folder of another build of this project, measured beside this one. */
  readonly base?: string | undefined
  /** Dossiers that the warehouse holds before the second measurement. */
  readonly older?: number | undefined
}

type Measured = { readonly name: string; readonly figures: Figures }

async function measured(name: string, size: Size, { root, older = 0 }: { root?: string; older?: number }) {
  const subject = await startSubject(root)
  try {
    const id = await warm(subject, Math.min(WARM_UP, size.files))
    if (older > 0) await fill(subject, id, older)
    return { name, figures: await measure(subject, size) }
  } finally {
    await subject.stop()
  }
}

const costRow = (name: string, cost: Cost): string[] => [
  name,
  shown(cost.perSecond),
  ...[cost.milliseconds, cost.worker, cost.warehouse, cost.replica, cost.register].map(shown),
  shown(cost.bytes / 1000),
]

const costTable = (all: readonly Measured[]): string =>
  table(
    ['', 'dossiers/s', 'CPU, ms', 'workerd', 'warehouse', 'replica', 'register', 'kB written'],
    all.flatMap(({ name, figures }) => [
      costRow(`${name}: one-dossier files`, figures.single),
      costRow(`${name}: a large file`, figures.large),
    ]),
  )

const paceTable = (all: readonly Measured[]): string =>
  table(
    [
      '',
      'acknowledged/s alone',
      'acknowledged/s',
      'verified/s',
      'verified ÷ acknowledged',
      'verified when the last is acknowledged',
      'behind a backlog, s',
      'behind one in the same shard, s',
    ],
    all.map(({ name, figures: { acknowledgedAlone, together, behindBacklog, behindNeighbour } }) => [
      name,
      shown(acknowledgedAlone),
      shown(together.acknowledged),
      shown(together.verified),
      shown(together.verified / together.acknowledged),
      `${(together.share * 100).toFixed(0)} %`,
      shown(behindBacklog),
      behindNeighbour === null ? '' : shown(behindNeighbour),
    ]),
  )

function verdicts(own: Figures, full: Figures | undefined, base: Figures | undefined): string[] {
  const pace = own.together.verified / own.together.acknowledged
  const single = own.single.milliseconds / own.large.milliseconds
  return [
    verdict(pace >= 0.95, `verified ÷ acknowledged per second (${shown(pace)}) is 1, less the wait of the queue`),
    verdict(single <= 2, `CPU of a one-dossier file ÷ that of a dossier of a large one (${shown(single)}) ≤ 2`),
    verdict(own.single.bytes <= 25_000, `kB written for each dossier (${shown(own.single.bytes / 1000)}) ≤ 25`),
    verdict(own.behindBacklog <= 5, `another facility's file behind a backlog (${shown(own.behindBacklog)} s) ≤ 5 s`),
    verdict(
      (own.behindNeighbour ?? Infinity) <= 5,
      `the same in the same shard (${shown(own.behindNeighbour ?? Infinity)} s) ≤ 5 s`,
    ),
    ...(base === undefined
      ? []
      : [
          verdict(
            own.large.milliseconds / base.large.milliseconds <= 0.6,
            `CPU of a dossier of a large file ÷ that of the other build (${shown(own.large.milliseconds / base.large.milliseconds)}) ≤ 0.6`,
          ),
        ]),
    ...(full === undefined
      ? []
      : [
          verdict(
            full.single.milliseconds / own.single.milliseconds <= 1.2,
            `CPU of a dossier with older data ÷ without (${shown(full.single.milliseconds / own.single.milliseconds)}) ≤ 1.2`,
          ),
        ]),
  ]
}

/** Measures this build, empty and with older data, and another one where its folder is named. */
export async function centre({ quick, base, older = quick ? 0 : OLDER }: CentreOptions): Promise<Section> {
  const size = quick ? QUICK : FULL
  const small = { files: Math.ceil(size.files / FEWER), large: size.large, backlog: Math.ceil(size.backlog / FEWER) }
  const other = base === undefined ? [] : [await measured('the other build', quick ? size : small, { root: base })]
  const own = await measured('this build', size, {})
  const full =
    older === 0 ? [] : [await measured(`this build, ${older.toLocaleString('en')} dossiers before`, size, { older })]
  const all = [...other, own, ...full]
  const text = [
    `Every dossier is of a new patient; ${SENDERS} senders; all on one machine. First ${size.files} files of one visit each are received while the queues are held, then ` +
      `the centre works alone on them, and on a file of ${size.large} dossiers: what that costs is its own. Then both work at once. Last, ${size.backlog} files of one facility wait, and ` +
      'one of another province sends one; and once more with two facilities of one shard, which share queues and warehouse.',
    'What a dossier costs the centre (CPU of each process; bytes that the warehouse hands to its files):',
    costTable(all),
    'Whether it keeps up:',
    paceTable(all),
    ...verdicts(own.figures, full[0]?.figures, other[0]?.figures),
  ]
  return { title: 'Centre', text: text.join('\n\n') }
}
