import type { CliMain } from '../cli.js'
import { importData } from './transfer.js'
import { runTransfer } from './transfer-command.js'

/** `npm run import -- DIR`: the files of an export into an empty database. */
export const main: CliMain = (argv, io) => runTransfer(argv, io, 'npm run import -- DIR', importData)
