import type { Connection } from 'mongoose'
import { paths } from '../paths.js'
import type { Site } from './route.js'

/** Liveness touches nothing; readiness asks the database. */
export function healthRoutes(site: Site, connection: Connection): void {
  site.get(paths.live.pattern, { role: 'visitor', audit: 'LIVENESS_ASKED' }, (_req, res) => {
    res.type('text').send('ok')
  })
  site.get(paths.ready.pattern, { role: 'visitor', audit: 'READINESS_ASKED' }, async (_req, res) => {
    await connection.getClient().db().command({ ping: 1 })
    res.type('text').send('ready')
  })
}
