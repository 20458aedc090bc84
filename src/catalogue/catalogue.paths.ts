import { path } from '../web/path.js'

export const cataloguePaths = {
  home: path('/'),
  products: path('/products'),
  productList: path('/products.csv'),
  product: path('/products/:id'),
  institutions: path('/institutions'),
  institution: path('/institutions/:id'),
} as const
