// The tests, in two runs of mocha: most files side by side, then those that need the machine for themselves.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { program, root } from './prepare.js'

const folders = ['test', ...readdirSync(path.join(root, 'packages')).map((name) => `packages/${name}/test`)]
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const report = path.join(root, 'node_modules', '.cache', 'mocha-report.json')

/** Runs the files that were asked for one after another, or else all there are; answers the counts of every run together. */
export function runSuite(chosen) {
  if (!process.env.CHROMIUM && !browsers.some(existsSync)) {
    console.log(
      'No Chromium was found: the browser tests are skipped. Install the package chromium or set CHROMIUM to its path.',
    )
  }
  if (chosen.length > 0) return run(chosen)
  const alone = filesToRunAlone()
  const others = [...folders.map((folder) => `${folder}/**/*.test.ts`), ...alone.flatMap((file) => ['--ignore', file])]
  return sum(run([...others, '--parallel', '--jobs', String(jobs())]), run(alone))
}

/** One a processor, and no more than memory allows: one that takes many files grows beyond a gigabyte. */
const jobs = () => Math.max(1, Math.min(os.availableParallelism(), Math.floor(os.totalmem() / 2 ** 31)))

const startsProcesses = /from '(node:child_process|[./]+\/support\/(child|process)\.js)'/

/** Files that start processes of their own, and kill them or wait for their leases: how busy the machine is matters there. */
function filesToRunAlone() {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true }).map((name) =>
        path.posix.join(folder, ...name.split(path.sep)),
      ),
    )
    .filter((name) => name.endsWith('.test.ts'))
    .filter((file) => startsProcesses.test(readFileSync(path.join(root, file), 'utf8')))
    .sort()
}

/** One run of mocha. A run that ends without having counted, or badly without a failure, is itself a failure. */
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
