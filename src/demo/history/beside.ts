import { spawn } from 'node:child_process'
import path from 'node:path'
import { projectRoot } from '../../root.js'

export type Beside = { stop(): Promise<void> }

/**
 * Has the sample history told by a process of its own, so that the portal answers as ever meanwhile. What was cut off
 * by a stop is gone on with at the next start.
 * @param tell takes a line for whoever watches the start
 */
export function tellHistoryBeside(tell: (line: string) => void): Beside {
  const begun = performance.now()
  const child = spawn(process.execPath, ['scripts/run.js', 'demo/history/history.cli.js'], {
    cwd: path.resolve(projectRoot),
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
