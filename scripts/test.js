// npm test: types, lint, format, unused code, then every test. With --unit or --browser only those tests, with --checks
// only the checks. The last line has the counts.
import { runChecks } from './checks.js'
import { prepare } from './prepare.js'
import { runSuite } from './suite.js'

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const kind = flags.includes('--unit') ? 'unit' : flags.includes('--browser') ? 'browser' : 'all'
const none = { passes: 0, failures: 0, pending: 0 }

prepare()

const checks = kind === 'all' ? await runChecks() : none
const tests = flags.includes('--checks') ? none : runSuite(files, kind)
const failures = checks.failures + tests.failures
console.log(`${checks.passes + tests.passes} passed, ${failures} failed, ${tests.pending} skipped`)
process.exit(failures ? 1 : 0)
