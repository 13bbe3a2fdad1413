/** What each rule costs, so that one slow rule is seen among three hundred. */
import { plural, table, type Section } from './report.ts'
import { FULL, QUICK, ruleCosts, type GroupCost, type RuleCost } from './rule-costs.ts'
import { quantile, shown } from './statistics.ts'

/** A rule that takes so many times the median of its kind is marked. */
const MARKED_FROM = 5
const TOP = 20

/** Microseconds that a rule takes of an average dossier of the corpus. */
const ofDossier = ({ nanoseconds, times }: Pick<RuleCost, 'nanoseconds' | 'times'>): number =>
  (nanoseconds * times) / 1000

const share = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)} %`

const figureOf = ({ per, nanoseconds }: RuleCost): string =>
  per === 'row' ? `${nanoseconds.toFixed(0)} ns a row` : `${shown(nanoseconds / 1000)} µs a dossier`

export async function rules({ quick }: { quick: boolean }): Promise<Section> {
  const { written, derived, together, none } = await ruleCosts(quick ? QUICK : FULL)
  const current = written.filter(({ standard }) => standard === '3176').toSorted((a, b) => ofDossier(b) - ofDossier(a))
  const older = written.filter(({ standard }) => standard !== '3176').toSorted((a, b) => b.nanoseconds - a.nanoseconds)
  const sum = current.reduce((all, cost) => all + ofDossier(cost), 0)

  const medians = { row: medianOf(written, 'row'), dossier: medianOf(written, 'dossier') }
  const times = ({ per, nanoseconds }: RuleCost): number => nanoseconds / medians[per]
  const mark = (cost: RuleCost): string =>
    times(cost) > MARKED_FROM ? ` **${times(cost).toFixed(0)} × the median**` : ''
  const marked = written.filter((cost) => times(cost) > MARKED_FROM).length
  const top = current.slice(0, TOP)
  const others = [...current.slice(TOP), ...older]

  const text = [
    `Dossiers of the generated corpus (an ordinary visit and a stay with every rarer table, in turn), rows in memory, in Node; processor time. Each of the ` +
      `${written.length} written rules runs alone: the quickest pass of a plan with this rule only, less that of a plan with none, both in turn. ` +
      'So the fields and facts that it reads are counted with it, also where others read them too, and it has the caches to itself.',
    table(
      ['of an average dossier', 'µs'],
      [
        ['all written rules together, in one plan', shown((together - none) / 1000)],
        ['the plan without any rule', shown(none / 1000)],
        ['each rule alone, added up', shown(sum)],
        ...derived
          .filter(
            (group) => group.nanoseconds !== null && group.ids.length > 0 && !/^(?:CHECKIN|XML12)/.test(group.name),
          )
          .toSorted((a, b) => costOfGroup(b) - costOfGroup(a))
          .slice(0, 6)
          .map((group) => [
            `demands derived from the field list, ${group.name} (${group.ids.length} rules, ${(group.nanoseconds ?? 0).toFixed(0)} ns a row)`,
            shown(costOfGroup(group)),
          ]),
      ],
    ),
    `The ${top.length} dearest; the median is ${medians.row.toFixed(0)} ns a row for a rule over rows and ${shown(medians.dossier / 1000)} µs for one over a ` +
      `dossier, and ${plural(marked, 'rule takes', 'rules take')} more than ${MARKED_FROM} times as much:`,
    table(
      ['rule', 'cost', 'could be judged', 'µs of an average dossier', 'share of all'],
      top.map((cost) => [
        `\`${cost.id}\`${mark(cost)}`,
        figureOf(cost),
        `${(cost.judged * 100).toFixed(0)} %`,
        shown(ofDossier(cost)),
        share(ofDossier(cost), sum),
      ]),
    ),
    `These are ${share(
      top.reduce((all, cost) => all + ofDossier(cost), 0),
      sum,
    )} of all. The others, dearest first (at the end those of older standards alone):`,
    others.map((cost) => `\`${cost.id}\` ${figureOf(cost)}${mark(cost)}`).join(' · '),
    'Demands that follow from the field lists are asked field by field in one pass over a row:',
    ...derived.filter(({ ids }) => ids.length > 0).map(groupText),
  ]
  return { title: 'Cost per rule', text: text.join('\n\n') }
}

const costOfGroup = ({ nanoseconds, times }: GroupCost): number => ((nanoseconds ?? 0) * times) / 1000

const groupText = ({ name, ids, nanoseconds }: GroupCost): string => {
  const cost =
    nanoseconds === null
      ? 'judged while the file is read, by no row'
      : `${nanoseconds.toFixed(0)} ns a row, all of them`
  return `<details><summary>${name}: ${ids.length} rules, ${cost}</summary>\n\n${ids.map((id) => `\`${id}\``).join(' ')}\n\n</details>`
}

/** The middle of those that cost anything that can be measured. */
const medianOf = (costs: readonly RuleCost[], per: RuleCost['per']): number =>
  quantile(
    costs.filter((cost) => cost.per === per && cost.nanoseconds > 0).map(({ nanoseconds }) => nanoseconds),
    0.5,
  )
