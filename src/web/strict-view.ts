/** Parts of view models that are looked up by the names of fields: a name that is not there is an answer, not a slip. */
const dictionaries = new Set(['typed', 'faultOf', 'wrong', 'values', 'numbers'])

/**
 * Wraps a view model so that a template that reads a name the model does not have throws instead of showing nothing.
 * Plain objects and arrays are wrapped all the way down, each when it is read; dates, maps and functions stay as they are.
 * @throws TypeError from the template, naming the path that was read
 */
export function strictView<T extends object>(model: T, path = 'view'): T {
  return new Proxy(model, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof name === 'symbol') return value
      if (!(name in target) && !isConversion(name)) throw new TypeError(`The view model has no ${path}.${name}.`)
      if (!isPlain(value) || dictionaries.has(name) || isFixed(target, name)) return value
      return strictView(value, `${path}.${name}`)
    },
  })
}

/** Names that the language itself asks for, when a value is awaited or turned into text. */
const isConversion = (name: string): boolean => name === 'then' || name === 'toJSON'

/** A proxy has to answer a frozen property with its very value. */
function isFixed(target: object, name: string): boolean {
  const property = Object.getOwnPropertyDescriptor(target, name)
  return property?.configurable === false && property.writable === false
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null
}
