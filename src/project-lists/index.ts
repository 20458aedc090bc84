/** The three project lists of the bureau: energy-saving projects, key firms, and financing needs. */
export { projectListsService, type ProjectListsService } from './project-lists.service.js'
export { projectListRoutes } from './project-lists.routes.js'
export type { NewProject } from './rules/project.js'
