import type { MenuItem } from '../kernel/menu-item.js'
import { projectListPaths } from './project-lists.paths.js'

/** The entries of this room in the menus of its audiences. */
export const projectListMenu = [
  {
    audience: 'enterprise',
    id: 'pipeline',
    text: '清单项目',
    href: projectListPaths.enterprisePipeline({}),
    position: 60,
  },
  { audience: 'bureau', id: 'pipeline', text: '三张清单', href: projectListPaths.pipeline({}), position: 60 },
  { audience: 'centre', id: 'pipeline', text: '三张清单', href: projectListPaths.pipeline({}), position: 70 },
] as const satisfies readonly MenuItem[]
