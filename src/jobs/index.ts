/** Recurring work, run from the database. */
export { jobsOf, type Jobs, type JobSchedule, type JobState, type Work } from './jobs-service.js'
export { jobsRoutes } from './jobs.page.js'
