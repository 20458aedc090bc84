declare global {
  namespace Express {
    interface Locals {
      /** The pattern of the route that answers. */
      route?: string
      /** What the audit log calls the route that answers. */
      audit?: string
    }
  }
}
export {}
