import type { Readable, Writable } from 'node:stream'
import type { Config } from './config.js'

/** The streams and settings of a command; tests pass their own. */
export type CliIo = {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  readonly config: Config
}

/**
 * A command: `*.cli.ts` exports `main`. It answers its exit status: 0 done, 1 failed or not sound, 2 wrong use or
 * wrong input (every fault on standard error, one a line).
 */
export type CliMain = (argv: readonly string[], io: CliIo) => Promise<number>
