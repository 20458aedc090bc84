import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { shippedCatalogueFile } from '../../src/catalogue/index.js'
import { main } from '../../src/catalogue/import.cli.js'
import { readConfig } from '../../src/config.js'
import { shippedJson, shippedText } from './shipped-catalogue.js'

describe('npm run import:catalogue', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'import-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function run(argv: readonly string[], input: string | Buffer = '') {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: path.join(folder, 'data') })
    const status = await main(argv, { stdin: Readable.from([input]), stdout, stderr, config })
    stdout.end()
    stderr.end()
    return { status, out: await text(stdout), err: await text(stderr) }
  }

  it('imports a file, and says of the same one that nothing is new', async () => {
    const first = await run([shippedCatalogueFile])
    assert.deepEqual([first.status, first.err], [0, ''])
    assert.match(first.out, /^已导入为第 1 版（2026-11-22\.42e801d81e9d）：14 家机构，110 个产品/)
    const again = await run(['-'], shippedText())
    assert.equal(again.status, 0)
    assert.match(again.out, /没有建立新版本/)
  })

  it('lists every fault with its place and answers 2', async () => {
    const json = shippedJson()
    Object.assign(json.products[0] ?? {}, { bank: 'nobank' })
    Object.assign(json.products[5] ?? {}, { isGreen: 1 })
    const { status, out, err } = await run(['-'], JSON.stringify(json))
    assert.deepEqual([status, out], [2, ''])
    assert.match(err, /^文件有 2 处错误，没有写入任何内容：\nproducts\[0\]\.bank：.+\nproducts\[5\]\.isGreen：.+\n$/)
  })

  it('answers 2 to a file that is not there, not readable or not JSON, without a stack trace', async () => {
    const file = path.join(folder, 'broken.json')
    await writeFile(file, Buffer.from([0x7b, 0x0a, 0xff]))
    for (const argv of [[path.join(folder, 'none.json')], [folder], [file], [], ['a', 'b']]) {
      const { status, out, err } = await run(argv)
      assert.deepEqual([status, out], [2, ''], argv.join(' '))
      assert.match(err, /\p{Script=Han}/u)
      assert.doesNotMatch(err, /\n\s+at /)
    }
  })
})
