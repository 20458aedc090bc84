import { path } from '../web/path.js'

export const projectListPaths = {
  pipeline: path('/bureau/pipeline'),
  pipelineExport: path('/bureau/pipeline/projects.xlsx'),
  pipelineTemplate: path('/bureau/pipeline/template.xlsx'),
  pipelineProjects: path('/bureau/pipeline/projects'),
  pipelineNewProject: path('/bureau/pipeline/projects/new'),
  pipelineProject: path('/bureau/pipeline/projects/:id'),
  pipelineRemoval: path('/bureau/pipeline/projects/:id/removal'),
  pipelineImports: path('/bureau/pipeline/imports'),
  pipelineImport: path('/bureau/pipeline/imports/:id'),
  pipelineImportApplication: path('/bureau/pipeline/imports/:id/application'),
  pipelineImportCancellation: path('/bureau/pipeline/imports/:id/cancellation'),
  pipelineImportRefused: path('/bureau/pipeline/imports/:id/refused.xlsx'),
  enterprisePipeline: path('/enterprise/pipeline'),
  enterprisePipelineNeed: path('/enterprise/pipeline/:id/need'),
} as const
