import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { serve } from './serve.js'
import { SET_NAME } from './version.js'

/**
 * Runs the embedded server by itself on loopback and prints its address, for shells, tools and test suites:
 * `npm run db -- --port N [--data DIR] [--auth] [--test-commands]`. Without --auth anybody on this machine may connect.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '27017' },
      data: { type: 'string', default: 'data' },
      auth: { type: 'boolean', default: false },
      'test-commands': { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port 必须是 0 至 65535 的整数，不能是“${values.port}”。`)
  const password = randomBytes(24).toString('base64url')
  const served = await serve({
    dataDir: values.data,
    listen: { port },
    testCommands: values['test-commands'],
    password,
    credentials: values.auth ? { user: 'embedded', password } : null,
    log: (line) => console.error(line),
  })
  // As a replica set instead of directly, so that tools see what production has.
  console.log(served.uri.replace('directConnection=true&', ''))
  console.log(`复制集名称：${SET_NAME}，数据文件夹：${values.data}。按 Ctrl+C 停止。`)
  if (!values.auth) console.log('未启用身份验证：本机上的任何用户都能连接。需要密码时请加 --auth。')
  const stop = () => void served.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
