// npm test: types, lint, format, unused code, then every test; ends with one line of counts.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { prepare, root } from './prepare.js'

prepare()

const bin = (name) => path.join(root, 'node_modules', '.bin', name)
const checks = [
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['lint', bin('eslint'), ['.', '--cache', '--cache-location', 'node_modules/.cache/eslint/']],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['unused code', bin('knip'), ['--no-progress']],
]

let failed = 0
for (const [name, command, args] of checks) {
  const started = Date.now()
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  if (status !== 0) failed++
}

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
if (!process.env.CHROMIUM && !browsers.some(existsSync)) {
  console.log(
    'No Chromium was found: the browser tests are skipped. Install the package chromium or set CHROMIUM to its path.',
  )
}

const report = path.join(root, 'node_modules', '.cache', 'mocha-report.json')
const chosen = process.argv.slice(2)
const specs = chosen.length ? chosen : ['test/**/*.test.ts']
const mocha = spawnSync(bin('mocha'), ['--reporter', './test/support/reporter.cjs', ...specs], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_ENV: 'test',
    TEST_BUILT: '1',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
    MOCHA_REPORT: report,
  },
})
const counts = await import(`file://${report}`, { with: { type: 'json' } }).then(
  (module) => module.default,
  () => ({ passes: 0, failures: 1, pending: 0 }),
)
const failures = counts.failures + failed + (mocha.status !== 0 && counts.failures === 0 ? 1 : 0)
console.log(`${counts.passes + checks.length - failed} passed, ${failures} failed, ${counts.pending} skipped`)
process.exit(failures ? 1 : 0)
