// The tests, in two runs of mocha: most files in parallel, then one after another those that start processes.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { program, root } from './prepare.js'

const folders = ['test', ...readdirSync(path.join(root, 'packages')).map((name) => `packages/${name}/test`)]
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const report = path.join(root, 'node_modules', '.cache', 'mocha-report.json')

/**
 * Runs the chosen files one after another, or a kind of test: `all`, `unit` (without browser and processes) or
 * `browser`. Returns the counts of all runs together.
 */
export function runSuite(chosen, kind = 'all') {
  if (kind !== 'unit' && !process.env.CHROMIUM && !browsers.some(existsSync)) {
    console.log(
      'No Chromium was found: the browser tests are skipped. Install the package chromium or set CHROMIUM to its path.',
    )
  }
  if (chosen.length > 0) return run(chosen)
  const files = testFiles()
  const alone = files.filter(contains(startsProcesses))
  const browser = files.filter(contains(opensBrowser))
  const inParallel = (ignored, globs) =>
    run([...globs, ...ignored.flatMap((file) => ['--ignore', file]), '--parallel', '--jobs', String(jobs())])
  if (kind === 'browser') return inParallel([], browser)
  const globs = folders.map((folder) => `${folder}/**/*.test.ts`)
  if (kind === 'unit') return inParallel([...new Set([...alone, ...browser])], globs)
  return sum(inParallel(alone, globs), run(alone))
}

/** One job per processor and per 2 GB of memory, because a job that runs many files grows beyond a gigabyte. */
const jobs = () => Math.max(1, Math.min(os.availableParallelism(), Math.floor(os.totalmem() / 2 ** 31)))

/** Files that start processes, and kill them or wait for their leases, need a machine that is not busy. */
const startsProcesses = /from '(node:child_process|[./]+\/support\/(child|process)\.js)'/
const opensBrowser = /from '[./]+\/support\/browser\.js'/

const contains = (pattern) => (file) => pattern.test(readFileSync(path.join(root, file), 'utf8'))

function testFiles() {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true }).map((name) =>
        path.posix.join(folder, ...name.split(path.sep)),
      ),
    )
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
}

/** One run of mocha. A run that ends without a report, or with an error but without a failed test, counts as a failure. */
function run(args) {
  rmSync(report, { force: true })
  const { status } = spawnSync(
    process.execPath,
    [program('mocha/bin/mocha.js'), '--reporter', './test/support/reporter.cjs', ...args],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        NODE_ENV: 'test',
        TEST_BUILT: '1',
        LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
        MOCHA_REPORT: report,
      },
    },
  )
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { passes: 0, failures: 1, pending: 0 }
  return status !== 0 && counts.failures === 0 ? { ...counts, failures: 1 } : counts
}

const sum = (one, other) => ({
  passes: one.passes + other.passes,
  failures: one.failures + other.failures,
  pending: one.pending + other.pending,
})
