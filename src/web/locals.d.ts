declare global {
  namespace Express {
    interface Locals {
      /** What the audit log calls the route that answers. */
      audit?: string
    }
  }
}
export {}
