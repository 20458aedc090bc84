import { fileURLToPath } from 'node:url'
import path from 'node:path'

/** The folder that holds package.json: views, public files and data files are found from here, built or not. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
