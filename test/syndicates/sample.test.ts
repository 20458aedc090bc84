import assert from 'node:assert/strict'
import { addSamples, removeDemo, type DemoDeps } from '../../src/demo/index.js'
import { paths } from '../../src/paths.js'
import { checkShares } from '../../src/syndicates/rules/share-rules.js'
import { startSyndicates, wordsOf, type SyndicateApp } from './syndicate-app.js'

describe('the sample syndicate', function () {
  this.timeout(60_000)
  let test: SyndicateApp
  let demo: DemoDeps
  let id = ''
  before(async () => {
    test = await startSyndicates()
    demo = { ...test.deps, connection: test.deps.db.connection }
    await addSamples(demo)
    id = (await test.deps.syndicates.list(test.bureau.user))[0]?.syndicate.id ?? ''
  })
  after(() => test.close())

  it('is the reported case: 49.44 亿, 38 亿, the lead with 12 亿, five more, 1500 万 drawn by share to the fen', async () => {
    const { syndicate } = await test.deps.syndicates.see(test.bureau.user, id)
    assert.equal(syndicate.investmentFen, 494_400_000_000)
    assert.equal(syndicate.totalFen, 380_000_000_000)
    assert.equal(syndicate.lead.shareFen, 120_000_000_000)
    assert.equal(syndicate.members.length, 6)
    assert.equal(
      syndicate.members.reduce((sum, { shareFen }) => sum + shareFen, 0),
      syndicate.totalFen,
    )
    assert.equal(
      syndicate.members.reduce((sum, { drawnFen }) => sum + drawnFen, 0),
      1_500_000_000,
    )
    assert.ok(checkShares(syndicate.totalFen, syndicate.members).every(({ holds }) => holds))
    const [first] = await test.deps.syndicates.flowsOf(id)
    assert.deepEqual(
      first?.parts.map(({ fen }) => fen),
      syndicate.members.map(({ drawnFen }) => drawnFen),
    )
  })

  it('tells what a report says from what is made up, and names no real bank', async () => {
    const $ = await test.bureau.visitor.open(paths.syndicate({ id }))
    const said = wordsOf($)
    assert.match($('.strip').text(), /示例数据/)
    assert.match(said, /见于2025 年关于兵团绿色制造的公开报道/)
    assert.match(said, /约 31\.58%/)
    assert.match(said, /约 68\.42%/)
    assert.match(said, /利率\s*未定/)
    const { banks } = await test.deps.catalogue.current()
    for (const { name } of banks.values()) assert.ok(!said.includes(name), name)
    const rows = $('table')
      .first()
      .find('tbody tr')
      .map((_, row) => $(row).find('.tag.demo').text())
      .get()
    assert.deepEqual(rows, ['报道', '示例', '示例', '示例', '示例', '示例'])
  })

  it('is an example for every bank to read, and for nobody to move', async () => {
    for (const { visitor } of [test.bank.icbc, test.bank.abc]) {
      const $ = await visitor.open(paths.syndicate({ id }))
      assert.equal($('form[id^=do-]').length, 0)
      assert.equal((await visitor.open(paths.syndicates({})))(`a[href="${paths.syndicate({ id })}"]`).length, 1)
    }
    await test.owner.visitor.get(paths.syndicate({ id })).expect(404)
  })

  it('leaves with the samples, without a trace', async () => {
    await removeDemo(demo)
    await test.bureau.visitor.get(paths.syndicate({ id })).expect(404)
    for (const name of ['syndicates', 'syndicate_moves', 'syndicate_flows'])
      assert.equal(await test.deps.db.connection.collection(name).countDocuments(), 0, name)
  })
})
