/** Documents in the order of their names, by UTF-16 code units: the same whatever collation a database has. */
export function inOrderOfName(documents: Iterable<readonly [name: string, text: string]>): Map<string, string> {
  return new Map([...documents].sort(([a], [b]) => (a < b ? -1 : 1)));
}
