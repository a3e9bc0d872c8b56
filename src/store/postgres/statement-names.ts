/**
 * Names for prepared statements: the server then parses and plans each text once for every connection. One text keeps one name for
 * the life of the process.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();

  nameOf(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = `ytterby_${this.names.size + 1}`;
    this.names.set(text, name);
    return name;
  }
}
