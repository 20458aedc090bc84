import assert from 'node:assert/strict'
import { sampleRecord, seal, type SampleRecord } from './sample-record.js'
import { canonicalJson, checkRecord, type Report } from './browser-verifier.js'

const ZEROS = '0'.repeat(64)

/** The report on a sound record after one change. */
function after(change: (record: SampleRecord) => void): Report {
  const record = sampleRecord()
  change(record)
  return checkRecord(JSON.stringify(record))
}

/** The same when whoever changed it also put every checksum right. */
function afterResealing(change: (record: SampleRecord) => void): Report {
  const record = sampleRecord()
  change(record)
  return checkRecord(JSON.stringify(seal(record)))
}

function assertFound(report: Report, part: string, message: RegExp): void {
  assert.equal(report.kind, 'altered')
  const found = report.findings.some((finding) => finding.part === part && message.test(finding.message))
  assert.ok(found, JSON.stringify(report.findings))
}

function resultOf(record: SampleRecord, product: string): SampleRecord['results'][number] {
  const found = record.results.find((result) => result.product === product)
  assert.ok(found)
  return found
}

describe('checking a record in the browser', () => {
  it('passes a record as it was issued', () => {
    const text = canonicalJson(sampleRecord())
    for (const issued of [text, `${text}\n`]) {
      assert.deepEqual(checkRecord(issued).findings, [])
      assert.equal(checkRecord(issued).kind, 'intact')
    }
  })

  it('finds the content sound when only the layout of the file changed', () => {
    const record = sampleRecord()
    const reversed = Object.fromEntries(Object.entries(record).reverse())
    for (const text of [JSON.stringify(record, null, 2), JSON.stringify(reversed), `\uFEFF${canonicalJson(record)}`]) {
      assert.deepEqual(checkRecord(text).findings, [])
      assert.equal(checkRecord(text).kind, 'reformatted')
    }
  })

  it('names the facts when a fact was changed, added or removed', () => {
    for (const change of [
      (record: SampleRecord) => (record.facts['need.amountWan'] = 200),
      (record: SampleRecord) => (record.facts['enterprise.patents'] = 3),
      (record: SampleRecord) => delete record.facts['enterprise.taxGrade'],
      (record: SampleRecord) => (record.derived['enterprise.sizeClass'] = '小型'),
    ]) {
      assertFound(after(change), 'facts', /事实（企业填写的内容和由此推算的值）被改动/)
    }
  })

  it('names the fact itself where the conditions still hold its old value', () => {
    const report = after((record) => (record.facts['need.amountWan'] = 200))
    assertFound(report, 'facts', /need\.amountWan 前后不一致：事实一栏是 “200”，条件里是 “300”/)
  })

  it('names the product whose result was changed, and no other', () => {
    const report = after((record) => (resultOf(record, 'two').amountWan = 9999))
    assert.deepEqual(report.findings, [{ part: 'result', product: 'two', message: '产品 two 的结果被改动' }])
  })

  it('notices a result that was taken out, put in or doubled', () => {
    assertFound(
      after((record) => record.results.pop()),
      'result',
      /产品 three 的结果被删除/,
    )
    assertFound(
      after((record) => record.results.push({ ...resultOf(record, 'one'), product: 'four' })),
      'result',
      /产品 four 的结果是后来加上的/,
    )
    assertFound(
      after((record) => record.results.push(resultOf(record, 'one'))),
      'result',
      /产品 one 的结果出现了不止一次/,
    )
  })

  it('points to the head of the record when facts and results are sound', () => {
    for (const change of [
      (record: SampleRecord) => (record.asOf = '2026-01-01'),
      (record: SampleRecord) => (record.engine = 'other'),
      (record: SampleRecord) => (record.catalogue = 'other'),
      (record: SampleRecord) => (record.reference = 'other'),
    ]) {
      const report = after(change)
      assert.equal(report.findings.length, 1)
      assertFound(report, 'header', /头部字段/)
    }
    assertFound(
      after((record) => Object.assign(record, { approved: true })),
      'header',
      /多出了字段：approved/,
    )
    assertFound(
      after((record) => record.results.reverse()),
      'header',
      /先后顺序被改动/,
    )
  })

  it('tells a changed checksum from changed content', () => {
    assertFound(
      after((record) => (record.digests.facts = ZEROS)),
      'checksum',
      /事实的校验值本身/,
    )
    assertFound(
      after((record) => (record.digests.results.one = ZEROS)),
      'checksum',
      /产品 one .*校验值本身/,
    )
    assertFound(
      after((record) => (record.hash = 'none')),
      'checksum',
      /总校验值被改动/,
    )
    assertFound(
      after((record) => (record.hash = ZEROS)),
      'header',
      /或总校验值本身/,
    )
  })

  it('finds a conclusion that does not follow even when every checksum was put right', () => {
    const verdict = afterResealing((record) => (resultOf(record, 'three').verdict = 'eligible'))
    assertFound(verdict, 'conclusion', /产品 three 的结论写成了“符合”，按事实应为“不符合”/)
    const state = afterResealing((record) => {
      const [condition] = resultOf(record, 'three').conditions
      assert.ok(condition)
      condition.state = 'pass'
    })
    assertFound(state, 'conclusion', /产品 three 的条件“一组条件”写成了符合，按事实应为不符合/)
    const fact = afterResealing((record) => (record.facts['enterprise.annualTaxWan'] = 10))
    assertFound(fact, 'conclusion', /产品 one 的条件“need\.amountWan <=”写成了符合，按事实应为不符合/)
    const derived = afterResealing((record) => (record.derived['enterprise.yearsInOperation'] = 8))
    assertFound(derived, 'facts', /enterprise\.yearsInOperation 前后不一致/)
  })

  it('says of other files that they are no record, without failing', () => {
    const unreadable: Record<string, RegExp> = {
      '': /不是 JSON/,
      '{"engine":': /不是 JSON/,
      '[]': /没有测评记录/,
      '"x"': /没有测评记录/,
      '{"hash":"x"}': /缺少：engine、catalogue/,
      [JSON.stringify({ ...sampleRecord(), results: 3 })]: /结构不对/,
      [JSON.stringify({ ...sampleRecord(), results: [{ product: 'x', conditions: [null] }] })]: /结构不对/,
      [JSON.stringify(sampleRecord()).replace('"need.amountWan":300', '"need.amountWan":1e400')]: /无法表示/,
      [`${'['.repeat(50_000)}${']'.repeat(50_000)}`]: /没有测评记录/,
      [' '.repeat(10_000_001)]: /太大/,
    }
    for (const [text, message] of Object.entries(unreadable)) {
      const report = checkRecord(text)
      assert.equal(report.kind, 'unreadable', text.slice(0, 60))
      assert.match(report.findings[0]?.message ?? '', message)
    }
  })

  it('survives a record nested beyond reason', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    const text = JSON.stringify(sampleRecord()).replace('"need.amountWan":300', `"need.amountWan":${deep}`)
    assert.equal(checkRecord(text).kind, 'unreadable')
  })

  it('refuses a file that names a field twice, because readers would see different things', () => {
    const text = JSON.stringify(sampleRecord())
    const doubled = text.replace('"verdict":"ineligible"', '"verdict":"eligible","verdict":"ineligible"')
    assert.notEqual(doubled, text)
    const report = checkRecord(doubled)
    assert.equal(report.kind, 'unreadable')
    assert.match(report.findings[0]?.message ?? '', /重复的字段名/)
  })
})
