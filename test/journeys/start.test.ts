import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { loadPage } from '../support/load-page.js'
import { attachUri } from '@lueqiao/mongo-sqlite'
import { failedStart, startPortal, type Portal } from '../support/process.js'

describe('starting and stopping the portal', function () {
  this.timeout(180_000)
  let folder: string
  const running: Portal[] = []
  const start = async (environment: Record<string, string>) => {
    const portal = await startPortal(environment)
    running.push(portal)
    return portal
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'lueqiao-start-'))
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((portal) => portal.stop('SIGKILL')))
    await rm(folder, { recursive: true, force: true })
  })

  it('says when it is ready, stops cleanly, and finds its data again', async () => {
    const first = await start({ DATA_DIR: folder })
    const address = await begunQuestionnaire(first.origin)
    assert.equal(await first.stop('SIGTERM'), 0)
    const second = await start({ DATA_DIR: folder })
    const page = await fetch(second.origin + address)
    assert.equal(page.status, 200)
    assert.match(await page.text(), /已答 1 题/)
    assert.equal(await second.stop('SIGINT'), 0)
  })

  it('tells a second process that the folder is in use', async () => {
    await start({ DATA_DIR: folder })
    const { status, output } = await failedStart({ DATA_DIR: folder })
    assert.equal(status, 1)
    assert.match(output, /正被另一个进程使用/)
    assert.doesNotMatch(output, /^\s+at /m)
  })

  it('serves from two processes on one database: what one keeps the other shows', async () => {
    const first = await start({ DATA_DIR: folder })
    const uri = attachUri(folder)
    assert.ok(uri)
    const second = await start({ MONGODB_URI: uri })
    const address = await begunQuestionnaire(first.origin)
    assert.match(await (await fetch(second.origin + address)).text(), /已答 1 题/)
  })

  it('takes a form at one process whose page came from the other', async () => {
    const first = await start({ DATA_DIR: folder })
    const second = await start({ MONGODB_URI: attachUri(folder) ?? '' })
    assert.match(await begunQuestionnaire(first.origin, second.origin), /^\/match\/questionnaires\//)
  })

  it('stops with a sentence when a setting is wrong', async () => {
    const { status, output } = await failedStart({ PORT: 'many', LOG_LEVEL: 'loud', DATA_DIR: folder })
    assert.equal(status, 1)
    assert.match(output, /^设置 PORT 有误：必须是 0 到 65535 之间的整数。$/m)
    assert.match(output, /^设置 LOG_LEVEL 有误/m)
  })

  it('stops with a sentence when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const { status, output } = await failedStart({ PORT: String(port), DATA_DIR: folder })
    other.close()
    assert.equal(status, 1)
    assert.match(output, new RegExp(`端口 ${port} 已被占用`))
  })

  it('shows a clear page, and goes on living, when the database is gone', async () => {
    const first = await start({ DATA_DIR: folder })
    const second = await start({ MONGODB_URI: attachUri(folder) ?? '' })
    const token = await formToken(second.origin)
    await first.stop('SIGKILL')
    const answer = await postAnswer(second.origin, token)
    assert.equal(answer.status, 503)
    assert.match(await answer.text(), /没有保存/)
    assert.equal((await fetch(`${second.origin}/healthz`)).status, 200)
  })
})

type Token = { readonly cookie: string; readonly csrf: string }

async function formToken(origin: string): Promise<Token> {
  const page = await fetch(`${origin}/match`)
  const csrf =
    loadPage(await page.text())('input[name=_csrf]')
      .first()
      .attr('value') ?? ''
  return { cookie: page.headers.get('set-cookie')?.split(';')[0] ?? '', csrf }
}

function postAnswer(origin: string, { cookie, csrf }: Token): Promise<Response> {
  return fetch(`${origin}/match`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _csrf: csrf, fact: 'need.purpose', value: '流动资金' }).toString(),
  })
}

/** Answers the first question; the page may come from one process and the answer go to another. */
async function begunQuestionnaire(pageFrom: string, answerTo = pageFrom): Promise<string> {
  const answer = await postAnswer(answerTo, await formToken(pageFrom))
  assert.equal(answer.status, 303)
  return answer.headers.get('location') ?? ''
}
