import type { Response } from 'express'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import nodePath from 'node:path'
import { projectRoot } from '../root.js'
import { homePathOf, type MainSection } from '../menus.js'
import { roleNames } from '../kernel/roles.js'
import { csrfToken } from './security/csrf.js'
import { strictView } from './strict-view.js'

/** The part that every view model has. */
export type PageView = {
  readonly title: string
  /** The entry of the main navigation that is current. */
  readonly section?: MainSection
  /** The text of the strip under the header: which data on this page is sample data. */
  readonly strip?: string
  /** Script files under public/js that add comfort to the page. */
  readonly scripts?: readonly string[]
  /** False keeps the page out of search engines: results and questionnaires. */
  readonly indexed?: boolean
}

/** Renders `views/<name>.ejs` inside the layout. The page sees one object, `view`. */
export function page<V extends PageView>(res: Response, name: string, view: V): void {
  const signedIn = signedInAt(res)
  if (signedIn) res.set('Cache-Control', 'no-store')
  res.render('layouts/page', { page: `../${name}`, view: shownView(res, view), asset, signedIn })
}

/** Renders to a string, for pages that are stored and sent again: the header never names a person. */
export function renderPage(res: Response, name: string, view: PageView): Promise<string> {
  return new Promise((resolve, reject) => {
    res.render(
      'layouts/page',
      { page: `../${name}`, view: shownView(res, view), asset, signedIn: null },
      (error: Error | null, html?: string) => {
        if (error) reject(error)
        else resolve(html ?? '')
      },
    )
  })
}

const noFrame = { section: undefined, strip: undefined, scripts: undefined, indexed: undefined }

/** The model as the template sees it: in tests a name that it does not have throws. */
function shownView(res: Response, view: PageView): object {
  const whole = { ...noFrame, ...view }
  return res.app.get('env') === 'test' ? strictView(whole) : whole
}

type SignedIn = {
  readonly name: string
  readonly role: string
  readonly desk: string | null
  readonly csrf: string
  readonly unread: string | null
}

/** The signed-in person in the header, the link to the own workplace, and the token of the sign-out form. */
function signedInAt({ req, locals }: Response): SignedIn | null {
  if (!req.user) return null
  const { name, role } = req.user
  return {
    name,
    role: roleNames[role],
    desk: homePathOf(role),
    csrf: csrfToken(req),
    unread: countText(locals.unreadNotices ?? 0),
  }
}

/** Counts up to ninety-nine. */
const countText = (unread: number): string | null => (unread === 0 ? null : unread > 99 ? '99+' : String(unread))

const versions = new Map<string, string>()

/** The address of a public file with the hash of its content, so that browsers may keep it for a year. */
export function asset(file: string): string {
  let version = versions.get(file)
  if (!version) {
    const bytes = readFileSync(nodePath.join(projectRoot, 'public', file))
    version = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
    versions.set(file, version)
  }
  return `/${file}?v=${version}`
}
