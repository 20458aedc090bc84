// Runs one command of the project: node scripts/run.js FILE [ARGUMENT …], FILE being below dist and exporting main.
import { prepare } from './prepare.js'

const [file, ...argv] = process.argv.slice(2)
prepare()
// A reader that has had enough, such as head, is no failure.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const { configFromEnvironment, ConfigError } = await import('../dist/config.js')
try {
  const { main } = await import(`../dist/${file}`)
  const { stdin, stdout, stderr } = process
  process.exitCode = await main(argv, { stdin, stdout, stderr, config: configFromEnvironment() })
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : `The command failed: ${error.message}`)
  process.exitCode = error instanceof ConfigError ? 2 : 1
}
