// npm start: installs and builds when needed, then serves.
import { prepare } from './prepare.js'

prepare()
await import('../dist/server.js')
