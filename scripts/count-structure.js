// npm run count -- [FOLDER …]: prints the measures of scripts/structure.js for one checkout or several side by side,
// such as an older one made with `git worktree add FOLDER COMMIT`.
import path from 'node:path'
import { root } from './prepare.js'
import {
  ambiguousTypeNames,
  edgeBreaches,
  fileCircles,
  filesOf,
  folderCircles,
  shapeBreaches,
  sourcesOf,
  viewLines,
} from './structure.js'

// Not counted here: the files that one new form field touches (found by adding one, see docs/add-a-field.md), and how
// many page frames and handler shapes there are. `req.body` and `res.render` show how many files do either by hand.
const checkouts = process.argv.length > 2 ? process.argv.slice(2).map((folder) => path.resolve(folder)) : [root]
const columns = checkouts.map(measures)
const names = Object.keys(columns[0])
const width = Math.max(...names.map((name) => name.length))
for (const name of names) {
  console.log([name.padEnd(width), ...columns.map((column) => String(column[name]).padStart(10))].join('  '))
}

function measures(checkout) {
  const sources = sourcesOf(checkout)
  const views = viewLines(checkout)
  const containing = (pattern) => sources.filter(({ text }) => pattern.test(text)).length
  return {
    '.ts files in src': sources.length,
    '.ts files in the src of packages': filesOf(checkout, 'packages', '.ts').filter(({ name }) =>
      /^[^/]+\/src\//.test(name),
    ).length,
    'lines in src': sources.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0),
    'circles between files, values': fileCircles(sources, { types: false }).length,
    'circles between files, types included': fileCircles(sources, { types: true }).length,
    'circles between folders, values': folderCircles(sources, { types: false }).length,
    'circles between folders, types included': folderCircles(sources, { types: true }).length,
    'non-UI files that import web, paths, menus or Express': edgeBreaches(sources).length,
    'exported type names with a meaning in several rooms': ambiguousTypeNames(sources).length,
    'departures from the shape of a room': shapeBreaches(sources).length,
    'files that read req.body': containing(/\breq\.body\b/),
    'files that call res.render': containing(/\bres\.render\(/),
    'share of view lines under 120 characters': `${(views.shareUnder120 * 100).toFixed(1)} %`,
    'longest line of a view': views.longest,
  }
}
