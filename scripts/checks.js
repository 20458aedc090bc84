// The checks that do not run the program: one per processor at a time.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import { program, root } from './prepare.js'

/**
 * The longest first, so that the others run meanwhile. Without eslint's cache: typed rules depend on other files, too.
 */
const checks = [
  ['lint', 'eslint/bin/eslint.js', ['.']],
  ['types', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
  ['unused code', 'knip/bin/knip.js', ['--no-progress']],
]

/** Runs every check, prints the output and one line for each, and returns how many passed and how many failed. */
export async function runChecks() {
  const counts = { passes: 0, failures: 0 }
  const waiting = [...checks]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) counts[await check(...next)]++
  }
  await Promise.all(Array.from({ length: os.availableParallelism() }, work))
  return counts
}

async function check(name, script, args) {
  const started = Date.now()
  const child = spawn(process.execPath, [program(script), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  // Printed at the end, because the output of checks that run at the same time would mix.
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
  const [status] = await once(child, 'close')
  process.stdout.write(Buffer.concat(output))
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  return status === 0 ? 'passes' : 'failures'
}
