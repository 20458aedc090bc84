import type { FinancingRequest } from '../../src/applications/index.js'
import { newRecordId } from '../../src/db/index.js'

let requests = 0

/** A request of 800 万元 for a plant's equipment, as a submission would leave it; every call has its own number. */
export function plainRequest(enterpriseId: string, given: Partial<FinancingRequest> = {}): FinancingRequest {
  const id = newRecordId()
  return {
    id,
    key: id,
    number: `LQ-2026-9${String(++requests).padStart(5, '0')}`,
    enterpriseId,
    enterpriseName: '示例建材公司',
    needId: newRecordId(),
    needVersion: 1,
    title: '生产线节能降碳改造',
    channel: 'directed',
    amountFen: 800_0000_00,
    termMonths: 36,
    products: [],
    excludedBanks: [],
    securities: [],
    papers: [],
    consent: { scopes: ['profile', 'needs'], until: '2027-05-22' },
    dimensions: {
      ...{ division: '第八师', industry: '3011', sizeClass: '小型', ownership: '民营', yearsInOperation: 3 },
      ...{ greenCode: '1.4.1', purpose: '设备购置', firstLoan: null, investmentFen: null },
      ...{ energySavingTce: null, carbonReductionT: null },
    },
    catalogue: 'test',
    recordHash: '0'.repeat(64),
    snapshotHash: '0'.repeat(64),
    holding: true,
    isSample: false,
    submittedAt: new Date('2026-11-20T02:00:00Z'),
    by: null,
    ...given,
  }
}
