// The ordinary list of mocha, and the counts in a file for the closing line of npm test.
const { reporters } = require('mocha')
const fs = require('node:fs')
const path = require('node:path')
const process = require('node:process')

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    // A process that ended in the middle of a file, or a file that cannot be read, belongs to no test: say where it was.
    runner.on('fail', (test, error) => {
      if (error?.file) test.title += ` (${path.relative(process.cwd(), error.file)})`
    })
    runner.once('end', () => {
      const file = process.env.MOCHA_REPORT
      if (!file) return
      fs.mkdirSync(path.dirname(file), { recursive: true })
      const { passes, failures, pending } = this.stats
      fs.writeFileSync(file, JSON.stringify({ passes, failures, pending }))
    })
  }
}
