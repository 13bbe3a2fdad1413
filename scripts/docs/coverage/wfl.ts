import { PROCESS, SAME_BYTES, VERSIONS, type Answers } from './reasons.ts'

/** WFL: workflow. */
export const wfl: Answers = {
  'WFL-01': PROCESS,
  'WFL-02': PROCESS,
  'WFL-03': PROCESS,
  'WFL-04': PROCESS,
  'WFL-05': PROCESS,
  'WFL-06': VERSIONS,
  'WFL-07': VERSIONS,
  'WFL-08': PROCESS,
  'WFL-09': PROCESS,
  'WFL-10': PROCESS,
  'WFL-11': PROCESS,
  'WFL-12': PROCESS,
  'WFL-13': PROCESS,
  'WFL-14': PROCESS,
  'WFL-15': SAME_BYTES,
  'WFL-16': PROCESS,
  'WFL-17': PROCESS,
  'WFL-18': PROCESS,
  'WFL-19': PROCESS,
  'WFL-20': PROCESS,
}
