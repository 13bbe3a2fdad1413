/**
 * The rows of the collected rule ideas, family by family: in the order of their numbers a letter for each, E what the edge
 * can decide from the dossier and the code lists, C what needs the centre, B some of both.
 */
export const FAMILIES = {
  ENV: { title: 'envelope, encoding, file', tiers: 'EEEEEEEEEEEEEEBEEEE' },
  STR: { title: 'structure and type', tiers: 'EEEEEEEEEEEEEEEEEEEEEEEE' },
  ADM: {
    title: 'patient, card, admission',
    tiers: 'EEEEEEEBEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEC',
  },
  DAT: { title: 'time order', tiers: 'EEEEEEEEEEEEEEECCCCEEEECEEEEEEEEEECCEEEEEECE' },
  COD: { title: 'diagnosis and codes', tiers: 'EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE' },
  FIN: { title: 'amounts', tiers: 'EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEECCEBEEEEEEEEEEEEEEEEEEEE' },
  BED: { title: 'bed days', tiers: 'EEECEEEEEEEEEEEEEEEEE' },
  MED: { title: 'prescriptions', tiers: 'EEEEECCCCCCCCECCCEEEEECCEECECCCEE' },
  SVC: { title: 'services', tiers: 'EEEEEBEEEECCCCCCCCEBECCCCCCCCBECECCCCEEE' },
  VTY: { title: 'supplies and implants', tiers: 'EEEEECEEEEEEEE' },
  CLS: { title: 'laboratory and imaging', tiers: 'EEEEEEEEEEECCCCCBECCC' },
  STA: { title: 'staff and scope', tiers: 'EEEEEEECCCCEEEEEECCECCE' },
  DUP: { title: 'duplicates', tiers: 'CECCCEEECCCCEECCCCCCCCEC' },
  DOC: { title: 'papers', tiers: 'EEEEEEEEEEEEEEEEEEEEECCCEEE' },
  WFL: { title: 'workflow', tiers: 'CCCCCCCCCCCCCCECCCEC' },
  CAT: { title: 'quality of the code lists', tiers: 'CCCCCCCCCCCCCCCC' },
  EXM: { title: 'examinations', tiers: 'EEECCCCECCCCCECCCECCCCCEEEECCC' },
  CTR: { title: 'contract and scope', tiers: 'CECCEEEEEEEEEEEE' },
} as const

export type Family = keyof typeof FAMILIES

/** `DAT-07` and what decides it. */
export type Row = { id: string; family: Family; tier: string }

/** Every row, in order. */
export const allRows: readonly Row[] = Object.entries(FAMILIES).flatMap(([family, { tiers }]) =>
  [...tiers].map((tier, at) => ({
    id: `${family}-${String(at + 1).padStart(2, '0')}`,
    // The keys of a constant object are its own.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    family: family as Family,
    tier,
  })),
)
