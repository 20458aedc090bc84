import { spawn } from 'node:child_process'

const at = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href)
/** The command as `npm run` would start it, without looking whether anything is to be built. */
const PROGRAM = `
  const [{ main }, { configFromEnvironment }] = [await import(${at('./history.cli.js')}), await import(${at('../../config.js')})]
  const { stdin, stdout, stderr } = process
  process.exitCode = await main([], { stdin, stdout, stderr, config: configFromEnvironment() })
`

export type Beside = { stop(): Promise<void> }

/**
 * Has the sample history told by a process of its own, so that the portal answers as ever meanwhile. What was cut off
 * by a stop is gone on with at the next start.
 * @param tell takes a line for whoever watches the start
 */
export function tellHistoryBeside(tell: (line: string) => void): Beside {
  const begun = performance.now()
  const child = spawn(process.execPath, [...process.execArgv, '--input-type=module', '-e', PROGRAM], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => {
      resolve()
    })
    child.once('close', (status) => {
      const added = Number(/^(\d+)$/m.exec(said)?.[1] ?? 0)
      const seconds = Math.round((performance.now() - begun) / 1000)
      if (status === 0 && added > 0) tell(`示例历史：已装入 ${added} 份示例申请（${seconds} 秒）。`)
      if (status !== 0 && status !== null) tell('示例历史没有全部装入，下次启动时继续。')
      resolve()
    })
  })
  return {
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
