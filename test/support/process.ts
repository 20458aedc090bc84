import { spawn, type ChildProcess } from 'node:child_process'
import { projectRoot } from '../../src/root.js'

export type Portal = {
  readonly child: ChildProcess
  readonly origin: string
  /** Everything printed so far, both streams. */
  output(): string
  /** Sends a signal and answers the exit status (null when the signal ended it). */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

type Ended = { readonly status: number | null; readonly output: string }

/** npm test builds first and tries the built server; a single test run by hand takes the sources as they are. */
const server = process.env.TEST_BUILT ? ['dist/server.js'] : ['--import', 'tsx', 'src/server.ts']

function launch(environment: Record<string, string>) {
  const child = spawn(process.execPath, server, {
    cwd: projectRoot,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      LOG_LEVEL: 'warn',
      PORT: '0',
      DEMO_APPLICATIONS: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const ready = new Promise<string>((resolve) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString()
      const origin = /^ready (http:\S+)$/m.exec(printed)?.[1]
      if (origin) resolve(origin)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
  })
  const ended = new Promise<Ended>((resolve) => child.once('close', (status) => resolve({ status, output: printed })))
  return { child, ready, ended, output: () => printed }
}

/** Starts the portal as a process of its own and waits until it is ready. @throws Error with what it printed when it ends first. */
export async function startPortal(environment: Record<string, string>): Promise<Portal> {
  const { child, ready, ended, output } = launch(environment)
  const first = await Promise.race([ready, ended])
  if (typeof first !== 'string') throw new Error(`The portal ended with ${first.status}: ${first.output}`)
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return (await ended).status
  }
  return { child, origin: first, output, stop }
}

/** Starts the portal where it cannot start: answers its exit status and what it said. */
export const failedStart = (environment: Record<string, string>): Promise<Ended> => launch(environment).ended
