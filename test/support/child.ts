import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A script of the tests that runs as a process of its own and talks in lines. */
export type Child = {
  readonly process: ChildProcess
  /** Waits for the next line of this form. @throws AssertionError when the process ends before it says one. */
  next(wanted: RegExp): Promise<string>
  /** Sends it one line. */
  send(line: string): void
  /** Ends it at once, wherever it is. */
  kill(): Promise<void>
}

/** Starts a TypeScript file and waits until it says `ready`. */
export async function startChild(file: URL, parameters: readonly string[]): Promise<Child> {
  const child = spawn(process.execPath, ['--import', 'tsx', file.pathname, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]() as AsyncIterator<string, undefined>
  const next = async (wanted: RegExp): Promise<string> => {
    for (;;) {
      const line = await lines.next()
      assert.ok(!line.done, `the process ended before it said ${wanted}`)
      if (wanted.test(line.value)) return line.value
    }
  }
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await next(/^ready$/)
  return { process: child, next, send: (line) => void child.stdin.write(`${line}\n`), kill }
}
