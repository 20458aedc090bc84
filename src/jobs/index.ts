/** Recurring work, run from the database. */
export {
  jobsService,
  type JobDefinition,
  type Jobs,
  type JobSchedule,
  type JobState,
  type JobWork,
} from './jobs.service.js'
export { jobsRoutes } from './jobs.routes.js'
