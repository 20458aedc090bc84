/** Who a menu is for. */
export type Audience = 'enterprise' | 'bank' | 'bureau' | 'centre'

/** One entry of an audience's menu, as its room declares it; entries stand in the order of their positions. */
export type MenuItem = {
  readonly audience: Audience
  readonly id: string
  readonly text: string
  readonly href: string
  readonly position: number
}

/** One entry as a page shows it. */
export type MenuLink = { readonly text: string; readonly href: string; readonly current: boolean }

/** A menu as a page shows it: the name of the workplace and its entries. */
export type Menu = { readonly label: string; readonly tabs: readonly MenuLink[] }
