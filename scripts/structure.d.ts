// Types of structure.js for the tests, which are written in TypeScript.
export type TextFile = { readonly name: string; readonly text: string }
export type SourceImport = {
  readonly specifier: string
  readonly target: string | null
  readonly typeOnly: boolean
}
export type Source = TextFile & { readonly imports: readonly SourceImport[] }
type Circles = readonly (readonly string[])[]

export function filesOf(checkout: string, folder: string, ending: string): readonly TextFile[]
export function sourcesOf(checkout: string): readonly Source[]
export function importsOf(file: TextFile): readonly SourceImport[]
export function roomOf(name: string): string
export function fileCircles(sources: readonly Source[], options: { readonly types: boolean }): Circles
export function folderCircles(sources: readonly Source[], options: { readonly types: boolean }): Circles
export function isEdge(name: string): boolean
export function edgeBreaches(
  sources: readonly Source[],
): readonly { readonly name: string; readonly wrong: readonly string[] }[]
export function withoutComments(text: string): string
export function ambiguousTypeNames(
  sources: readonly Source[],
): readonly { readonly type: string; readonly files: readonly string[] }[]
export function viewLines(checkout: string): { readonly longest: number; readonly shareUnder120: number }
export function shapeBreaches(sources: readonly Source[]): readonly string[]
