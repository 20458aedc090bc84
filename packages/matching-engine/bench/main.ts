import { printTable } from '../../../bench/table.js'
import { runEngineBench } from './engine-bench.js'

printTable(await runEngineBench())
