import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { load } from 'cheerio'
import { projectRoot } from '../../src/root.js'
import { BANKS, DIVISIONS, PURPOSES, SIZES } from '../../test/statistics/figures/raw-records.js'
import type { Table } from '../table.js'
import { change, fill } from './fill.js'

const PASSWORD = 'a password of the bench'
const REQUESTS = 40

/** The overview over HTTP with 10,000 and with 100,000 applications, each in a database and a process of its own. */
export async function runStatisticsBench(): Promise<Table> {
  const small = await measure(10_000)
  const large = await measure(100_000)
  const growth = large.p95 / small.p95
  const row = (one: Measured) => [
    one.applications.toLocaleString('en'),
    one.loans.toLocaleString('en'),
    ...[one.cold, one.p50, one.p95, one.changed, one.list].map((ms) => ms.toFixed(0)),
    one.memoryMb.toFixed(0),
  ]
  const [minute = 0] = os.loadavg()
  return {
    title: `Overview: ${REQUESTS} pages one after the other, each with another filter, after a start`,
    columns: ['applications', 'loans', 'first ms', 'p50 ms', 'p95 ms', 'after a change ms', 'a list ms', 'memory MB'],
    rows: [row(small), row(large)],
    notes: [`p95 grows ${growth.toFixed(1)} times from 10,000 to 100,000; load of the machine ${minute.toFixed(1)}`],
  }
}

type Measured = {
  applications: number
  loans: number
  cold: number
  p50: number
  p95: number
  changed: number
  list: number
  memoryMb: number
}

async function measure(applications: number): Promise<Measured> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'lueqiao-bench-'))
  try {
    const first = await serve(dataDir)
    const counts = await fill(dataDir, applications)
    await stop(first.child)
    const { child, origin } = await serve(dataDir)
    try {
      const cookie = await signIn(origin)
      const page = (query: string) => timed(`${origin}/bureau${query}`, cookie)
      const cold = await page('')
      const times: number[] = []
      for (const query of filters().slice(0, REQUESTS)) times.push(await page(query))
      await change(dataDir)
      const changed = await page('')
      const list = await timed(`${origin}/bureau/figures/disbursed`, cookie)
      times.sort((a, b) => a - b)
      const at = (share: number) => times[Math.ceil(times.length * share) - 1] ?? NaN
      const memoryMb = await residentMb(child)
      const measured = { ...counts, cold, p50: at(0.5), p95: at(0.95), changed, list, memoryMb }
      // The second takes minutes to fill: what is known is told at once.
      console.log(`overview, ${JSON.stringify(measured)}`)
      return measured
    } finally {
      await stop(child)
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Other filters each time: nothing that was kept from the page before would do. */
function filters(): readonly string[] {
  const some = (field: string, values: readonly (string | null)[]) =>
    values.flatMap((value) => (value === null ? [] : [`${field}=${encodeURIComponent(value)}`]))
  const one = [
    ...some('bank', BANKS),
    ...some('division', DIVISIONS),
    ...some('size', SIZES),
    ...some('purpose', PURPOSES),
  ]
  const years = ['from=2025-01-01&to=2025-12-31', 'from=2024-11-01&to=2026-11-20', '']
  return years.flatMap((year) => ['', ...one].map((filter) => `?${[year, filter].filter(Boolean).join('&')}`))
}

async function timed(url: string, cookie: string): Promise<number> {
  const begun = performance.now()
  const response = await fetch(url, { headers: { cookie } })
  await response.text()
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: nothing to measure.`)
  return performance.now() - begun
}

async function signIn(origin: string): Promise<string> {
  const page = await fetch(`${origin}/sign-in`)
  const before = page.headers.get('set-cookie')?.split(';')[0] ?? ''
  const token =
    load(await page.text())('input[name=_csrf]')
      .first()
      .attr('value') ?? ''
  const body = new URLSearchParams({ _csrf: token, email: 'bureau@demo.example', password: PASSWORD })
  const headers = {
    cookie: before,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
  }
  const answer = await fetch(`${origin}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: body.toString(),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (answer.status !== 303 || !cookie) throw new Error(`The sign-in was answered with ${answer.status}.`)
  return cookie
}

/** Memory that the process holds; 0 where the system does not tell. */
async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024
}

function serve(dataDir: string): Promise<{ readonly child: ChildProcess; readonly origin: string }> {
  const settings = { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn', DEMO_APPLICATIONS: '0', DEMO_PASSWORD: PASSWORD }
  const child = fork(path.join(projectRoot, 'dist/server.js'), [], {
    cwd: projectRoot,
    execArgv: [],
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const origin = /^ready (http:\S+)$/m.exec(printed)?.[1]
      if (origin) resolve({ child, origin })
    })
    child.once('exit', (code) => {
      reject(new Error(`The portal ended with ${code ?? 'a signal'} before it was ready.`))
    })
  })
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
