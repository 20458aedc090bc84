export { pipelineService, type PipelineService } from './pipeline-service.js'
export { pipelineRoutes } from './pipeline.router.js'
export type { NewProject } from './project.js'
