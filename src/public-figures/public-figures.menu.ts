import type { MenuItem } from '../kernel/menu-item.js'
import { publicFigurePaths } from './public-figures.paths.js'

/** The entries of this room in the menus of its audiences. */
export const publicFigureMenu = [
  { audience: 'bureau', id: 'reported', text: '外部报送', href: publicFigurePaths.reported({}), position: 80 },
  { audience: 'centre', id: 'reported', text: '外部报送', href: publicFigurePaths.reported({}), position: 80 },
] as const satisfies readonly MenuItem[]
