// Brings a checkout to the point where it can run: packages installed, TypeScript built. Plain Node, because nothing
// is installed yet when it first runs. Does nothing, quickly, when nothing has changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => path.join(root, ...parts)

const packageFolders = readdirSync(at('packages')).map((name) => `packages/${name}`)
const sourceFolders = ['src', ...packageFolders.map((folder) => `${folder}/src`)]
const outputFolders = ['dist', ...packageFolders.map((folder) => `${folder}/dist`)]

/** The file behind a command of a package, for `node`: what npm puts in `.bin` cannot be started everywhere. */
export const program = (script) => at('node_modules', ...script.split('/'))

/** Installs the packages of the lockfile and, unless told not to, builds `dist`. Ends the process with a sentence when it cannot. */
export function prepare({ build = true } = {}) {
  requireNode()
  install()
  if (build) compile()
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Node.js 20.19 or newer is needed; this is ${process.versions.node}.`)
}

function install() {
  const stamp = at('node_modules', '.installed-from')
  const wanted = hash(readFileSync(at('package-lock.json')))
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Installing packages (once) …')
  // Build tools are development dependencies: they are needed here whatever NODE_ENV says.
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  writeFileSync(stamp, wanted)
}

function compile() {
  const stamp = at('dist', '.built-from')
  const wanted = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Building …')
  // A file that was moved or removed would otherwise stay in the output.
  for (const folder of outputFolders) rmSync(at(folder), { recursive: true, force: true })
  mkdirSync(at('dist'))
  run(process.execPath, [program('typescript/bin/tsc'), '-b', at('tsconfig.build.json')])
  writeFileSync(stamp, wanted)
}

function fingerprint() {
  const sources = sourceFolders
    .flatMap((folder) => readdirSync(at(folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
  const lines = [...sources, at('tsconfig.json'), at('tsconfig.build.json'), at('package-lock.json')].map((file) => {
    const { size, mtimeMs } = statSync(file)
    return `${path.relative(root, file)} ${size} ${mtimeMs}`
  })
  return hash(lines.join('\n'))
}

export function run(command, args, options = {}) {
  // What npm and tsc say goes to standard error, so that a command's own output stays clean.
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options })
  if (done.error) fail(`${command} could not be started: ${done.error.message}`)
  if (done.status !== 0) fail(`${path.basename(command)} ${path.basename(args[0])} failed, see above.`)
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

const hash = (content) => createHash('sha256').update(content).digest('hex')
