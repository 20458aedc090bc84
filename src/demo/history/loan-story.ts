import type { Mover } from '../../applications/index.js'
import { newRecordId } from '../../db/index.js'
import { addDays, daysBetween, partsOf, chinaDay } from '../../kernel/dates.js'
import type { Due, Loan } from '../../loans/index.js'
import type { Chance } from '../sample-figures.js'
import type { World } from './bank-desk.js'
import { ownerOf } from './people.js'
import { atWork, workingDaysOn, type Story } from './timeline.js'

type Telling = { readonly world: World; readonly loanId: string; readonly mover: Mover; readonly chance: Chance }

/** Drawing, until all is paid out; paying back and reporting go on beside it. */
export async function* loanStory(telling: Telling): Story {
  const { world, loanId, mover, chance } = telling
  const { loans, now } = world.stage
  const { loan, drawdowns } = await loans.file('all', loanId)
  const planned = drawdowns.toSorted((a, b) => (a.plannedOn ?? '').localeCompare(b.plannedOn ?? ''))
  for (const [place, { id, plannedOn, plannedFen }] of planned.entries()) {
    yield atWork(plannedOn ?? chinaDay(now()), chance, now())
    const order = {
      plannedId: id,
      madeOn: chinaDay(now()),
      amountFen: plannedFen ?? 0,
      use: '发票与收款账户核对一致（示例）',
    }
    await drawn(telling, order, place === 0 ? loan.conditions.map((_, at) => at) : [])
    if (place === 0 && chance.percent(3)) yield* mistaken(telling, order)
    if (place > 0) continue
    world.timeline.tell(payStory(telling))
    if (loan.dimensions.energySavingTce !== null || loan.dimensions.carbonReductionT !== null) {
      world.timeline.tell(benefitStory(telling, loan))
    }
  }
  yield workingDaysOn(now(), 1, chance)
  await loans.endDrawing('all', loanId, mover)
}

type Order = { plannedId: string | null; madeOn: string; amountFen: number; use: string }

async function drawn({ world, loanId, mover }: Telling, order: Order, fulfilled: readonly number[]): Promise<void> {
  const made = await world.stage.loans.draw('all', loanId, { ...order, fulfilled, key: newRecordId() }, mover)
  if (!made.ok) throw new Error(`nothing was drawn of ${loanId}: ${JSON.stringify(made.error)}`)
}

/** The sum was entered for another loan: taken back, and entered anew. */
async function* mistaken(telling: Telling, order: Order): AsyncGenerator<Date, void, undefined> {
  const { world, loanId, mover, chance } = telling
  const { loans, now } = world.stage
  yield new Date(now().getTime() + chance.between(10, 50) * 60_000)
  const wrong = (await loans.file('all', loanId)).drawdowns.find(({ state }) => state === 'made')
  if (wrong === undefined) return
  const taken = await loans.correctDrawdown(
    'all',
    { loanId, id: wrong.id },
    '投放日期录入有误，重新登记（示例）',
    mover,
  )
  if (!taken.ok) return
  await drawn(telling, { ...order, plannedId: null }, [])
}

/** Every due date in its turn: mostly on the day, some late, few very late; what is left is paid early now and then. */
async function* payStory(telling: Telling): Story {
  const { world, loanId, mover, chance } = telling
  const { loans, now } = world.stage
  for (;;) {
    const { loan, dues } = await loans.file('all', loanId)
    const next = dues.find(({ settled }) => !settled)
    if (next === undefined) {
      yield workingDaysOn(now(), 2, chance)
      const { loan: last, dues: left } = await loans.file('all', loanId)
      if (left.some(({ settled }) => !settled)) continue
      if (last.state !== 'repaying' || last.balanceFen > 0) continue
      await loans.close('all', loanId, mover)
      return
    }
    yield* untilPaid(telling, loan, next)
    await pay(telling)
  }
}

async function* untilPaid({ world, loanId, mover, chance }: Telling, loan: Loan, next: Due) {
  const { loans, now } = world.stage
  const due = next.dueOn >= chinaDay(now()) ? next.dueOn : chinaDay(now())
  if (!chance.percent(6)) {
    yield atWork(due, chance, now())
    return
  }
  const late = chance.percent(20) ? chance.between(35, 150) : chance.between(1, 20)
  if (late > 30) {
    yield atWork(addDays(due, 31), chance, now())
    const reason = '逾期超过三十天（示例）'
    const quality = loan.qualities.at(-1)?.quality === '关注' ? ('次级' as const) : ('关注' as const)
    await loans.changeQuality('all', loanId, { quality, from: chinaDay(now()), reason }, mover)
  }
  yield atWork(addDays(due, late), chance, now())
}

/** Pays what has fallen due until today; seldom something more. */
async function pay({ world, loanId, mover, chance }: Telling): Promise<void> {
  const { loans, now } = world.stage
  const paidOn = chinaDay(now())
  const { dues } = await loans.file('all', loanId)
  const open = (which: readonly Due[]) => which.filter(({ settled }) => !settled)
  const fallen = open(dues.filter(({ dueOn }) => dueOn <= paidOn))
  const [first] = fallen
  if (first === undefined) return
  const sum = (pick: (due: Due) => number, of: readonly Due[]) => of.reduce((total, due) => total + pick(due), 0)
  const later = sum((due) => due.principalFen - due.paidPrincipalFen, open(dues.filter(({ dueOn }) => dueOn > paidOn)))
  const late = daysBetween(first.dueOn, paidOn)
  const paid = await loans.repay(
    'all',
    loanId,
    {
      paidOn,
      principalFen: sum((due) => due.principalFen - due.paidPrincipalFen, fallen),
      prepaidFen: later > 0 && chance.percent(2) ? (chance.percent(50) ? later : Math.floor(later / 3)) : 0,
      interestFen: sum((due) => due.interestFen - due.paidInterestFen, fallen),
      otherFen: late > 5 ? late * chance.between(2_000, 9_000) : 0,
      key: newRecordId(),
    },
    mover,
  )
  if (!paid.ok) throw new Error(`nothing was paid back of ${loanId}: ${JSON.stringify(paid.error)}`)
}

/** Every spring the enterprise says what the project saved, and most banks check it. */
async function* benefitStory({ world, loanId, mover, chance }: Telling, loan: Loan): Story {
  const { loans, now } = world.stage
  const { energySavingTce, carbonReductionT } = loan.dimensions
  for (let year = partsOf(chinaDay(now())).year; ; year += 1) {
    yield atWork(addDays(`${year + 1}-01-15`, chance.between(0, 40)), chance)
    const part = 0.7 + chance.next() * 0.35
    const scaled = (value: number | null) => (value === null ? null : Math.round(value * part))
    const report = {
      ...{ year, basis: '年度能源统计台账（示例）' },
      ...{ standardCoalTce: scaled(energySavingTce), carbonT: scaled(carbonReductionT) },
    }
    const reported = await loans.reportBenefit('all', loanId, report, ownerOf(loan.enterpriseId))
    if (!reported.ok || !chance.percent(70)) continue
    yield workingDaysOn(now(), chance.between(3, 15), chance)
    await loans.verifyBenefit('all', { loanId, year }, '核对能源统计台账（示例）', mover)
  }
}
