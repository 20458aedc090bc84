import { stopBrowser } from './browser.js'
import { stopTestServer } from './database.js'

/** What the whole run shares is put away once, at its end. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await stopBrowser()
    await stopTestServer()
  },
}
