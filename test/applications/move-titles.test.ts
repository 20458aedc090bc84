import assert from 'node:assert/strict'
import { moveTitle } from '../../src/applications/index.js'
import { MOVES, STATES } from '../../src/applications/rules/state-table.js'

describe('the title of a move', () => {
  it('says of a refusal which it was: that the bank never took the request, or that it did not approve it', () => {
    assert.equal(moveTitle('decline', 'submitted'), '不予受理')
    for (const state of MOVES.decline.from.filter((one) => one !== 'submitted')) {
      assert.equal(moveTitle('decline', state), '审批不通过', state)
    }
  })

  it('is that of the table for every other move, wherever it came from', () => {
    for (const state of STATES) assert.equal(moveTitle('claim', state), MOVES.claim.title)
    assert.equal(moveTitle('a move of an older release'), 'a move of an older release')
  })
})
