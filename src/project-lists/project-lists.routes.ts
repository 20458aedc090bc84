import { paths } from '../paths.js'
import { enterpriseRoles } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import { bureauFrame } from '../bureau-frame.js'
import { importRoutes } from '../spreadsheets/index.js'
import { makeOwnNeed, showOwnProjects, type OwnProjectsPageDeps } from './pages/own-projects.page.js'
import { exportProjectLists, showProjectLists, type ProjectListPageDeps } from './pages/projects.page.js'
import { addProject, changeProject, editProject, newProject, removeProject } from './pages/project-form.page.js'

const STAFF = ['bureau', 'administrator'] as const

/** The three lists, for the bureau and the centre; and for each enterprise what they hold of it. */
export function projectListRoutes(site: Site, pages: ProjectListPageDeps & OwnProjectsPageDeps): void {
  const staff = (audit: string) => ({ role: STAFF, audit })
  site
    .get(paths.pipeline.pattern, staff('PIPELINE_READ'), showProjectLists(pages))
    .get(paths.pipelineExport.pattern, staff('PIPELINE_EXPORTED'), exportProjectLists(pages))
    .get(paths.pipelineNewProject.pattern, staff('PIPELINE_FORM_OPENED'), newProject(pages))
    .post(paths.pipelineProjects.pattern, staff('PIPELINE_PROJECT_ENTERED'), addProject(pages))
    .get(paths.pipelineProject.pattern, staff('PIPELINE_PROJECT_READ'), editProject(pages))
    .post(paths.pipelineProject.pattern, staff('PIPELINE_PROJECT_CHANGED'), changeProject(pages))
    .post(paths.pipelineRemoval.pattern, staff('PIPELINE_PROJECT_REMOVED'), removeProject(pages))
    .get(
      paths.enterprisePipeline.pattern,
      { role: enterpriseRoles, audit: 'OWN_PIPELINE_READ' },
      showOwnProjects(pages),
    )
    .post(
      paths.enterprisePipelineNeed.pattern,
      { role: enterpriseRoles, audit: 'PIPELINE_NEED_MADE' },
      makeOwnNeed(pages),
    )
  importRoutes(
    site,
    pages.projectLists.imports,
    {
      list: paths.pipeline,
      template: paths.pipelineTemplate,
      imports: paths.pipelineImports,
      one: paths.pipelineImport,
      application: paths.pipelineImportApplication,
      cancellation: paths.pipelineImportCancellation,
      refused: paths.pipelineImportRefused,
    },
    (req) => bureauFrame(req, 'pipeline'),
  )
}
