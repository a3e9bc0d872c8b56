/** Where a command reads and writes. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Whether `error` is a person's screen, which can be redrawn. */
  readonly isScreen: boolean;
}

/** Prints one JSON value on a line of its own. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value)}\n`);
}

/**
 * Prints a table with aligned columns: numbers to the right, texts to the left; Chinese characters take two places.
 * @param head titles of the columns
 */
export function printTable(terminal: Terminal, head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? formatNumber(cell) : cell)));
  const widths = head.map((title, column) => Math.max(widthOf(title), ...cells.map((row) => widthOf(row[column] ?? ''))));
  const rightAligned = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, rightAligned[column] === true))
      .join('  ')
      .trimEnd();
  terminal.out(`${[line(head), ...cells.map(line)].join('\n')}\n`);
}

/** A number with four significant digits, thousands spaced; small ones as they are. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))));
  const [whole = '', fraction] = Math.abs(value).toFixed(Math.min(decimals, 9)).split('.');
  const spaced = whole.replaceAll(/\B(?=(\d{3})+$)/g, ' ');
  return (value < 0 ? '-' : '') + spaced + (fraction === undefined ? '' : `.${fraction}`);
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]/.test(character) ? 2 : 1;
  return width;
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}

const BAR_WIDTH = 30;

/** A progress bar on a person's screen; elsewhere a line now and then. */
export class ProgressBar {
  private readonly terminal: Terminal;
  private readonly title: string;
  private lastShare = -1;

  constructor(terminal: Terminal, title: string) {
    this.terminal = terminal;
    this.title = title;
  }

  /** Shows how much is done; draws only when it has moved. */
  show(done: number, total: number): void {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const step = this.terminal.isScreen ? 0.01 : 0.25;
    if (share < 1 && share - this.lastShare < step) return;
    if (share === this.lastShare) return;
    this.lastShare = share;
    const filled = Math.round(share * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    const text = `${this.title} ${bar} ${Math.round(share * 100)} %  ${done}/${total}`;
    this.terminal.error(this.terminal.isScreen ? `\r${text}${share === 1 ? '\n' : ''}` : `${text}\n`);
  }
}
