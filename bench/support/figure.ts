/** The best that could be had for a figure, measured in the same run and in the figure's unit. */
export interface Ceiling {
  readonly name: string;
  readonly value: number;
}

/** One line of the result. */
export interface Figure {
  readonly name: string;
  /** What it was measured on: a database, or `Node.js` where no database takes part. */
  readonly on: string;
  /** Events on record when it was measured; null where that does not matter. */
  readonly events: number | null;
  readonly value: number;
  readonly unit: string;
  /** Whether more is better (events/s) or less is (ms, bytes). */
  readonly better: 'more' | 'less';
  readonly ceilings: readonly Ceiling[];
  /** What keeps the figure from its ceiling. */
  readonly bound: string;
}

/** How much of a ceiling is reached, from 0 to about 1: for times and sizes the ceiling by the value. */
export function shareOf({ better, value }: Figure, ceiling: Ceiling): number {
  return better === 'more' ? value / ceiling.value : ceiling.value / value;
}

const HEAD = ['figure', 'on', 'events', 'value', 'unit', 'ceiling', 'its value', 'share', 'what bounds it'];
const RIGHT_ALIGNED = new Set([2, 3, 6, 7]);

/** The figures as a Markdown table; further ceilings of a figure follow on lines of their own. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.flatMap(rowsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (RIGHT_ALIGNED.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${RIGHT_ALIGNED.has(column) ? ':' : '-'}`).join('|')}|`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}

function rowsOf(figure: Figure): string[][] {
  const { name, on, events, value, unit, bound } = figure;
  const head = [name, on, events === null ? '' : grouped(events), short(value), unit];
  const [first, ...others] = figure.ceilings.map((ceiling) => [
    ceiling.name,
    short(ceiling.value),
    percent(shareOf(figure, ceiling)),
  ]);
  return [[...head, ...(first ?? ['', '', '']), bound], ...others.map((ceiling) => ['', '', '', '', '', ...ceiling, ''])];
}

function percent(share: number): string {
  const hundredths = share * 100;
  return `${hundredths < 10 ? hundredths.toPrecision(2) : Math.round(hundredths)} %`;
}

/** Three significant digits, thousands spaced. */
function short(value: number): string {
  if (value >= 1000) return grouped(Number(value.toPrecision(3)));
  return value === 0 ? '0' : String(Number(value.toPrecision(3)));
}

function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}
