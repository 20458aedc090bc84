import assert from 'node:assert/strict'
import type { Response } from 'supertest'
import { paths } from '../../src/paths.js'
import { type Cell, readSheets } from '../../src/spreadsheets/index.js'
import { invited, moved, type Signed, signedSyndicate, startSyndicates, type SyndicateApp } from './syndicate-app.js'

describe('the exported share table', function () {
  this.timeout(60_000)
  let test: SyndicateApp
  before(async () => {
    test = await startSyndicates()
  })
  after(() => test.close())

  /** The rows of the workbook's sheets, in the order of their tabs. */
  async function sheetsOf({ visitor }: Signed, id: string): Promise<{ shares: string[][]; payments: string[][] }> {
    const answer = await visitor.get(paths.syndicateShares({ id })).buffer(true).parse(binary).expect(200)
    const sheets = new Map<string, string[][]>()
    for await (const { sheet, cells } of readSheets(answer.body as Buffer))
      sheets.set(sheet, [...(sheets.get(sheet) ?? []), cells.map(textOf)])
    const [, shares = [], payments = []] = sheets.values()
    return { shares: shares.slice(1), payments: payments.slice(1) }
  }
  const textOf = (cell: Cell | undefined): string =>
    cell?.kind === 'text' ? cell.text : cell?.kind === 'number' ? String(cell.value) : ''

  it('holds every share, and every payment split by bank to the fen', async () => {
    const id = await signedSyndicate(test)
    await moved(test.bank.icbc, id, 'draw', { drawOn: '2026-11-23', drawAmount: '1500' })
    const { shares, payments } = await sheetsOf(test.bank.psbc, id)
    assert.deepEqual(
      shares.map(([name]) => name),
      ['中国工商银行', '中国农业银行', '中国银行', '中国建设银行', '中国民生银行', '中国邮政储蓄银行'],
    )
    assert.equal(
      shares.reduce((sum, row) => sum + Number(row[2]), 0),
      3_800_000_000,
    )
    const [drawn] = payments
    assert.deepEqual(
      drawn?.slice(3).map(Number),
      [15_000_000, 4_736_842.1, 3_157_894.74, 2_368_421.05, 1_973_684.21, 1_578_947.37, 1_184_210.53],
    )
  })

  it('shows an invited bank no other than the lead and itself, and a stranger nothing', async () => {
    const id = await invited(test, { abc: 80_000, boc: 60_000 })
    await moved(test.bank.abc, id, 'accept', { acceptAmount: '80000' })
    await moved(test.bank.boc, id, 'accept', { acceptAmount: '60000' })
    const sheets = await sheetsOf(test.bank.abc, id)
    assert.deepEqual(
      sheets.shares.map(([name]) => name),
      ['中国工商银行', '中国农业银行'],
    )
    assert.doesNotMatch(JSON.stringify(sheets), /中国银行/)
    await test.bank.ccb.visitor.get(paths.syndicateShares({ id })).expect(404)
  })
})

function binary(response: Response, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = []
  const stream = response as unknown as NodeJS.ReadableStream
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.on('end', () => done(null, Buffer.concat(chunks)))
}
