import type { CurrentCatalogue } from '../catalogue/index.js'
import type { EnterprisesService } from '../enterprises/index.js'
import type { Reference } from '../reference/index.js'
import type { Site } from '../web/route.js'
import { agreementRoutes } from './agreements/agreements.router.js'
import type { AgreementsService } from './agreements/agreements-service.js'
import { pipelineRoutes } from './pipeline/pipeline.router.js'
import type { PipelineService } from './pipeline/pipeline-service.js'
import { reportedRoutes } from './reported/reported.router.js'
import type { ReportedService } from './reported/reported-service.js'

export type MonitoringDeps = {
  readonly reported: ReportedService
  readonly agreements: AgreementsService
  readonly pipeline: PipelineService
  readonly enterprises: Pick<EnterprisesService, 'get'>
  readonly reference: Pick<Reference, 'divisions' | 'greenClasses'>
  readonly catalogue: Pick<CurrentCatalogue, 'current'>
}

/** Everything of monitoring that people open. */
export function monitoringRoutes(site: Site, deps: MonitoringDeps): void {
  const reported = () => deps.reported.all()
  const banks = async () => [...(await deps.catalogue.current()).banks.values()].map(({ id, name }) => ({ id, name }))
  reportedRoutes(site, deps.reported)
  agreementRoutes(site, { agreements: deps.agreements, banks, reported })
  pipelineRoutes(site, { ...deps, reported })
}
