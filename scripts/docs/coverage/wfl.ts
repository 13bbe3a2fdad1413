import { CLOCK, PERSON, PROCESS, SAME_BYTES, VERSIONS, type Answers } from './reasons.ts'

/** WFL: workflow. */
export const wfl: Answers = {
  'WFL-01': CLOCK,
  'WFL-02': CLOCK,
  'WFL-03': CLOCK,
  'WFL-04': PERSON,
  'WFL-05': PROCESS,
  'WFL-06': VERSIONS,
  'WFL-07': VERSIONS,
  'WFL-08': PROCESS,
  'WFL-09': CLOCK,
  'WFL-10': PROCESS,
  'WFL-11': PROCESS,
  'WFL-12': PROCESS,
  'WFL-13': CLOCK,
  'WFL-14': CLOCK,
  'WFL-15': SAME_BYTES,
  'WFL-16': PROCESS,
  'WFL-17': PROCESS,
  'WFL-18': PROCESS,
  'WFL-19': PROCESS,
  'WFL-20': PERSON,
}
