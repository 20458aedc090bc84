import assert from 'node:assert/strict'
import { findingOutcome, sourceOf } from '../../src/enterprises/rules/verification.js'
import { isInForce, mayShare, type Consent } from '../../src/enterprises/rules/consent.js'

const finding = (value: string | readonly string[] | null, register = 'r') => ({
  fact: 'f',
  value,
  register,
  asOf: '2025-12-31',
  at: new Date(0),
})

describe('a register and a claim', () => {
  it('agree, disagree, or there is no claim', () => {
    assert.equal(findingOutcome('国家级', { value: '国家级' }), 'confirmed')
    assert.equal(findingOutcome('国家级', { value: '兵团级' }), 'contradicted')
    assert.equal(findingOutcome(undefined, { value: '国家级' }), 'unclaimed')
  })

  it('agree that there is nothing to list', () => {
    for (const nothing of ['无', false, []]) assert.equal(findingOutcome(nothing, { value: null }), 'confirmed')
    assert.equal(findingOutcome('国家级', { value: null }), 'contradicted')
  })

  it('disagree about titles only when a listed one is not claimed', () => {
    assert.equal(findingOutcome(['单项冠军', '高新技术企业'], { value: ['单项冠军'] }), 'confirmed')
    assert.equal(findingOutcome(['高新技术企业'], { value: ['单项冠军'] }), 'contradicted')
  })

  it('make a source: the register when all is found, else the document, else the own word', () => {
    const source = (
      value: string | readonly string[],
      evidenceIds: readonly string[],
      ...found: ReturnType<typeof finding>[]
    ) => sourceOf({ fact: 'f', value, evidenceIds }, found)
    assert.equal(source('国家级', []), 'declared')
    assert.equal(source('国家级', ['e']), 'document')
    assert.equal(source('国家级', [], finding('国家级')), 'register')
    assert.equal(source('国家级', ['e'], finding('国家级'), finding('无', 's')), 'document', 'one register contradicts')
    assert.equal(source(['a', 'b'], [], finding(['a'])), 'declared')
    assert.equal(source(['a', 'b'], [], finding(['a']), finding(['b'], 's')), 'register')
    assert.equal(source('国家级', [], { ...finding('国家级'), fact: 'g' }), 'declared', 'another fact')
  })
})

describe('a consent', () => {
  const consent: Consent = {
    id: 'c',
    enterpriseId: 'e',
    bankId: 'icbc',
    bankName: '工行',
    purpose: 'review',
    scopes: ['profile', 'needs'],
    until: '2027-05-22',
    grantedBy: null,
    grantedAt: new Date(0),
    revokedBy: null,
    revokedAt: null,
  }
  const asked = { bankId: 'icbc', purpose: 'review', scope: 'profile' } as const

  it('holds to the end of its last day, and not after it was revoked', () => {
    assert.equal(isInForce(consent, '2027-05-22'), true)
    assert.equal(isInForce(consent, '2027-05-23'), false)
    assert.equal(isInForce({ ...consent, revokedAt: new Date(0) }, '2026-11-22'), false)
  })

  it('lets the bank it names see what it names for the purpose it names, and nothing else', () => {
    assert.equal(mayShare([consent], asked, '2026-11-22'), true)
    assert.equal(mayShare([consent], { ...asked, scope: 'figures' }, '2026-11-22'), false)
    assert.equal(mayShare([consent], { ...asked, bankId: 'abc' }, '2026-11-22'), false)
    assert.equal(mayShare([consent], { ...asked, purpose: 'aftercare' }, '2026-11-22'), false)
    assert.equal(mayShare([], asked, '2026-11-22'), false)
  })
})
