// Runs one TypeScript file of test or bench: node scripts/run-ts.js FILE [ARGUMENT …].
import { spawnSync } from 'node:child_process'
import { prepare, root } from './prepare.js'

prepare()
const { status } = spawnSync(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(status ?? 1)
