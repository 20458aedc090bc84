import assert from 'node:assert/strict'
import { newsCache, newsKey, type News } from '../../src/catalogue/pages/news-cache.js'

const one: News = { id: 'a', title: '对接会', publishedAt: new Date(0), updatedAt: new Date(0) }

describe('the announcements that the home page names', () => {
  it('are read once for all who ask within a second, and again after it', async () => {
    let reads = 0
    let clock = 0
    const latest = newsCache(
      (count) => {
        assert.equal(count, 3)
        reads += 1
        return Promise.resolve([one])
      },
      () => clock,
    )
    assert.deepEqual(await Promise.all([latest(), latest()]), [[one], [one]])
    clock = 999
    await latest()
    assert.equal(reads, 1)
    clock = 1000
    await latest()
    assert.equal(reads, 2)
  })

  it('are asked for again at once when they could not be read', async () => {
    let reads = 0
    const latest = newsCache(
      () => (++reads === 1 ? Promise.reject(new Error('away')) : Promise.resolve([one])),
      () => 0,
    )
    await assert.rejects(latest(), /away/)
    assert.deepEqual(await latest(), [one])
  })

  it('have another key when one is added, taken away or changed', () => {
    const changed = { ...one, updatedAt: new Date(1) }
    const keys = [[], [one], [changed], [one, { ...one, id: 'b' }]].map(newsKey)
    assert.equal(new Set(keys).size, keys.length)
  })
})
