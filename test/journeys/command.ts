import { Readable, Writable } from 'node:stream'
import type { CliMain } from '../../src/cli.js'
import { readConfig } from '../../src/config.js'

/** Runs a command as its script would, with streams and an environment of its own. */
export async function runCommand(
  main: CliMain,
  argv: readonly string[],
  given: { readonly environment: Record<string, string>; readonly stdin?: Uint8Array },
): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  const [stdout, stderr] = [collector(), collector()]
  const stdin = Readable.from(given.stdin ? [given.stdin] : [])
  const config = readConfig({ NODE_ENV: 'test', ...given.environment })
  const status = await main(argv, { stdin, stdout: stdout.stream, stderr: stderr.stream, config })
  return { status, stdout: stdout.text(), stderr: stderr.text() }
}

function collector() {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}
