import { stopBrowser } from './browser.js'
import { stopTestServer } from './database.js'
import { openRunFolder, removeRunFolder } from './run-folder.js'

/** Once in a run, before and after everything: in the process that was started, not in those that share its files. */
export const mochaGlobalSetup = openRunFolder
export const mochaGlobalTeardown = removeRunFolder

/**
 * What a run shares is put away once, at its end. Where files run beside each other this hook comes after each of them;
 * the process that takes one after another keeps its server and its browser, and they end with it.
 */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    if (process.env.MOCHA_WORKER_ID !== undefined) return
    await stopBrowser()
    await stopTestServer()
  },
}
