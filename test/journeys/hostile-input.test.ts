import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { loadPage } from '../support/load-page.js'
import { main as matchCommand } from '../../src/matching/match.cli.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { testServer } from '../support/database.js'
import { sendAnswer } from './answering.js'
import { runCommand } from './command.js'
import { badBodies, badNumbers, markup, strayFields } from './hostile-list.js'

describe('journey: hostile input', () => {
  let site: TestApp
  let server: Server
  let folder: string
  before(async () => {
    site = await startApp()
    server = site.app.listen(0, '127.0.0.1')
    folder = await mkdtemp(path.join(os.tmpdir(), 'lueqiao-hostile-'))
  })
  after(async () => {
    server.close()
    await site.close()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(async () => {
    assert.equal(await stored(), 0, 'nothing was stored')
    await new Visitor(site.app).get('/healthz').expect(200)
  })

  const stored = async () => {
    const { connection } = site.deps.db
    const rows = ['questionnaires', 'match_results'].map((name) => connection.collection(name).find({}).toArray())
    return (await Promise.all(rows)).flat().length
  }

  it('in a number of one question: 422, what was typed stays, the reason is said and linked to the field', async () => {
    const visitor = new Visitor(site.app)
    const open = await visitor.open('/match?fact=need.amountWan')
    for (const typed of badNumbers) {
      const response = await sendAnswer(visitor, open, { fact: 'need.amountWan', value: typed })
      assert.equal(response.status, 422, `${typed} answers ${response.status}`)
      const $ = loadPage(response.text)
      assert.equal($('#answer').attr('value'), typed)
      assert.equal($('#errors a').attr('href'), '#answer')
      assert.ok($('#wrong').text().length > 3)
      assert.equal($('main script, main img').length, 0)
      assertNoStack(response.text)
    }
  })

  it('in the fields of one question: what the page does not send is refused', async () => {
    const visitor = new Visitor(site.app)
    const open = await visitor.open('/match?fact=need.amountWan')
    for (const stray of strayFields) {
      const response = await sendAnswer(visitor, open, { fact: 'need.amountWan', value: '300', ...stray })
      assert.equal(response.status, 422, `${JSON.stringify(stray).slice(0, 80)} answers ${response.status}`)
      assert.match(loadPage(response.text)('#errors').text(), /处需要改正/)
      assertNoStack(response.text)
    }
    for (const fact of ['', 'toString', '__proto__', 'enterprise', markup]) {
      await sendAnswer(visitor, open, { fact, value: '1' }).expect(422)
    }
  })

  it('in choices, sets and codes: only what is offered is taken', async () => {
    const visitor = new Visitor(site.app)
    const open = await visitor.open('/match')
    const refused: [fact: string, fields: Record<string, string | readonly string[]>][] = [
      ['need.purpose', { value: '赌博' }],
      ['need.purpose', { value: '' }],
      ['need.purpose', {}],
      ['need.purpose', { value: '\u0000' }],
      ['enterprise.overdueNow', { value: 'true' }],
      ['need.securities', {}],
      ['need.securities', { values: ['房产', markup] }],
      ['need.securities', { values: ['房产'], none: '1' }],
      ['enterprise.accountBanks', { values: ['__proto__'] }],
      ['enterprise.industry', { value: '13' }],
      ['enterprise.industry', { value: '../../etc/passwd' }],
      ['need.greenCode', { value: '' }],
      ['need.greenCode', { value: '4.2.999' }],
      ['enterprise.debtRatioPct', { value: '', liabilities: '50', assets: '0' }],
      ['enterprise.debtRatioPct', { value: '', liabilities: 'x', assets: '' }],
    ]
    for (const [fact, fields] of refused) {
      const response = await sendAnswer(visitor, open, { fact, ...fields })
      assert.equal(response.status, 422, `${fact} ${JSON.stringify(fields)} answers ${response.status}`)
      assertNoStack(response.text)
    }
  })

  it('on the page with all questions: every fault is listed and linked, and everything typed is kept', async () => {
    const visitor = new Visitor(site.app)
    const $ = await visitor.open('/match/profile')
    const typed = {
      'need.amountWan': '-300',
      'need.termMonths': '十二',
      'enterprise.patents': '1.5',
      'enterprise.industry': '没有这个行业',
      'need.securities.state': 'some',
      'enterprise.titles.state': 'none',
      'enterprise.titles': '高新技术企业',
      'enterprise.annualTaxWan': '45',
    }
    const response = await visitor.submit($, 'form[method=post]', typed).expect(422)
    const $refused = loadPage(response.text)
    const links = $refused('#errors a')
      .toArray()
      .map((one) => $refused(one).attr('href') ?? '')
    assert.equal(links.length, 6)
    for (const link of links) assert.equal($refused(link).length, 1, `${link} leads to a field`)
    for (const name of [
      'need.amountWan',
      'need.termMonths',
      'enterprise.patents',
      'enterprise.industry',
      'enterprise.annualTaxWan',
    ] as const) {
      assert.equal($refused(`input[name="${name}"]`).attr('value'), typed[name])
    }
    assert.equal($refused('input[name="enterprise.titles"]:checked').attr('value'), '高新技术企业')
    for (const stray of [
      { $where: '1' },
      { constructor: 'x' },
      { 'need.amountWan': ['1', '2'] },
      { 'need.amountWan[$gt]': '1' },
    ]) {
      await visitor.submit($, 'form[method=post]', stray).expect(422)
    }
  })

  it('in forms as a whole: too large is 413, another encoding 415, no form token 403', async () => {
    const visitor = new Visitor(site.app)
    const open = await visitor.open('/match')
    await sendAnswer(visitor, open, { fact: 'need.purpose', value: 'x'.repeat(70_000) }).expect(413)
    await sendAnswer(visitor, open, { fact: 'need.purpose', values: Array.from({ length: 600 }, () => 'a') }).expect(
      413,
    )
    await visitor.post('/match', { fact: 'need.purpose', value: '流动资金' }).expect(403)
    const form = `_csrf=${open('input[name=_csrf]').first().attr('value') ?? ''}&fact=need.purpose&value=`
    const other = await visitor
      .post('/match', {})
      .set('Content-Type', 'application/x-www-form-urlencoded; charset=gbk')
      .send(form)
    assert.equal(other.status, 415)
    const broken = await visitor.post('/match', {}).send(`${form}%C1%F7%B6%AF%FF%FE`)
    assert.equal(broken.status, 422)
    assertNoStack(other.text + broken.text)
  })

  it('through the API: 422 with every fault named, never a stack trace', async () => {
    for (const body of badBodies) {
      const { status, text } = await post(server, body)
      assert.equal(status, 422, `${body.toString().slice(0, 80)} answers ${status}`)
      const { faults } = JSON.parse(text) as { faults: { path: string; message: string }[] }
      assert.ok(faults.length > 0 && faults.every(({ message }) => message.length > 3))
      assert.ok(text.length < 5000)
      assertNoStack(text)
    }
    const many = await post(server, '{"need.amountWan":-1,"need.purpose":1,"nonsense":1,"asOf":"x"}')
    const { faults } = JSON.parse(many.text) as { faults: { path: string }[] }
    assert.deepEqual(faults.map((fault) => fault.path).sort(), ['asOf', 'need.amountWan', 'need.purpose', 'nonsense'])
  })

  it('through the API: too large is 413, also when compressed, and what is not JSON 415', async () => {
    const large = JSON.stringify({ note: 'x'.repeat(70_000) })
    assert.equal((await post(server, large)).status, 413)
    assert.equal((await post(server, gzipSync(large), { 'Content-Encoding': 'gzip' })).status, 413)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data']) {
      const { status, text } = await post(server, '{}', { 'Content-Type': type })
      assert.equal(status, 415)
      assertNoStack(text)
    }
  })

  it('through the command line: status 2, each fault on a line of its own, never a stack trace', async () => {
    const environment = { MONGODB_URI: (await testServer()).uri, LOG_LEVEL: 'silent' }
    const file = path.join(folder, 'facts.json')
    const bodies = [...badBodies.filter((_, place) => place % 4 === 0), JSON.stringify({ note: 'x'.repeat(70_000) })]
    for (const body of bodies) {
      await writeFile(file, body)
      const { status, stdout, stderr } = await runCommand(matchCommand, [file], { environment })
      assert.equal(status, 2, `${body.toString().slice(0, 80)} ends with ${status}`)
      assert.equal(stdout, '')
      assert.ok(stderr.endsWith('\n') && stderr.length > 5)
      assertNoStack(stderr)
    }
    const several = await runCommand(matchCommand, ['-'], {
      environment,
      stdin: Buffer.from('{"need.amountWan":-1,"nonsense":1}'),
    })
    assert.equal(several.stderr.trimEnd().split('\n').length, 2)
  })
})

describe('journey: digits as people in China type them', () => {
  it('are understood in a form: full width, with separators and with the unit', async () => {
    const site = await startApp()
    try {
      for (const typed of ['３００', '300万元', ' 300 ', '３００．０', '0300']) {
        const visitor = new Visitor(site.app)
        const open = await visitor.open('/match?fact=need.amountWan')
        const response = await sendAnswer(visitor, open, { fact: 'need.amountWan', value: typed }).expect(303)
        const $ = await visitor.open(response.headers.location ?? '')
        assert.match($('.answers').text(), /300 万元/)
      }
    } finally {
      await site.close()
    }
  })
})

function assertNoStack(text: string): void {
  assert.doesNotMatch(text, /\n\s+at |node_modules|\.[jt]s:\d/)
}

/** Sends exactly these bytes. */
function post(
  server: Server,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const { port } = server.address() as AddressInfo
  const options = {
    port,
    path: '/api/v1/match',
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers },
  }
  return new Promise((resolve, reject) => {
    const sending = request(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    sending.on('error', reject)
    sending.end(body)
  })
}
