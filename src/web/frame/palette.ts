/** The colours of one ground. Grey is the normal, one accent points, one alarm asks for a decision (a shape always stands beside it). */
export interface Palette {
  readonly dark: boolean;
  readonly ground: string;
  readonly panel: string;
  readonly line: string;
  readonly text: string;
  readonly quiet: string;
  readonly mark: string;
  readonly markPale: string;
  readonly accent: string;
  readonly accentPale: string;
  readonly alarm: string;
  readonly alarmPale: string;
}

const LIGHT: Palette = {
  dark: false,
  ground: '#ffffff',
  panel: '#f6f7f8',
  line: '#d9dde1',
  text: '#1b2126',
  quiet: '#56616b',
  mark: '#8b97a2',
  markPale: '#e3e7ea',
  accent: '#0b5d7a',
  accentPale: '#d5e8ef',
  alarm: '#b3380b',
  alarmPale: '#fbe6dc',
};

const DARK: Palette = {
  dark: true,
  ground: '#14181b',
  panel: '#1c2226',
  line: '#394249',
  text: '#e6eaed',
  quiet: '#a3aeb7',
  mark: '#7d8993',
  markPale: '#2c343a',
  accent: '#5db8d8',
  accentPale: '#1d3a46',
  alarm: '#ff9a6b',
  alarmPale: '#4a2416',
};

/** The palette for a dark or a light ground. */
export function paletteFor(dark: boolean): Palette {
  return dark ? DARK : LIGHT;
}

/** Every colour as a CSS custom property (`--accent-pale`), so that style sheet and pictures share one source. */
export function paletteAsVariables(palette: Palette): Record<string, string> {
  const colours = Object.entries(palette).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(
    colours.map(([name, colour]) => [`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, colour]),
  );
}
