import type { SampleEnterprise } from '../enterprises/index.js'
import type { Chance } from './sample-figures.js'
import type { Trade, TradeNeed } from './sample-trades.js'

type Terms = SampleEnterprise['needs'][number]

const FEN_PER_WAN = 1_000_000
/** Promises by a person or a firm have no appraised value. */
const PROMISES = ['融资担保', '企业保证', '个人保证']

/** One or two needs of a size that fits the revenue. */
export function sampleNeeds(trade: Trade, revenueWan: number, chance: Chance): readonly Terms[] {
  const wanted = chance.percent(45) ? trade.needs : trade.needs.slice(0, 1)
  return wanted.map((need) => termsOf(need, revenueWan, chance))
}

function termsOf(need: TradeNeed, revenueWan: number, chance: Chance): Terms {
  const amountWan = rounded(
    Math.max(20, revenueWan * (need.project ? 0.2 + chance.next() * 0.5 : 0.05 + chance.next() * 0.2)),
  )
  const investmentWan = need.project ? rounded(amountWan * (1.3 + chance.next() * 0.6)) : null
  const cover = amountWan * (0.5 + chance.next())
  const valued = need.securities.filter((kind) => !PROMISES.includes(kind)).length
  return {
    title: need.title,
    amountFen: fen(amountWan),
    termMonths: need.project
      ? chance.pick([60, 84, 120])
      : need.purpose === '设备购置'
        ? 36
        : chance.pick([6, 12, 12, 24]),
    purpose: need.purpose,
    greenCode: need.green ?? '',
    investmentFen: investmentWan === null ? null : fen(investmentWan),
    ownFundsFen: investmentWan === null ? null : fen(investmentWan - amountWan),
    approvals: need.project ? ['立项', '环评', '用地', '施工许可'].slice(0, chance.between(0, 4)) : null,
    securities: need.securities.map((kind) => ({
      kind,
      valueFen: PROMISES.includes(kind) ? null : fen(rounded(cover / valued)),
    })),
    securityRegistered: null,
    energySavingTce: need.green === '1.4.1' ? Math.round(amountWan * (0.2 + chance.next())) : null,
    carbonReductionT: need.green?.startsWith('4.2') ? Math.round(amountWan * (0.8 + chance.next())) : null,
  }
}

/** Two figures that count, as people ask for money. */
function rounded(wan: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(wan)) - 1)
  return Math.max(1, Math.round(wan / step) * step)
}

const fen = (wan: number) => Math.round(wan) * FEN_PER_WAN
