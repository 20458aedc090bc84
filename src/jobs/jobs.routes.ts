import { paths } from '../paths.js'
import { centreMenu } from '../menus.js'
import { formatInstant } from '../kernel/format-instant.js'
import { page } from '../web/page.js'
import type { Site } from '../web/route.js'
import type { Jobs, JobState } from './jobs.service.js'

/** What the portal does by itself, for the centre. */
export function jobsRoutes(site: Site, { jobs }: { readonly jobs: Pick<Jobs, 'list'> }): void {
  site.get(paths.centreJobs.pattern, { role: 'administrator', audit: 'JOBS_READ' }, async (_req, res) => {
    const all = await jobs.list()
    page(res, 'jobs/jobs', {
      title: '定时任务',
      indexed: false,
      desk: centreMenu('jobs'),
      failing: all.filter(({ lastError }) => lastError !== null).length,
      rows: all.map((job) => ({
        title: job.title,
        every: everyText(job.everyMs),
        state: stateOf(job),
        last: job.lastFinishedAt ? formatInstant(job.lastFinishedAt) : '还没有运行过',
        next: job.running ? '运行结束后' : formatInstant(job.nextRunAt),
        error: job.lastError && `连续 ${job.failures} 次没有成功：${job.lastError}`,
      })),
    })
  })
}

function stateOf({ running, lastError }: JobState): { readonly text: string; readonly tag: string } {
  if (running) return { text: '运行中', tag: 'pub' }
  return lastError === null ? { text: '正常', tag: 'pass' } : { text: '上次失败', tag: 'fail' }
}

const units = [
  [86_400_000, '天'],
  [3_600_000, '小时'],
  [60_000, '分钟'],
  [1_000, '秒'],
] as const

function everyText(ms: number): string {
  const [size, name] = units.find(([one]) => ms >= one && ms % one === 0) ?? units[3]
  return `每 ${ms / size} ${name}`
}
