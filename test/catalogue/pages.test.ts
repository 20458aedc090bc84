import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { loadPage } from '../support/load-page.js'
import { importCatalogue, catalogueStore } from '../../src/catalogue/index.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { shippedJson } from './shipped-catalogue.js'

describe('the catalogue pages', () => {
  let site: TestApp
  let visitor: Visitor
  before(async () => {
    site = await startApp()
    visitor = new Visitor(site.app)
  })
  after(() => site.close())

  it('start at a home page with one way in and three figures', async () => {
    const $ = await visitor.open('/')
    assert.equal($('main a.btn').length, 1)
    assert.deepEqual([$('main a.btn').text(), $('main a.btn').attr('href')], ['开始测评', '/match'])
    assert.deepEqual(
      $('.three .big')
        .map((_, figure) => $(figure).text())
        .get(),
      ['14家', '110个', '222.5亿元'],
    )
    assert.match($('main').text(), /2025 年兵团绿色制造情况报告，属报送数据/)
    assert.match($('.specimen').text(), /示例/)
  })

  it('lead to nothing that is not there', async () => {
    const found = new Set<string>()
    for (const address of [
      '/',
      '/products',
      '/products?q=zzzz&green=yes',
      '/products/huiruyi-lvsedai',
      '/institutions',
      '/institutions/abc',
    ]) {
      const $ = await visitor.open(address)
      $('a[href^="/"], form[action^="/"]').each((_, one) => {
        found.add(($(one).attr('href') ?? $(one).attr('action') ?? '').split('#')[0] ?? '')
      })
    }
    assert.ok(found.size > 30)
    for (const address of found) {
      const { status } = await visitor.get(address)
      assert.ok(status === 200 || status === 303, `${address}: ${status}`)
    }
  })

  it('filter, count, sort and cut the list by the address alone', async () => {
    const $ = await visitor.open('/products?green=yes&guarantee=%E4%BF%A1%E7%94%A8&sort=rate')
    assert.match($('[role=status]').text(), /共 12 个产品，显示第 1–10 个/)
    assert.equal($('.item').length, 10)
    assert.equal($('input[name=green][value=yes]').attr('checked'), 'checked')
    assert.equal($('#sort option[selected]').attr('value'), 'rate')
    const next = await visitor.open($('a[rel=next]').attr('href') ?? '')
    assert.equal(next('.item').length, 2)
  })

  it('find 惠如意·绿色贷 by hry and show it under no institution', async () => {
    const $ = await visitor.open('/products?q=hry')
    assert.equal($('.item h3').text(), '惠如意·绿色贷')
    assert.match($('.item').text(), /所属机构未公布/)
    assert.equal($('input[name=q]').attr('value'), 'hry')
  })

  it('need one form only, so that no field is lost when another is sent', async () => {
    const $ = await visitor.open('/products')
    for (const name of ['q', 'sort', 'amount', 'term', 'bank', 'green']) {
      const field = $(`[name=${name}]`).first()
      assert.equal(field.attr('form') ?? field.closest('form').attr('id'), 'filter', name)
    }
  })

  it('say what was wrong with a number and go on without it', async () => {
    const $ = await visitor.open('/products?amount=abc&term=-1')
    assert.equal($('[role=alert] p').length, 2)
    assert.equal($('#amount').attr('value'), 'abc')
    assert.equal($('#amount').attr('aria-invalid'), 'true')
    assert.equal($('.item').length, 10)
  })

  it('say on an empty list what to do', async () => {
    const $ = await visitor.open('/products?q=zzzz&green=yes')
    assert.equal($('.item').length, 0)
    assert.match($('.empty').text(), /去掉“搜索：zzzz”，有 51 个/)
    assert.ok($('.empty a[href="/match"]').length)
  })

  it('show nothing of what is typed as markup', async () => {
    const attack = '"><script>alert(1)</script><img src=x onerror=1>'
    for (const field of ['q', 'amount', 'term', 'page', 'bank']) {
      const { text, status } = await visitor.get(`/products?${field}=${encodeURIComponent(attack)}`)
      assert.equal(status, 200)
      assert.ok(!text.includes('<script>alert') && !text.includes('<img src=x'), field)
    }
  })

  it('survive every odd address', async () => {
    const odd = [
      '?q=%',
      '?q=%FF%00',
      '?page=1e400',
      '?__proto__[x]=1',
      '?constructor=1',
      `?q=${'a'.repeat(5000)}`,
      '?bank=',
      '?q[]=1',
      '?page=0',
    ]
    for (const search of odd) assert.equal((await visitor.get(`/products${search}`)).status, 200, search)
  })

  it('answer a known page by 304 and change with the catalogue', async () => {
    const first = await visitor.get('/products?green=yes').expect(200)
    const etag = String(first.headers.etag)
    assert.match(etag, /^W\/"/)
    const again = await visitor.get('/products?green=yes').set('If-None-Match', etag).expect(304)
    assert.equal(again.text, '')
    assert.equal((await visitor.get('/products?green=no').expect(200)).headers.etag === etag, false)
  })

  it('go out compressed to a browser that takes it, and plain to one that does not', async () => {
    const plain = await visitor.get('/products').set('Accept-Encoding', 'identity').expect(200)
    assert.equal(plain.headers['content-encoding'], undefined)
    const compressed = await visitor.get('/products').set('Accept-Encoding', 'gzip').expect(200)
    assert.equal(compressed.headers['content-encoding'], 'gzip')
    assert.ok(Number(compressed.headers['content-length']) < Number(plain.headers['content-length']) / 3)
    assert.equal(compressed.text, plain.text)
    for (const { headers } of [plain, compressed]) assert.match(String(headers.vary), /Accept-Encoding/)
  })

  it('give the same page for the same question however it is put', async () => {
    const plain = await visitor.get('/products?bank=abc&bank=icbc')
    for (const search of [
      'bank=icbc&bank=abc',
      'bank=abc&bank=icbc&q=&amount=&page=1&sort=basis',
      'bank=abc&bank=icbc&x=1',
    ]) {
      assert.equal((await visitor.get(`/products?${search}`)).text, plain.text, search)
    }
  })

  it('export the list as it is filtered', async () => {
    const response = await visitor.get('/products.csv?green=yes').expect(200)
    assert.match(String(response.headers['content-type']), /^text\/csv; charset=utf-8/)
    assert.match(String(response.headers['content-disposition']), /attachment; filename="?products-2026-11-22\.csv/)
    assert.ok(response.text.startsWith('\uFEFF'))
    assert.equal(response.text.trim().split('\r\n').length, 52)
  })

  it('show a product with terms, conditions, cost, fees, source and version', async () => {
    const $ = await visitor.open('/products/cib-ccer-kaifa')
    assert.equal($('h1').text(), 'CCER开发挂钩贷款')
    for (const heading of ['产品条款', '准入条件', '费用', '资料来源', '相近产品'])
      assert.ok($(`h2:contains(${heading})`).length, heading)
    assert.match($('main').text(), /2026-11-22\.42e801d81e9d/)
    assert.equal($('section[aria-labelledby=source] a').length, 0)
    assert.match($('section[aria-labelledby=cost]').text(), /年利率未公布，不作计算/)
    assert.match($('section[aria-labelledby=fees]').text(), /企业承担/)
  })

  it('nest alternatives under the words that say how many have to hold', async () => {
    const $ = await visitor.open('/products/huiruyi-lvsedai')
    const group = $('section[aria-labelledby=conditions] li').filter(
      (_, one) => $(one).children('p').text() === '以下任一项',
    )
    assert.equal(group.find('li').length, 2)
  })

  it('help where a product or an institution is not known', async () => {
    const product = loadPage((await visitor.get('/products/abc-gone').expect(404)).text)
    assert.ok(product('a[href^="/products/abc-"]').length > 0)
    const bank = loadPage((await visitor.get('/institutions/nobank').expect(404)).text)
    assert.ok(bank('a[href="/institutions"]').length > 0)
    for (const id of ['__proto__', 'constructor', '%00', 'a'.repeat(3000)]) {
      await visitor.get(`/products/${id}`).expect(404)
      await visitor.get(`/institutions/${id}`).expect(404)
    }
  })

  it('stay under 60 KB on the line, every one of them', async () => {
    const addresses = ['/', '/products', '/institutions', '/institutions/cib']
    addresses.push(...shippedJson().products.map((product) => `/products/${String(product.id)}`))
    for (const address of addresses) {
      const { text, status } = await visitor.get(address)
      assert.equal(status, 200, address)
      const size = gzipSync(text).length
      assert.ok(size < 60 * 1024, `${address}: ${size}`)
    }
  })

  it('set no cookie for someone who only looks', async () => {
    for (const address of ['/', '/products', '/products/huiruyi-lvsedai', '/institutions']) {
      assert.equal((await visitor.get(address)).headers['set-cookie'], undefined, address)
    }
  })
})

describe('the catalogue pages after an import', () => {
  it('show the new version', async () => {
    let now = Date.parse('2026-11-22T04:00:00Z')
    const site = await startApp({ now: () => new Date((now += 1)) })
    try {
      const json = shippedJson()
      Object.assign(json.products[0] ?? {}, { name: '全新改名的产品' })
      const { vocabulary } = site.deps.reference
      const store = catalogueStore(site.deps.db.connection)
      await importCatalogue(store, JSON.stringify(json), { vocabularyOf: vocabulary, now: new Date(now) })
      const $ = await new Visitor(site.app).open('/products?q=qxgm')
      assert.equal($('.item h3').text(), '全新改名的产品')
    } finally {
      await site.close()
    }
  })
})
