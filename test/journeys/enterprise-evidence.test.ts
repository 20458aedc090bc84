import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import type { Enterprise } from '../../src/enterprises/index.js'
import { paths } from '../../src/paths.js'
import { startDesks, tokenOf, wordsOf, type Desks, type Person } from '../enterprises/enterprise-app.js'
import { jpeg, pdf, png } from '../files/sample-files.js'

const PAGE = paths.enterpriseEvidence({})

describe('journey: an enterprise uploads its evidence', () => {
  let desks: Desks
  let enterprise: Enterprise
  let owner: Person

  before(async () => {
    desks = await startDesks()
    enterprise = await desks.register()
    owner = desks.person(enterprise)
  })
  after(() => desks.close())

  const upload = async (name: string, bytes: Buffer, as = owner) =>
    as.upload(PAGE, tokenOf(await as.open(PAGE)), { name, bytes })
  const files = () => desks.service.evidenceOf(enterprise.id)
  const contents = () => desks.db.connection.collection('evidence.files').countDocuments({})

  it('is told what to upload first', async () => {
    assert.match(wordsOf(await owner.open(PAGE)), /还没有材料。先上传营业执照/)
  })

  it('keeps a file with its Chinese name, hash, size, author and time', async () => {
    const response = await upload('营业执照（副本）.pdf', pdf())
    assert.equal(response.status, 303)
    const [file] = await files()
    assert.ok(file)
    assert.equal(file.name, '营业执照（副本）.pdf')
    assert.equal(file.sizeBytes, pdf().length)
    assert.match(file.sha256, /^[0-9a-f]{64}$/)
    assert.deepEqual([file.uploadedBy, file.uploadedAt], [`owner-${enterprise.id}`, desks.now])
    assert.match(wordsOf(await owner.open(PAGE)), /营业执照（副本）\.pdf/)
  })

  it('hands it back byte for byte, to be saved and never shown as a page', async () => {
    const [file] = await files()
    const response = await owner
      .get(paths.enterpriseFile({ id: file?.id ?? '' }))
      .buffer(true)
      .expect(200)
    assert.deepEqual(response.body, pdf())
    assert.equal(response.headers['content-type'], 'application/pdf')
    assert.match(String(response.headers['content-disposition']), /^attachment; .*filename\*=UTF-8''%E8%90%A5%E4%B8%9A/)
    assert.equal(response.headers['x-content-type-options'], 'nosniff')
    assert.equal(response.headers['cache-control'], 'no-store')
    assert.match(String(response.headers['content-security-policy']), /sandbox/)
  })

  it('refuses an upload without the form token, and one with a wrong token', async () => {
    for (const token of [null, 'wrong']) {
      const response = await owner.upload(PAGE, token, { name: '执照.png', bytes: png() })
      assert.equal(response.status, 403)
    }
    assert.equal((await files()).length, 1)
  })

  it('refuses a file sent to a form that takes none, with or without a token', async () => {
    const token = tokenOf(await owner.open(PAGE))
    for (const address of [paths.enterpriseNeeds({}), paths.enterpriseClosure({}), paths.enterpriseConsents({})]) {
      for (const given of [null, token]) {
        const response = await owner.upload(address, given, { name: 'a.png', bytes: png() })
        assert.equal(response.status, 403, address)
      }
    }
  })

  it('says what is wrong with a file and stores nothing of it', async () => {
    const before = await contents()
    const wrong = [
      ['脚本.pdf', Buffer.concat([pdf(), Buffer.from('<html>')]), /末尾带有其他内容/],
      ['网页.html', Buffer.from('<html></html>'), /只接收 PDF/],
      ['大.pdf', Buffer.concat([pdf(), Buffer.alloc(10 * 1024 * 1024)]), /超过 10 MB/],
      ['营业执照.pdf', pdf(), /已经上传过/],
    ] as const
    for (const [name, bytes, sentence] of wrong) {
      const response = await upload(name, bytes)
      assert.equal(response.status, 422, name)
      const $ = loadPage(response.text)
      assert.match($('#errors a[href="#f-file"]').text(), sentence)
      assert.match($('#f-file-w').text(), sentence)
    }
    assert.equal((await files()).length, 1)
    assert.equal(await contents(), before)
  })

  it('asks for a file when none was chosen', async () => {
    const token = tokenOf(await owner.open(PAGE))
    const response = await owner.upload(PAGE, token, { name: '', bytes: Buffer.alloc(0) })
    assert.equal(response.status, 422)
    assert.match(response.text, /请选择要上传的文件/)
  })

  it('takes no file from someone who is not signed in, or has another role', async () => {
    assert.equal((await desks.visitor().upload(PAGE, 'x', { name: 'a.png', bytes: png() })).status, 401)
    assert.equal((await desks.stranger('officer').upload(PAGE, 'x', { name: 'a.png', bytes: png() })).status, 404)
  })

  it('turns a declared figure into one with a document, and back when the file is removed', async () => {
    await upload('审计报告.jpg', jpeg())
    const file = (await files()).find(({ kind }) => kind === 'jpeg')
    assert.ok(file)
    const year = paths.enterpriseYear({ year: '2025' })
    await owner.submit(await owner.open(year), year, { revenueFen: '3,000', evidence: file.id }).expect(303)
    assert.match(wordsOf(await owner.open(paths.enterpriseFigures({}))), /有材料，2026年11月22日 填写/)
    assert.match(wordsOf(await owner.open(PAGE)), /2025 年度数据/)

    const $ = await owner.open(PAGE)
    await owner.submit($, paths.enterpriseFileRemoval({ id: file.id })).expect(303)
    const { years } = await desks.service.get('all', enterprise.id)
    assert.deepEqual([years[0]?.source, years[0]?.evidenceIds], ['declared', []])
    await owner.get(paths.enterpriseFile({ id: file.id })).expect(404)
    assert.equal(await contents(), 1)
    const { events } = await desks.audit.list({ name: 'EVIDENCE_REMOVED' }, { number: 1, size: 5 })
    assert.match(String(events[0]?.detail), new RegExp(file.sha256))
  })

  it('shows no file of one enterprise to another, and lets it neither remove nor attach it', async () => {
    const [file] = await files()
    const id = file?.id ?? ''
    const stranger = desks.person(await desks.register())
    const token = tokenOf(await stranger.open(PAGE))
    await stranger.get(paths.enterpriseFile({ id })).expect(404)
    await stranger.post(paths.enterpriseFileRemoval({ id }), { _csrf: token }).expect(404)
    const year = paths.enterpriseYear({ year: '2025' })
    await stranger.submit(await stranger.open(year), year, { revenueFen: '1', evidence: id }).expect(303)
    assert.match(wordsOf(await stranger.open(paths.enterpriseFigures({}))), /自报/)
    assert.equal((await files()).length, 1)
  })

  it('takes away what a process left behind that died during an upload', async () => {
    const { connection } = desks.db
    const lost = { _id: 'lost', length: 0, chunkSize: 1, uploadDate: new Date('2026-01-01'), filename: 'lost' }
    await connection.collection<{ _id: string }>('evidence.files').insertOne(lost)
    assert.equal(await desks.service.sweepOrphans(), 1)
    assert.equal(await contents(), 1)
  })
})
