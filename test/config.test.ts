import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../src/root.js'
import { ConfigError, readConfig, settingNames } from '../src/config.js'

describe('configuration', () => {
  it('runs with nothing set', () => {
    const config = readConfig({})
    assert.equal(config.port, 3000)
    assert.equal(config.dataDir, path.resolve('data'))
    assert.equal(config.mongodbUri, null)
    assert.equal(config.logLevel, 'info')
    assert.equal(config.rateLimitPerMinute, 600)
  })

  it('takes an empty variable as one that is not set', () => {
    assert.equal(readConfig({ PORT: '', MONGODB_URI: ' ' }).port, 3000)
  })

  it('names every wrong value in one message', () => {
    const wrong = { PORT: '70000', LOG_LEVEL: 'loud', MONGODB_URI: 'postgres://x', RATE_LIMIT_PER_MINUTE: '-1' }
    assert.throws(
      () => readConfig(wrong),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError)
        for (const name of Object.keys(wrong)) assert.match(error.message, new RegExp(`^设置 ${name} 有误：.+。$`, 'm'))
        return true
      },
    )
  })

  it('refuses a port that is not a plain whole number', () => {
    for (const PORT of ['3e3', '0x10', '80.5', '３０００', 'abc'])
      assert.throws(() => readConfig({ PORT }), ConfigError)
  })

  it('does not start in production without a secret for the sessions', () => {
    assert.throws(() => readConfig({ NODE_ENV: 'production' }), /SESSION_SECRET/)
    assert.throws(() => readConfig({ NODE_ENV: 'production', SESSION_SECRET: 'short' }), /SESSION_SECRET/)
    assert.equal(readConfig({ NODE_ENV: 'production', SESSION_SECRET: 'x'.repeat(32) }).environment, 'production')
  })

  it('does not send mail without a sender and an address for its links', () => {
    assert.throws(() => readConfig({ SMTP_URL: 'smtp://mail.example.cn' }), /MAIL_FROM[\s\S]*PUBLIC_URL/)
    const PUBLIC_URL = 'https://portal.example.cn/'
    const config = readConfig({ SMTP_URL: 'smtp://mail.example.cn', MAIL_FROM: '绿桥 <a@example.cn>', PUBLIC_URL })
    assert.equal(config.publicUrl, 'https://portal.example.cn')
    assert.deepEqual(config.mail, { smtpUrl: 'smtp://mail.example.cn', from: '绿桥 <a@example.cn>' })
    assert.throws(() => readConfig({ PUBLIC_URL: 'https://portal.example.cn/path' }), /PUBLIC_URL/)
  })

  it('has no demonstration password in production', () => {
    const production = { NODE_ENV: 'production', SESSION_SECRET: 'x'.repeat(32) }
    assert.throws(() => readConfig({ ...production, DEMO_PASSWORD: 'long enough' }), /DEMO_PASSWORD/)
  })

  it('opens the hall for one working day, or for as long as is set in working days or hours', () => {
    assert.deepEqual(readConfig({}).claimWindow, { unit: 'wd', count: 1 })
    assert.deepEqual(readConfig({ CLAIM_WINDOW: '24h' }).claimWindow, { unit: 'h', count: 24 })
    assert.deepEqual(readConfig({ CLAIM_WINDOW: '10wd' }).claimWindow, { unit: 'wd', count: 10 })
    for (const CLAIM_WINDOW of ['0wd', '11wd', '241h', '1d', '1.5wd', '24', 'wd'])
      assert.throws(() => readConfig({ CLAIM_WINDOW }), /设置 CLAIM_WINDOW 有误/)
  })

  it('lists every setting in .env.example', () => {
    const example = readFileSync(path.join(projectRoot, '.env.example'), 'utf8')
    const listed = [...example.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1])
    assert.deepEqual(listed.sort(), [...settingNames].sort())
  })
})
