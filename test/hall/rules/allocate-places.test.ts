import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  allocatePlaces,
  FEWEST_LIMITS,
  PLACES,
  scoreOf,
  WEIGHTS,
  type Candidate,
} from '../../../src/hall/rules/allocate-places.js'

const asked = 800_000_000
const request = { id: 'r'.repeat(24), amountFen: asked }

const plain: Candidate = {
  bankId: 'bank',
  verdict: 'eligible',
  conditionsPassed: 8,
  conditionsTotal: 8,
  green: 1,
  costBp: 400,
  coveredFen: asked,
  openCases: 10,
  officers: 2,
  limits: { ended: 20, kept: 18 },
}

const candidate: fc.Arbitrary<Omit<Candidate, 'bankId'>> = fc
  .record({
    eligible: fc.boolean(),
    total: fc.integer({ min: 0, max: 12 }),
    missing: fc.integer({ min: 0, max: 4 }),
    green: fc.constantFrom(0, 0.5, 1, null),
    costBp: fc.option(fc.integer({ min: 0, max: 2400 })),
    coveredFen: fc.integer({ min: 1, max: asked * 2 }),
    openCases: fc.integer({ min: 0, max: 60 }),
    officers: fc.integer({ min: 0, max: 8 }),
    ended: fc.integer({ min: 0, max: 40 }),
    keptShare: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ eligible, total, missing, ended, keptShare, ...rest }) => ({
    ...rest,
    verdict: eligible ? ('eligible' as const) : ('needs_information' as const),
    conditionsTotal: total,
    conditionsPassed: eligible ? total : Math.max(0, total - missing),
    limits: { ended, kept: Math.floor((ended * keptShare) / 100) },
  }))
const claims = fc
  .array(candidate, { maxLength: 8 })
  .map((given): Candidate[] => given.map((one, place) => ({ ...one, bankId: `bank-${place}` })))

const rank = (given: readonly Candidate[], bankId: string) =>
  allocatePlaces(request, given).find((one) => one.bankId === bankId)?.rank ?? Infinity

describe('the rule of places', () => {
  it('gives the same answer whatever the order in which claims came', () => {
    fc.assert(
      fc.property(
        claims.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length }))),
        ([given, shuffled]) => {
          assert.deepEqual(allocatePlaces(request, shuffled), allocatePlaces(request, given))
        },
      ),
    )
  })

  it('gives no more places than there are, each bank at most one, and none that could still be given', () => {
    fc.assert(
      fc.property(claims, fc.integer({ min: 0, max: 5 }), (given, places) => {
        const twice = [...given, ...given]
        const result = allocatePlaces(request, twice, places)
        const placed = result.filter((one) => one.placed)
        assert.equal(placed.length, Math.min(PLACES, places, given.length))
        assert.equal(new Set(result.map(({ bankId }) => bankId)).size, result.length)
        assert.equal(result.length, given.length)
        assert.ok(placed.every((one) => one.rank <= placed.length))
      }),
    )
  })

  it('never ranks a claim below one that it is at least as good as on every part and better on one', () => {
    const better = (claim: Candidate): fc.Arbitrary<Partial<Candidate>> =>
      fc.constantFrom<Partial<Candidate>>(
        { costBp: Math.max(0, (claim.costBp ?? 2500) - 1) },
        { coveredFen: claim.coveredFen + 1_000_000 },
        { openCases: Math.max(0, claim.openCases - 1) },
        { officers: claim.officers + 1 },
        { conditionsPassed: claim.conditionsTotal, verdict: 'eligible' },
        { green: claim.green === null ? null : 1 },
        { limits: { ended: claim.limits.ended, kept: claim.limits.ended } },
      )
    fc.assert(
      fc.property(
        candidate.chain((one) => {
          const claim: Candidate = { ...one, bankId: 'lesser' }
          return fc.tuple(fc.constant(claim), fc.array(better(claim), { minLength: 1, maxLength: 4 }))
        }),
        claims,
        ([lesser, gains], others) => {
          const greater: Candidate = Object.assign({}, lesser, ...gains, { bankId: 'greater' }) as Candidate
          const [a, b] = [scoreOf(greater, asked), scoreOf(lesser, asked)]
          // Below the count at which promises are looked at, keeping all of them changes nothing.
          for (const part of ['fit', 'terms', 'capacity', 'promises'] as const) assert.ok(a[part] >= b[part], part)
          const strictly = a.total > b.total || (a.costKnown && !b.costKnown)
          const all = [...others, lesser, greater]
          if (strictly) assert.ok(rank(all, 'greater') < rank(all, 'lesser'))
        },
      ),
    )
  })

  it('does not let a third claim turn two others round', () => {
    fc.assert(
      fc.property(claims, candidate, (given, third) => {
        const before = allocatePlaces(request, given).map(({ bankId }) => bankId)
        const after = allocatePlaces(request, [...given, { ...third, bankId: 'third' }]).map(({ bankId }) => bankId)
        assert.deepEqual(
          after.filter((bankId) => bankId !== 'third'),
          before,
        )
      }),
    )
  })

  it('puts every offer with a fee that nobody knows behind all whose cost is known', () => {
    const dear: Candidate = {
      ...plain,
      bankId: 'dear',
      costBp: 2400,
      verdict: 'needs_information',
      conditionsPassed: 1,
    }
    const open: Candidate = { ...plain, bankId: 'open', costBp: null }
    assert.deepEqual(
      allocatePlaces(request, [open, dear]).map(({ bankId }) => bankId),
      ['dear', 'open'],
    )
  })

  it('holds too few limits neither for nor against a bank, and broken ones against it', () => {
    const with_ = (ended: number, kept: number) => scoreOf({ ...plain, limits: { ended, kept } }, asked).promises
    assert.equal(with_(FEWEST_LIMITS - 1, 0), 0)
    assert.equal(with_(10, 8), 0)
    assert.equal(with_(10, 10), WEIGHTS.promises)
    assert.ok(with_(10, 5) < 0)
  })

  it('counts the green class of a product only where the need is green', () => {
    const fit = (green: number | null) => scoreOf({ ...plain, green }, asked).fit
    assert.equal(fit(null), fit(1))
    assert.equal(fit(1) - fit(0), WEIGHTS.green)
  })

  it('counts the amount covered in quarters, so that points do not tell what was asked for', () => {
    const terms = (share: number) => scoreOf({ ...plain, coveredFen: Math.round(asked * share) }, asked).terms
    assert.equal(terms(0.51), terms(0.74))
    assert.equal(terms(1) - terms(0.5), WEIGHTS.coverage / 2)
    assert.equal(terms(3), terms(1))
  })

  it('comes to a hundred points at the most', () => {
    const best = { ...plain, costBp: 0, openCases: 0, limits: { ended: 10, kept: 10 } }
    assert.equal(scoreOf(best, asked).total, 100)
  })

  it('settles what is equal by the amount covered, then by a draw that differs from request to request', () => {
    const [less, more] = [0.8, 0.9].map((share) => ({ ...plain, bankId: String(share), coveredFen: asked * share }))
    assert.ok(less && more)
    assert.equal(scoreOf(less, asked).total, scoreOf(more, asked).total)
    assert.equal(allocatePlaces(request, [less, more])[0]?.bankId, '0.9')
    const [one, other] = [
      { ...plain, bankId: 'one' },
      { ...plain, bankId: 'other' },
    ]
    const first = (id: string) => allocatePlaces({ id, amountFen: asked }, [one, other])[0]?.bankId
    const firsts = new Set(Array.from({ length: 40 }, (_, place) => first(`request-${place}`)))
    assert.deepEqual([...firsts].sort(), ['one', 'other'])
    assert.equal(first('request-7'), first('request-7'))
  })
})
