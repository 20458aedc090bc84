import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { EJSON } from 'bson'
import { MongoClient } from 'mongodb'
import { startEmbedded } from '../src/start.js'
import type { TestFile } from './format.js'
import { reasonToSkip, type Facts } from './requirements.js'
import { runTest } from './run-test.js'

/**
 * Runs MongoDB's unified specification tests against the embedded server with the real driver:
 * `npm run conformance -- DIR...`. Exits with 1 when the failures are not exactly those listed in
 * expected-failures.json; `--accept` writes that list anew, `--verbose` names each failure.
 */
const expectedFile = new URL('./expected-failures.json', import.meta.url)

type Tally = { passed: number; failed: Map<string, string>; skipped: Map<string, number> }

function jsonFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  const inside = readdirSync(path).sort()
  return inside.flatMap((name) => jsonFiles(join(path, name))).filter((file) => file.endsWith('.json'))
}

async function factsOf(client: MongoClient): Promise<Facts> {
  const build = await client.db('admin').command({ buildInfo: 1 })
  const parameters = await client.db('admin').command({ getParameter: '*' })
  return { version: String(build.version), topology: 'replicaset', auth: false, parameters }
}

async function runFile(path: string, uri: string, internal: MongoClient, facts: Facts, tally: Tally) {
  const file = EJSON.parse(readFileSync(path, 'utf8')) as unknown as TestFile
  const skip = (reason: string) => tally.skipped.set(reason, (tally.skipped.get(reason) ?? 0) + 1)
  for (const test of file.tests) {
    const reason =
      reasonToSkip(file.runOnRequirements, facts) ??
      reasonToSkip(test.runOnRequirements, facts) ??
      (test.skipReason === undefined ? null : `skipped by the suite: ${test.skipReason}`)
    if (reason !== null) {
      skip(reason)
      continue
    }
    try {
      await runTest(file, test, uri, internal)
      tally.passed++
    } catch (error) {
      const name = `${basename(dirname(path))}/${basename(path)}: ${test.description}`
      tally.failed.set(name, error instanceof Error ? error.message : String(error))
    }
  }
}

function print(tally: Tally, expected: ReadonlySet<string>, verbose: boolean): void {
  const ran = tally.passed + tally.failed.size
  console.log(`passed ${tally.passed} of ${ran} that ran`)
  console.log(`failed ${tally.failed.size}`)
  for (const [name, cause] of [...tally.failed].sort()) {
    if (verbose || !expected.has(name)) console.log(`  ${name}\n      ${cause.slice(0, 400)}`)
  }
  const total = [...tally.skipped.values()].reduce((sum, count) => sum + count, 0)
  console.log(`skipped by requirement ${total}`)
  for (const [reason, count] of [...tally.skipped].sort((a, b) => b[1] - a[1])) console.log(`  ${count}  ${reason}`)
}

/** Writes the failures of this run as the expected ones, each with its cause. */
function accept(tally: Tally): void {
  const causes = [...tally.failed].sort().map(([name, cause]) => [name, cause.slice(0, 160)])
  writeFileSync(expectedFile, `${JSON.stringify(Object.fromEntries(causes), null, 2)}\n`)
}

/** The names listed as expected that belong to the suites that were run. */
function expectedFor(roots: readonly string[]): Set<string> {
  const all = Object.keys(JSON.parse(readFileSync(expectedFile, 'utf8')) as Record<string, string>)
  const suites = roots.map((root) => `${basename(root)}/`)
  return new Set(all.filter((name) => suites.some((suite) => name.startsWith(suite))))
}

async function main(): Promise<void> {
  const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
  const roots = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
  if (roots.length === 0) throw new Error('usage: npm run conformance -- DIR... [--verbose] [--accept]')
  const dataDir = mkdtempSync(join(tmpdir(), 'conformance-'))
  const server = await startEmbedded({ dataDir, listen: { port: 0 }, testCommands: true })
  const uri = server.uri.replace('directConnection=true&', '')
  const internal = await new MongoClient(uri).connect()
  const tally: Tally = { passed: 0, failed: new Map(), skipped: new Map() }
  try {
    const facts = await factsOf(internal)
    for (const root of roots) {
      for (const path of jsonFiles(root)) await runFile(path, uri, internal, facts, tally)
    }
  } finally {
    await internal.close()
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  if (flags.includes('--accept')) accept(tally)
  const expected = expectedFor(roots)
  print(tally, expected, flags.includes('--verbose'))
  const fresh = [...tally.failed.keys()].filter((name) => !expected.has(name))
  const fixed = [...expected].filter((name) => !tally.failed.has(name))
  for (const name of fixed) console.log(`listed as expected failure but passed: ${name}`)
  process.exitCode = fresh.length > 0 || fixed.length > 0 ? 1 : 0
}

await main()
