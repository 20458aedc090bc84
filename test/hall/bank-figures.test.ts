import assert from 'node:assert/strict'
import { inTransaction } from '../../src/db/index.js'
import { bankFiguresOf } from '../../src/hall/use-cases/bank-figures.js'
import { startApp, type TestApp } from '../support/app.js'
import { inHall } from './bidding.js'

describe('how a bank stands', function () {
  this.timeout(60_000)
  let test: TestApp
  before(async () => {
    test = await startApp()
  })
  after(() => test.close())

  it('is read as the transaction sees it: a place given in it counts already', async () => {
    const { request, who } = await inHall(test)
    const to = { bankId: 'bank-standing', bankName: '本行', productId: 'x', productName: '产品' }
    const { db, applications, hall } = test.deps
    const [before, after] = await inTransaction(db.connection, async (session) => {
      const early = await bankFiguresOf(hall.context, session, to.bankId)
      await applications.enterIn(session, {
        ...{ request, to, channel: 'directed', documents: [], from: 'draft', action: 'submit', mover: who.mover },
      })
      return [early, await bankFiguresOf(hall.context, session, to.bankId)]
    })
    assert.deepEqual([before.openCases, after.openCases], [0, 1])
  })
})
