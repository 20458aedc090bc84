// What can be said of the sources without running them: several at a time, as many as the machine has processors.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import { program, root } from './prepare.js'

/**
 * The longest first, so that the others fit beside it. Without a cache: rules that know types judge a file by others too.
 */
const checks = [
  ['lint', 'eslint/bin/eslint.js', ['.']],
  ['types', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
  ['unused code', 'knip/bin/knip.js', ['--no-progress']],
]

/** Makes every check, prints a line for each with what it found, and answers how many went well and how many did not. */
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
  // Kept until the end: what two of them say would otherwise stand line by line in between each other.
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
  const [status] = await once(child, 'close')
  process.stdout.write(Buffer.concat(said))
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  return status === 0 ? 'passes' : 'failures'
}
