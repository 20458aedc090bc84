import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import express from 'express'
import type { Page } from 'playwright-core'
import { aboutRoutes } from '../../src/about/index.js'
import { projectRoot } from '../../src/root.js'
import { Site } from '../../src/web/route.js'
import { securityHeaders } from '../../src/web/security/index.js'
import { needsBrowser, sharedBrowser } from '../support/browser.js'
import { sampleRecord } from '../../packages/matching-engine/test/browser/sample-record.js'
import { canonicalJson } from '../../packages/matching-engine/test/browser/browser-verifier.js'

function serve(): Promise<Server> {
  const site = new Site()
  aboutRoutes(site, {
    reference: { origins: [] },
    catalogue: { current: () => Promise.reject(new Error('not asked for here')) },
  })
  const app = express()
  app.set('views', path.join(projectRoot, 'views'))
  app.set('view engine', 'ejs')
  app.use(securityHeaders({ https: false }))
  app.use('/js/verify', express.static(path.join(projectRoot, 'packages', 'matching-engine', 'browser')))
  app.use(express.static(path.join(projectRoot, 'public')))
  app.use(site.router)
  const server = createServer(app)
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

describe('/verify in a browser', () => {
  let server: Server | undefined
  let page: Page
  const requests: string[] = []
  const complaints: string[] = []

  before(async function () {
    needsBrowser(this)
    server = await serve()
    page = await (await sharedBrowser()).newPage()
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/verify`, { waitUntil: 'networkidle' })
    page.on('request', (sent) => requests.push(sent.url()))
  })

  after(async () => {
    if (server === undefined) return
    await page.close()
    server.close()
  })

  async function check(text: string): Promise<string> {
    const file = { name: 'record.json', mimeType: 'application/json', buffer: Buffer.from(text) }
    await page.locator('#record-file').setInputFiles(file)
    const report = page.locator('#verify-report .note')
    await report.waitFor()
    return report.innerText()
  }

  it('offers the picker instead of the advice for browsers without scripts', async () => {
    assert.equal(await page.locator('#needs-script').isHidden(), true)
    assert.equal(await page.locator('#verify-desk').isVisible(), true)
  })

  it('finds a sound record sound and names what was changed in another', async () => {
    const record = sampleRecord()
    assert.match(await check(canonicalJson(record)), /记录完整，未发现改动/)
    assert.match(await page.locator('#verify-report dl').innerText(), new RegExp(record.hash))
    const [result] = record.results
    assert.ok(result)
    result.bank = '<img src=x onerror=alert(1)>'
    const report = await check(canonicalJson(record))
    assert.match(report, /记录被改动过/)
    assert.match(report, /产品 one 的结果被改动/)
    assert.match(await check('no record'), /这不是 JSON 文件/)
    assert.equal(await page.locator('#verify-report img').count(), 0)
  })

  it('sends nothing while checking and keeps to the content-security policy', () => {
    assert.deepEqual(requests, [])
    assert.deepEqual(complaints, [])
  })
})
