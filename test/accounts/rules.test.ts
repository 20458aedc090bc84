import assert from 'node:assert/strict'
import fc from 'fast-check'
import { organisationFor, rolesInvitableBy, invitationState } from '../../src/accounts/rules/invitation.js'
import { delaySeconds, networkOf, waitText } from '../../src/accounts/rules/lockout.js'
import { hashPassword, passwordFault, passwordMatches } from '../../src/accounts/rules/passwords.js'
import { newRecoveryCodes, recoveryHash } from '../../src/accounts/rules/second-factor.js'
import { isOver } from '../../src/accounts/rules/session-limits.js'
import { safeReturnPath } from '../../src/web/safe-return-path.js'
import { roles } from '../../src/kernel/roles.js'

describe('the delay after failures', () => {
  it('is nothing at first, doubles from there, and ends at an hour', () => {
    const delays = [1, 4, 5, 6, 7, 11, 12, 100].map((failures) => delaySeconds('account', failures))
    assert.deepEqual(delays, [0, 0, 30, 60, 120, 1920, 3600, 3600])
    assert.deepEqual([delaySeconds('address', 29), delaySeconds('address', 30)], [0, 30])
  })

  it('never shrinks with one more failure', () => {
    const kind = fc.constantFrom('account', 'address', 'code', 'request')
    fc.assert(fc.property(kind, fc.nat(10_000), (kind, n) => delaySeconds(kind, n + 1) >= delaySeconds(kind, n)))
  })

  it('is counted for the network of an IPv6 address', () => {
    assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2:ffff::1'))
    assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
    assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1')
  })

  it('is said in words', () => {
    assert.deepEqual([waitText(0.2), waitText(30), waitText(61)], ['1 秒', '30 秒', '2 分钟'])
  })
})

describe('a password', () => {
  it('is judged by its length and by what is common, not by its composition', () => {
    assert.equal(passwordFault('月光下的胡杨林很美很安静', ''), null)
    assert.equal(passwordFault('correct horse battery', ''), null)
    assert.match(passwordFault('123456789', '') ?? '', /至少 10 个字符/)
    assert.match(passwordFault('QwertyUiop', '') ?? '', /太常见/)
    assert.match(passwordFault('１２３４５６７８９０', '') ?? '', /太常见/)
    assert.match(passwordFault('ababababab', '') ?? '', /重复/)
    assert.match(passwordFault('Wang@Example.cn', 'wang@example.cn') ?? '', /邮箱/)
    assert.match(passwordFault('x1y'.repeat(50), '') ?? '', /最多 128/)
  })

  it('is kept as argon2id, and full-width letters are the same letters', async () => {
    const hash = await hashPassword('Abcdefghij 1')
    assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.equal(await passwordMatches(hash, 'Ａbcdefghij 1'), true)
    assert.equal(await passwordMatches(hash, 'Abcdefghij 2'), false)
  })

  it('costs as much to refuse for an account that is not there', async () => {
    const hash = await hashPassword('Abcdefghij 1')
    await passwordMatches(null, 'x')
    const fastest = async (against: string | null) => {
      const times: number[] = []
      for (let n = 0; n < 7; n += 1) {
        const start = process.hrtime.bigint()
        assert.equal(await passwordMatches(against, 'not this one'), false)
        times.push(Number(process.hrtime.bigint() - start))
      }
      return Math.min(...times)
    }
    const ratio = (await fastest(null)) / (await fastest(hash))
    assert.ok(ratio > 0.3 && ratio < 3.3, `the ratio is ${ratio}`)
  })
})

describe('recovery codes', () => {
  it('are ten different ones, read whatever case, blank or dash is typed', () => {
    const codes = newRecoveryCodes()
    assert.equal(new Set(codes).size, 10)
    for (const code of codes) {
      assert.match(code, /^[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}$/)
      assert.equal(recoveryHash(code.toLowerCase().replace('-', ' ')), recoveryHash(code))
    }
  })
})

describe('the way back after signing in', () => {
  it('is a path of this site', () => {
    for (const path of ['/', '/account', '/products?q=%E6%A3%89&page=2', '/a/b-c_d'])
      assert.equal(safeReturnPath(path), path)
  })

  it('is never another site, whatever is asked for', () => {
    const evil = [
      '',
      'x',
      '//a',
      '/\\a',
      '\\/a',
      'https://a',
      '/%0a\r\nx',
      '/ /a',
      '/\ta',
      '/a\\b',
      'javascript:1',
      null,
      ['/a'],
      '/'.repeat(600),
    ]
    for (const path of evil) assert.equal(safeReturnPath(path), null, String(path))
    fc.assert(
      fc.property(fc.string(), (text) => {
        const path = safeReturnPath(`/${text}`)
        return path === null || new URL(path, 'http://own.example').host === 'own.example'
      }),
    )
  })
})

describe('invitations', () => {
  const user = (role: (typeof roles)[number]) =>
    ({ id: 'u', role, name: '张三', email: 'a@example.cn', organisation: { kind: 'bank', id: 'b1' } }) as const

  it('are given by each role to its own people alone', () => {
    const given = Object.fromEntries(roles.map((role) => [role, rolesInvitableBy(role)]))
    assert.deepEqual(given, {
      owner: ['member'],
      member: [],
      officer: [],
      manager: ['officer', 'manager'],
      bureau: [],
      administrator: ['officer', 'manager', 'bureau', 'administrator'],
    })
  })

  it('bring people into the own organisation, whatever bank the form names', () => {
    assert.deepEqual(organisationFor(user('manager'), 'officer', 'b2'), { kind: 'bank', id: 'b1' })
    assert.deepEqual(organisationFor(user('administrator'), 'officer', 'b2'), { kind: 'bank', id: 'b2' })
    assert.equal(organisationFor(user('administrator'), 'officer', null), null)
    assert.equal(organisationFor(user('member'), 'member', null), null)
  })

  it('are accepted, revoked, expired or open', () => {
    const at = new Date(1000)
    const one = {
      id: 'i', email: 'a', role: 'member', organisation: { kind: 'enterprise', id: 'e' }, invitedBy: 'u',
      createdAt: at, expiresAt: new Date(2000), acceptedAt: null, revokedAt: null,
    } as const // prettier-ignore
    assert.equal(invitationState(one, at), 'open')
    assert.equal(invitationState(one, new Date(2000)), 'expired')
    assert.equal(invitationState({ ...one, revokedAt: at }, at), 'revoked')
    assert.equal(invitationState({ ...one, acceptedAt: at }, new Date(3000)), 'accepted')
  })
})

describe('a session', () => {
  const start = Date.parse('2026-11-22T04:00:00Z')
  const after = (minutes: number) => new Date(start + minutes * 60_000)
  const times = { signedInAt: start, seenAt: start }

  it('of staff is over after thirty idle minutes, of an enterprise after twelve hours', () => {
    for (const role of ['officer', 'manager', 'bureau', 'administrator'] as const) {
      assert.deepEqual([isOver(times, role, after(29.9)), isOver(times, role, after(30))], [false, true])
    }
    for (const role of ['owner', 'member'] as const) {
      assert.deepEqual([isOver(times, role, after(719.9)), isOver(times, role, after(720))], [false, true])
    }
  })

  it('of which nothing is known is over', () => {
    assert.equal(isOver({}, 'owner', after(0)), true)
  })
})
