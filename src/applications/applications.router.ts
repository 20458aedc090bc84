import { paths } from '../paths.js'
import { idParam } from '../web/request-params.js'
import { currentUser } from '../web/current-user.js'
import { roles } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import type { ApplicationsService } from './applications-service.js'
import { scopeOf } from './mover.js'

/** The address that notices carry: it leads each side to its own page of the application. */
export function applicationsRoutes(site: Site, { applications }: { readonly applications: ApplicationsService }): void {
  const pages = {
    enterprise: paths.enterpriseApplication,
    bank: paths.bankApplication,
    bureau: paths.bureauApplication,
    centre: paths.bureauApplication,
  }
  site.get(paths.application.pattern, { role: roles, audit: 'APPLICATION_OPENED' }, async (req, res) => {
    const user = currentUser(req)
    const { id } = await applications.get(scopeOf(user), idParam(req))
    res.redirect(303, pages[user.organisation.kind]({ id }))
  })
}
