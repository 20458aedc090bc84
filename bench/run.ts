// npm run bench: speed as ratios to named baselines, measured in one run.
import os from 'node:os'
import { runEmbeddedBench } from './embedded.js'
import { runEngineBench } from './engine/engine-bench.js'
import { runPagesBench } from './pages.js'
import { printTable } from './table.js'

const [processor] = os.cpus()
console.log(
  `${processor?.model ?? 'unknown processor'}, ${os.cpus().length} cores, Node ${process.version}, ${os.type()} ${os.release()}`,
)
printTable(await runEngineBench())
printTable(await runEmbeddedBench())
printTable(await runPagesBench())
process.exit(0)
