// npm test: types, lint, format, unused code, then every test; ends with one line of counts.
import { runChecks } from './checks.js'
import { prepare } from './prepare.js'
import { runSuite } from './suite.js'

prepare()

const checks = await runChecks()
const tests = runSuite(process.argv.slice(2))
const failures = checks.failures + tests.failures
console.log(`${checks.passes + tests.passes} passed, ${failures} failed, ${tests.pending} skipped`)
process.exit(failures ? 1 : 0)
