import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { RequestSnapshot } from '../../src/applications/index.js'
import type { MatchRecord } from '@lueqiao/matching-engine'
import { startApp, type TestApp } from '../support/app.js'
import { applicant, refused, submission, submitted, wan } from './applying.js'

describe('submitting a request', () => {
  let test: TestApp
  before(async function () {
    this.timeout(60_000)
    test = await startApp()
  })
  after(() => test.close())

  it('enters one application a product, with its consent, its number and a frozen snapshot', async () => {
    const who = await applicant(test)
    const request = await submitted(test, who)
    assert.match(request.number, /^LQ-2026-\d{6}$/)
    const applications = await test.deps.applications.ofRequest('all', request.id)
    assert.deepEqual(
      applications.map(({ kind, state, channel, amountFen }) => ({ kind, state, channel, amountFen })),
      [{ kind: 'bank', state: 'submitted', channel: 'directed', amountFen: wan(50) }],
    )
    assert.equal(applications[0]?.number, `${request.number}-1`)
    const consents = await test.deps.enterprises.consentsOf(who.enterpriseId)
    assert.deepEqual(
      consents.map(({ bankId, purpose, until }) => ({ bankId, purpose, until })),
      [{ bankId: request.products[0]?.bankId, purpose: 'review', until: '2027-05-22' }],
    )
    const text = await test.deps.requests.snapshotText({ enterpriseId: who.enterpriseId }, request.id)
    assert.equal(createHash('sha256').update(text).digest('hex'), request.snapshotHash)
    const frozen = JSON.parse(text) as RequestSnapshot
    assert.equal((JSON.parse(frozen.record) as { hash: string }).hash, request.recordHash)
    assert.deepEqual(
      frozen.evidence.map(({ id }) => id),
      [who.fileId],
    )
    const check = await test.deps.audit.verify()
    assert.ok(check.sound)
  })

  it('rests on the amount and the term of the request, of which the need names more', async () => {
    const who = await applicant(test)
    const request = await submitted(test, who, { amountFen: wan(30), termMonths: 10 })
    const text = await test.deps.requests.snapshotText({ enterpriseId: who.enterpriseId }, request.id)
    const frozen = JSON.parse(text) as RequestSnapshot
    const record = JSON.parse(frozen.record) as MatchRecord
    assert.deepEqual([record.facts['need.amountWan'], record.facts['need.termMonths']], [30, 10])
    const amount = frozen.facts.find(({ fact }) => fact === 'need.amountWan')
    assert.equal(amount?.value, 30)
    assert.equal(frozen.need.amountFen, who.need.amountFen)
  })

  it('shows a bank its own products and results, and no word of the others', async () => {
    const who = await applicant(test)
    const request = await submitted(test, who)
    const bankId = request.products[0]?.bankId ?? ''
    const seen = await test.deps.requests.snapshotFor(bankId, request.id)
    assert.ok(seen?.record && seen.request)
    const banks = [
      ...seen.record.results.map(({ bank }) => bank),
      ...seen.products.map(({ bank }) => bank),
      ...seen.request.products.map((product) => product.bankId),
    ]
    assert.deepEqual([...new Set(banks)], [bankId])
    assert.deepEqual(seen.request.excludedBanks, [])
  })

  it('stands a request in the hall open to every bank with a product that fits, but those shut out', async () => {
    const who = await applicant(test)
    const all = await submitted(test, who, { channel: 'hall', amountFen: wan(10) })
    const excluded = all.products[0]?.bankId ?? ''
    const fewer = await submitted(test, who, { channel: 'hall', amountFen: wan(10), excludedBanks: [excluded] })
    assert.ok(all.products.length > fewer.products.length)
    assert.ok(fewer.products.every(({ bankId }) => bankId !== excluded))
    const [hall, ...others] = await test.deps.applications.ofRequest('all', fewer.id)
    assert.deepEqual([hall?.kind, hall?.state, hall?.bankId, others.length], ['hall', 'open', null, 0])
    assert.deepEqual(await test.deps.enterprises.consentsOf(who.enterpriseId), [], 'nobody has a place yet')
  })

  it('leads a second click of the same form to the first request', async () => {
    const who = await applicant(test)
    const once = await submission(test, who)
    const answers = await Promise.all([1, 2, 3].map(() => test.deps.requests.submit(who.enterpriseId, once, who.mover)))
    const ids = new Set(answers.map((answer) => (answer.ok ? answer.request.id : 'refused')))
    assert.equal(ids.size, 1)
    assert.equal((await test.deps.requests.ofNeed(who.enterpriseId, who.need.id)).length, 1)
  })

  it('names everything that is wrong at once', async () => {
    const who = await applicant(test)
    const faults = await refused(test, who, {
      amountFen: null,
      termMonths: null,
      firstLoan: undefined,
      papers: [],
      agreedBanks: [],
      scopes: [],
      until: '2026-11-21',
      securities: [{ kind: '房产', reference: ' ', valueFen: null, pledgedFen: null }],
    })
    for (const word of ['申请金额', '申请期限', '首次', '权证编号', '营业执照', '截止日期', '授权内容', '勾选同意']) {
      assert.ok(
        faults.some((fault) => fault.includes(word)),
        `${word} in ${faults.join(' | ')}`,
      )
    }
    assert.deepEqual(await test.deps.requests.ofNeed(who.enterpriseId, who.need.id), [])
  })

  it('sets aside the share of the need and refuses what goes beyond it', async () => {
    const who = await applicant(test)
    await submitted(test, who, { amountFen: wan(60) })
    assert.deepEqual(await test.deps.requests.leftOf(who.need), { heldFen: wan(60), leftFen: wan(40) })
    const faults = await refused(test, who, { amountFen: wan(41) })
    assert.deepEqual(faults, ['申请金额：这项需求还可申请 40 万元，其余已在别的申请中，不能重复申请'])
    await submitted(test, who, { amountFen: wan(40) })
    assert.equal((await test.deps.requests.leftOf(who.need)).leftFen, 0)
  })
})
