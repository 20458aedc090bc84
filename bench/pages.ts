import autocannon from 'autocannon'
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { projectRoot } from '../src/root.js'
import type { Page } from './bare-express.js'
import { newResult } from './visitor.js'
import { median, type Table } from './table.js'

const connections = 20
const seconds = 4
const rounds = 3

type Served = { readonly child: ChildProcess; readonly origin: string }

/**
 * Requests per second of whole pages against a bare Express route that sends the same bytes from memory: the same run,
 * the same connections, the two in turn. Each server has a process of its own; this process is the client.
 */
export async function runPagesBench(): Promise<Table> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'lueqiao-bench-'))
  const portal = await serve('dist/server.js', {
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    DEMO_APPLICATIONS: '0',
  })
  try {
    const result = await newResult(portal.origin)
    const rows: string[][] = []
    for (const [name, address] of [
      ['/products', '/products'],
      ['/products, filtered, a new page each time', '/products?green=yes&page='],
      ['a product', '/products/abc-guojia-chubeilin'],
      ['a result', result],
    ] as const) {
      for (const encoding of ['identity', 'gzip']) rows.push(await compare(portal.origin, name, address, encoding))
    }
    return {
      title: `Pages: ${connections} connections, ${rounds} rounds of ${seconds} s in turn, medians`,
      columns: ['page', 'encoding', 'bytes', 'portal req/s', 'bare Express req/s', 'ratio'],
      rows,
    }
  } finally {
    portal.child.kill('SIGTERM')
    await new Promise((resolve) => portal.child.once('exit', resolve))
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function compare(origin: string, name: string, address: string, encoding: string): Promise<string[]> {
  const changing = address.endsWith('=')
  const url = origin + address + (changing ? '1' : '')
  const response = await fetch(url, { headers: { 'accept-encoding': encoding } })
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: nothing to measure.`)
  const body = Buffer.from(await response.arrayBuffer())
  const bare = await serve('bench/bare-express.ts', {}, { html: body.toString(), gzip: encoding === 'gzip' })
  try {
    const portalRates: number[] = []
    const bareRates: number[] = []
    for (let round = 0; round < rounds; round++) {
      portalRates.push(await rate(origin + address, encoding, changing))
      bareRates.push(await rate(`${bare.origin}/`, encoding, false))
    }
    const ratio = median(portalRates.map((value, i) => value / (bareRates[i] ?? NaN)))
    const bytes = encoding === 'gzip' ? gzipSync(body).length : body.length
    return [
      name,
      encoding,
      String(bytes),
      median(portalRates).toFixed(0),
      median(bareRates).toFixed(0),
      ratio.toFixed(2),
    ]
  } finally {
    bare.child.kill()
  }
}

async function rate(url: string, encoding: string, changing: boolean): Promise<number> {
  let page = 0
  const run = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: { 'accept-encoding': encoding },
    ...(changing
      ? {
          requests: [
            {
              setupRequest: (request) => ({
                ...request,
                path: `${new URL(url).pathname}${new URL(url).search}${++page}`,
              }),
            },
          ],
        }
      : {}),
  })
  if (run.non2xx || run.errors)
    throw new Error(`${url}: ${run.non2xx} answers were not 200, ${run.errors} errors: no figure is given.`)
  return run.requests.average
}

function serve(file: string, environment: Record<string, string>, page?: Page): Promise<Served> {
  const child = fork(path.join(projectRoot, file), [], {
    cwd: projectRoot,
    execArgv: file.endsWith('.ts') ? ['--import', 'tsx'] : [],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  if (page) child.send(page)
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const origin = /^ready (http:\S+)$/m.exec(printed)?.[1]
      if (origin) resolve({ child, origin })
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code ?? 'a signal'} before it was ready.`)))
  })
}
