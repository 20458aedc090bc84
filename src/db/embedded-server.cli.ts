import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import type { CliIo, CliMain } from '../cli.js'
import { serve, SET_NAME } from '@lueqiao/mongo-sqlite'

const usage = '用法：npm run db -- [--port 端口] [--data 数据文件夹] [--auth] [--test-commands]'

/**
 * `npm run db`: runs the embedded server by itself on loopback and prints its address, for shells, tools and test
 * suites, until it is told to stop. Without --auth anybody on this machine may connect.
 */
export const main: CliMain = async (argv, io) => {
  const options = read(argv, io)
  if (!options) {
    io.stderr.write(`${usage}\n`)
    return 2
  }
  const password = randomBytes(24).toString('base64url')
  const served = await serve({
    dataDir: options.data,
    listen: { port: options.port },
    testCommands: options.testCommands,
    password,
    credentials: options.auth ? { user: 'embedded', password } : null,
    log: (line) => io.stderr.write(`${line}\n`),
  })
  // As a replica set instead of directly, so that tools see what production has.
  io.stdout.write(`${served.uri.replace('directConnection=true&', '')}\n`)
  io.stdout.write(`复制集名称：${SET_NAME}，数据文件夹：${options.data}。按 Ctrl+C 停止。\n`)
  if (!options.auth) io.stdout.write('未启用身份验证：本机上的任何用户都能连接。需要密码时请加 --auth。\n')
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await served.close()
  return 0
}

type Options = { readonly port: number; readonly data: string; readonly auth: boolean; readonly testCommands: boolean }

/** Null when the arguments cannot be used. */
function read(argv: readonly string[], io: CliIo): Options | null {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '27017' },
        data: { type: 'string', default: io.config.dataDir },
        auth: { type: 'boolean', default: false },
        'test-commands': { type: 'boolean', default: false },
      },
    })
    const port = Number(values.port)
    if (!/^\d+$/.test(values.port) || port > 65535) return null
    return { port, data: values.data, auth: values.auth, testCommands: values['test-commands'] }
  } catch {
    return null
  }
}
