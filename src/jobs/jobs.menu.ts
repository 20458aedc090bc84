import type { MenuItem } from '../kernel/menu-item.js'
import { jobPaths } from './jobs.paths.js'

/** The entries of this room in the menus of its audiences. */
export const jobMenu = [
  { audience: 'centre', id: 'jobs', text: '定时任务', href: jobPaths.centreJobs({}), position: 100 },
] as const satisfies readonly MenuItem[]
