import type { CurrentCatalogue } from '../catalogue/index.js'
import type { EnterprisesService } from '../enterprises/index.js'
import type { Reference } from '../reference/index.js'
import type { Site } from '../web/route.js'
import { agreementRoutes } from './agreements/agreements.router.js'
import type { AgreementsService } from './agreements/agreements-service.js'
import { bankFigureRoutes } from './bank-figures/bank-figures.router.js'
import { fairnessRoutes } from './fairness/fairness.router.js'
import type { CurrentLedger } from './ledger/current-ledger.js'
import { overviewRoutes } from './overview/overview.router.js'
import { pipelineRoutes } from './pipeline/pipeline.router.js'
import type { PipelineService } from './pipeline/pipeline-service.js'
import { promiseRoutes } from './promises/promises.router.js'
import type { EscalationDesk } from './promises/escalation-desk.js'
import type { PromiseDeps } from './promises/promise-records.js'
import { unmetRoutes } from './unmet/unmet.router.js'
import { reportedRoutes } from './reported/reported.router.js'
import { reportRoutes, type ReportDeps } from './reports/reports.router.js'
import type { ReportedService } from './reported/reported-service.js'

export type MonitoringDeps = PromiseDeps &
  EscalationDesk &
  ReportDeps & {
    readonly ledger: CurrentLedger
    readonly reported: ReportedService
    readonly agreements: AgreementsService
    readonly pipeline: PipelineService
    readonly enterprises: Pick<EnterprisesService, 'get' | 'openNeeds'>
    readonly reference: Reference
    readonly catalogue: CurrentCatalogue
    readonly now: () => Date
  }

/** Everything of monitoring that people open. */
export function monitoringRoutes(site: Site, deps: MonitoringDeps): void {
  const reported = () => deps.reported.all()
  const banks = async () => [...(await deps.catalogue.current()).banks.values()].map(({ id, name }) => ({ id, name }))
  reportedRoutes(site, deps.reported)
  agreementRoutes(site, { agreements: deps.agreements, banks, reported })
  overviewRoutes(site, deps)
  unmetRoutes(site, deps)
  promiseRoutes(site, deps)
  fairnessRoutes(site, deps)
  bankFigureRoutes(site, deps)
  reportRoutes(site, deps)
  pipelineRoutes(site, { ...deps, reported })
}
