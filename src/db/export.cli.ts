import type { CliMain } from '../cli.js'
import { exportData } from './transfer.js'
import { runTransfer } from './transfer-command.js'

/** `npm run export -- DIR`: every collection to files. */
export const main: CliMain = (argv, io) => runTransfer(argv, io, 'npm run export -- DIR', exportData)
