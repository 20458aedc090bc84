import assert from 'node:assert/strict'
import type { Connection } from 'mongoose'
import {
  isEnded,
  refusalOf,
  targetOf,
  type MoveAction,
  type Application,
  type MoveRecord,
  type ApplicationState,
} from '../../src/applications/index.js'
import { ensureDemo, removeDemo } from '../../src/demo/index.js'
import { escalationStatus } from '../../src/escalations/index.js'
import { historyStore, loadHistory } from '../../src/demo/history/index.js'
import { tellHistory, planOf, type HistoryParts } from '../../src/demo/history/tell-history.js'
import { rowsByRequest } from '../../src/demo/history/rows-by-request.js'
import { seenFirst } from '../../src/demo/history/take-over.js'
import { paths } from '../../src/paths.js'
import { startApp, today, type TestApp } from '../support/app.js'
import { signedInAs } from '../support/people.js'

const FEW = 110

type NoticeRow = {
  readonly _id: string
  readonly to: { readonly kind: string; readonly id: string }
  readonly at: Date
  readonly unreadBy: readonly string[]
}

describe('the sample history', function () {
  this.timeout(180_000)
  let site: TestApp
  let deps: TestApp['deps'] & { readonly connection: Connection }
  const rows = <T extends object>(name: string): Promise<(T & { _id: string })[]> =>
    deps.connection.collection(name).find<T & { _id: string }>({ isSample: true }).toArray()
  const count = (name: string) => deps.connection.collection(name).countDocuments({})
  before(async () => {
    site = await startApp()
    deps = { ...site.deps, connection: site.deps.db.connection }
    await ensureDemo(deps)
  })
  after(() => site.close())

  /** The overview as somebody of the bureau sees it. */
  async function overview(): Promise<string> {
    const { visitor } = await signedInAs(site, 'bureau')
    return (await visitor.open(paths.bureau({}))).html()
  }

  const demoPeople = async () => {
    const { accounts } = await deps.accounts.list({}, { skip: 0, limit: 100 })
    return accounts.filter(({ isSample }) => isSample)
  }

  /** What the history is told of, read from the database as the start does. */
  async function parts(of: number): Promise<HistoryParts> {
    const kept = await deps.connection.collection('enterprises').find({ isSample: true, status: 'approved' }).toArray()
    const enterprises = await Promise.all(
      kept.map(async (row) => {
        const enterprise = await deps.enterprises.get('all', String(row._id))
        return { place: Number(enterprise.creditCode.slice(12, 17)) - 1, enterprise, row }
      }),
    )
    const files = kept.map(({ _id }) => ({ _id: `f${String(_id).slice(1)}`, enterpriseId: String(_id), uploadedAt: today })) // prettier-ignore
    const { reference, catalogue } = deps
    const accounts = { owner: null, officer: null, manager: null, bureau: null }
    enterprises.sort((a, b) => a.place - b.place)
    return { enterprises, files, accounts, reference, catalogue, end: today, count: of }
  }

  it('is planned for every one of twenty-four months, with more in the second year, about two thousand in all', () => {
    const planned = planOf({ end: today, count: 2000 })
    const months = new Map<string, number>()
    for (const { at } of planned) {
      const month = at.toISOString().slice(0, 7)
      months.set(month, (months.get(month) ?? 0) + 1)
    }
    assert.ok(months.size >= 24, `only ${months.size} months`)
    const half = planned.findIndex(({ at }) => at > new Date('2025-11-22T00:00:00Z'))
    assert.ok(half < planned.length / 2, 'the second year has more')
  })

  it('is the same each time', async () => {
    const given = await parts(24)
    const shape = async () => {
      return rowsByRequest(await tellHistory(given, [])).map(({ rows: all, told }) => ({
        rows: [...all].map(([name, list]) => [name, list.length]),
        sums: (all.get('loans') ?? []).map(({ drawnFen, balanceFen, state }) => [drawnFen, balanceFen, state]),
        told: told.map(({ name, at }) => `${name} ${at.toISOString()}`),
      }))
    }
    assert.deepEqual(await shape(), await shape())
  })

  it('comes in whole, with a sound audit chain, and not a second time', async () => {
    const mails = await count('outbox')
    const added = await loadHistory(deps, FEW)
    assert.ok(added > FEW * 0.6 && added < FEW * 1.6, `${added} applications`)
    assert.equal(await loadHistory(deps, FEW), 0)
    const state = await historyStore(deps.connection).find()
    assert.equal(state?.finished, true)
    assert.ok((await deps.audit.verify()).sound)
    assert.equal(await count('outbox'), mails, 'nobody gets a mail of what did not happen')
  })

  it('has banks explain most of what they let pass, kept or not, and none before it was brought up', async () => {
    const told = await deps.escalations.list()
    const answers = told.map((one) => escalationStatus(one, '2026-11-22'))
    assert.ok(told.length > 3 && answers.filter((one) => one.answers.length > 0).length > told.length / 2)
    assert.ok(answers.some(({ outcome: fate }) => fate === 'kept'))
    for (const { escalation, messages } of told) {
      for (const { at, text } of messages) assert.ok(at >= escalation.at && text.includes('（示例）'))
    }
  })

  it('leaves people of the demonstration the notices of its last weeks, those of the last days unread', async () => {
    const people = new Map((await demoPeople()).map(({ role, ...rest }) => [role, rest]))
    const organisations = new Set([...people.values()].map(({ organisation }) => organisation.id))
    const officer = people.get('officer')
    assert.ok(officer)
    const all = await deps.connection.collection<NoticeRow>('notices').find({ at: { $lt: today } }).toArray() // prettier-ignore
    assert.ok(all.some(({ to }) => to.kind === 'bank') && all.some(({ to }) => to.kind === 'enterprise'))
    for (const { to, at, unreadBy } of all) {
      assert.ok(organisations.has(to.id), to.id)
      assert.ok(at > new Date('2026-09-22T00:00:00Z'))
      if (at < new Date('2026-11-15T00:00:00Z')) assert.deepEqual(unreadBy, [])
    }
    assert.ok(all.some(({ unreadBy }) => unreadBy.length > 0))
    assert.ok((await deps.notices.unread({ id: officer.id })) > 0)
  })

  it('leaves the officer of the demonstration cases in several states, and nobody a case of a bank that is not theirs', async () => {
    const officer = (await demoPeople()).find(({ role }) => role === 'officer')
    assert.ok(officer)
    const own = (await rows<Application>('applications')).filter(({ officerId }) => officerId === officer.id)
    assert.deepEqual(new Set(own.map(({ bankId }) => bankId)), new Set([officer.organisation.id]))
    const live = new Set(own.filter(({ state }) => !isEnded(state)).map(({ state }) => state))
    assert.ok(live.size >= 4, `only ${[...live].join(', ')}`)
  })

  it('brings in first what people of the demonstration can see', async () => {
    const share = (enterpriseId: string, bankId: string) => ({
      ...{ rows: new Map([['applications', [{ _id: 'a', enterpriseId, bankId }]]]), told: [], noticed: [] },
    })
    const [loose, foreign, bank, own] = [{ rows: new Map(), told: [], noticed: [] }, share('e', 'b'), share('e', 'our bank'), share('we', 'b')] // prettier-ignore
    const [owner, officer] = (await demoPeople()).filter(({ role }) => role === 'owner' || role === 'officer')
    assert.ok(owner && officer)
    const accounts = {
      owner: { ...owner, organisation: { kind: 'enterprise' as const, id: 'we' } },
      officer: { ...officer, organisation: { kind: 'bank' as const, id: 'our bank' } },
    }
    assert.deepEqual(seenFirst([loose, foreign, bank, own], accounts), [loose, own, bank, foreign])
    assert.deepEqual(seenFirst([loose, foreign, bank, own], { owner: null, officer: null }), [loose, foreign, bank, own]) // prettier-ignore
  })

  it('leaves applications that are what their moves say, every move allowed by the table', async () => {
    const applications = await rows<Application>('applications')
    for (const application of applications) {
      const moves = await deps.connection
        .collection('application_moves')
        .find<MoveRecord>({ applicationId: application._id })
        .sort({ seq: 1 })
        .toArray()
      let state: ApplicationState = moves[0]?.from ?? 'draft'
      let asked: ApplicationState | null = null
      const reached: Partial<Record<ApplicationState, Date>> = {}
      for (const [place, move] of moves.entries()) {
        const action = move.action as MoveAction
        assert.equal(move.seq, place + 1)
        assert.equal(move.from, state)
        assert.equal(refusalOf(action, { kind: application.kind, state }, move.by.kind), null)
        const to = targetOf(action, asked)
        asked = to === 'returned' ? state : null
        state = to
        assert.equal(move.to, state)
        reached[state] ??= move.at
        assert.ok(place === 0 || move.at >= (moves[place - 1]?.at ?? move.at))
      }
      assert.equal(application.state, state)
      assert.deepEqual(application.reached, reached)
      assert.deepEqual(application.steps, moves.flatMap(({ step }) => step ?? [])) // prettier-ignore
      assert.equal(application.endedAt !== null, isEnded(state))
    }
  })

  it('lets no loan owe more or less than was drawn and not paid back, and no need be asked for beyond itself', async () => {
    const sums = new Map<string, number>()
    const add = (loanId: string, fen: number) => sums.set(loanId, (sums.get(loanId) ?? 0) + fen)
    for (const one of await rows<{ loanId: string; amountFen: number }>('loan_drawdowns'))
      add(one.loanId, one.amountFen)
    for (const one of await rows<{ loanId: string; principalFen: number }>('loan_repayments')) add(one.loanId, -one.principalFen) // prettier-ignore
    const loans = await rows<{ balanceFen: number; drawnFen: number; amountFen: number }>('loans')
    assert.ok(loans.length > 0)
    for (const { _id, balanceFen, drawnFen, amountFen } of loans) {
      assert.equal(sums.get(_id) ?? 0, balanceFen)
      assert.ok(drawnFen <= amountFen)
    }
    const asked = new Map<string, number>()
    for (const { needId, amountFen, holding } of await rows<{ needId: string; amountFen: number; holding: boolean }>(
      'application_requests',
    )) {
      if (holding) asked.set(needId, (asked.get(needId) ?? 0) + amountFen)
    }
    for (const [needId, fen] of asked) {
      const need = await deps.connection.collection<{ _id: string; amountFen: number }>('enterprise_needs').findOne({ _id: needId }) // prettier-ignore
      assert.ok(fen <= (need?.amountFen ?? 0))
    }
  })

  it('shows no account but those of the demonstration, and numbers that say 示例', async () => {
    const requests = await rows<{ number: string }>('application_requests')
    for (const { number } of requests) assert.match(number, /^示例-\d{4}-\d{4}$/)
    assert.equal(new Set(requests.map(({ number }) => number)).size, requests.length)
    const { events } = await deps.audit.list({ name: 'REQUEST_SUBMITTED' }, { number: 1, size: 20 })
    const people = new Set(events.flatMap(({ actor }) => actor.accountId ?? []))
    assert.ok(people.size > 0)
    const own = new Set((await demoPeople()).map(({ id }) => id))
    const { accounts } = await deps.accounts.list({}, { skip: 0, limit: 100 })
    assert.deepEqual(accounts.filter(({ id }) => people.has(id) && !own.has(id)), []) // prettier-ignore
  })

  it('goes on after a stop where it was, without leaving anything twice', async () => {
    await removeDemo(deps)
    await deps.connection.collection<{ _id: string }>('demo_state').deleteOne({ _id: 'demo' })
    await ensureDemo(deps)
    const plain = deps.audit
    let chunks = 0
    const failing = {
      ...plain,
      recordAll: (...given: Parameters<typeof plain.recordAll>) => {
        chunks += 1
        return chunks > 2 ? Promise.reject(new Error('the process ended')) : plain.recordAll(...given)
      },
    }
    await assert.rejects(loadHistory({ ...deps, audit: failing }, FEW), /the process ended/)
    const half = await historyStore(deps.connection).find()
    assert.equal(half?.finished, false)
    assert.match(await overview(), /示例历史还没有全部装入/)
    const requests = await rows<object>('application_requests')
    for (const { _id } of requests) {
      assert.ok(
        await deps.connection.collection('applications').findOne({ requestId: _id }),
        'no request without what hangs on it',
      )
    }
    await loadHistory(deps, FEW)
    assert.equal((await historyStore(deps.connection).find())?.finished, true)
    assert.doesNotMatch(await overview(), /示例历史还没有全部装入/)
    const numbers = (await rows<{ number: string }>('applications')).map(({ number }) => number)
    assert.equal(new Set(numbers).size, numbers.length)
    assert.ok((await deps.audit.verify()).sound)
  })

  it('goes without a trace with the samples, but for the audit log', async () => {
    await removeDemo(deps)
    const gone = [
      ...['applications', 'application_requests', 'application_moves', 'application_snapshots', 'application_guards'],
      ...[
        'application_counters',
        'hall_windows',
        'hall_claims',
        'hall_released_places',
        'offer_choices',
        'escalations',
        'escalation_words',
      ],
      ...['loans', 'loan_drawdowns', 'loan_repayments', 'loan_dues', 'loan_benefits', 'enterprise_needs', 'notices'],
      ...['enterprise_need_matches', 'enterprise_consents', 'enterprise_evidence', 'enterprises', 'demo_history'],
    ]
    for (const name of gone) assert.equal(await count(name), 0, name)
    assert.ok((await deps.audit.verify()).sound)
    assert.equal(await loadHistory(deps, FEW), 0, 'nothing comes back where samples are not wanted')
  })
})
