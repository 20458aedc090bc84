import { printTable } from '../../../bench/table.js'
import { runEmbeddedBench } from './bench.js'

printTable(await runEmbeddedBench())
