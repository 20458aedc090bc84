import { printTable } from '../table.js'
import { runEngineBench } from './engine-bench.js'

printTable(await runEngineBench())
