import assert from 'node:assert/strict'
import { startApp, type TestApp } from '../support/app.js'
import { signedInAs } from '../support/people.js'

describe('the page of the jobs', () => {
  let test: TestApp
  before(async () => {
    test = await startApp()
    test.deps.jobs.define('broken', { everyMs: 3_600_000, title: '坏掉的任务' }, () =>
      Promise.reject(new Error('连不上')),
    )
  })
  after(() => test.close())

  it('tells the centre what ran, what is due, and what went wrong', async () => {
    const { visitor } = await signedInAs(test, 'administrator')
    const before = await visitor.open('/centre/jobs')
    assert.match(before('tbody tr').first().text(), /发送邮件.*每 30 秒.*正常.*还没有运行过/)
    await test.deps.jobs.runDue()
    const $ = await visitor.open('/centre/jobs')
    const rows = $('tbody tr')
      .toArray()
      .map((row) => $(row).text())
    assert.match(rows[0] ?? '', /发送邮件.*正常.*2026年11月22日 12:00.*2026年11月22日 12:00/)
    assert.ok(
      rows.some((row) => /坏掉的任务.*每 1 小时.*上次失败.*连续 1 次没有成功：连不上.*还没有运行过.*12:01/.test(row)),
      rows.join('\n'),
    )
    assert.match($('[role=status]').text(), /其中 1 项上次没有成功/)
  })
})
