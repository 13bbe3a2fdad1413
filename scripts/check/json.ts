/** For programs: `{"version":1,"rules","dmdc","files":[{"file","findings":[…],"result"}|{…,"problem"}],"summary"}`. */
import { isChecked } from './check-file.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'

const FORM_VERSION = 1

/** Findings are those of an acknowledgement, with `inFile` (the place of the table in the file as sent). */
export function jsonReporter({ write, rules, dmdc }: Omit<ReporterOptions, 'lang'>): Reporter {
  let files = 0
  let findings = 0
  write(`{"version":${FORM_VERSION},"rules":${JSON.stringify(rules)},"dmdc":${JSON.stringify(dmdc)},"files":[`)
  return {
    openFile(path) {
      write(`${files === 0 ? '' : ','}\n{"file":${JSON.stringify(path)},"findings":[`)
      files += 1
      findings = 0
    },
    finding({ finding, inFile }) {
      write(`${findings === 0 ? '' : ','}\n${JSON.stringify({ ...finding, inFile })}`)
      findings += 1
    },
    closeFile(_path, result, counts) {
      const rest = isChecked(result) ? { result, findingsTotal: findings, counts } : { problem: result }
      write(`],${JSON.stringify(rest).slice(1)}`)
    },
    end(summary) {
      write(`\n],"summary":${JSON.stringify(summary)}}\n`)
    },
  }
}
