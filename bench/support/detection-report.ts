import { TACTICS } from '../../src/scenarios/index.ts';
import type { Detected, YearVerdict } from './detection-run.ts';

/** The page of docs, with the table. */
export function detectionPage(table: string): string {
  return `# What the rules find · 检出能力

Written by \`WRITE_DOCS=1 npm run detection\`, which makes the years, lets the rules judge them and holds their flags against the truth. Parameters were tuned on the seeds 11, 101 to 104 and 201 to 206; the figures are of other seeds, which nobody looked at before.

\`npx ytterby simulate scenario --seed N [--strength 1|2|3] [--tactics A,B] --out DIR\` writes such a year (\`registry.json\`, \`events.ndjson\`) and \`truth.json\`; without a strength the same year clean. \`ytterby capture --registry DIR/registry.json DIR/events.ndjson\` and \`ytterby flags --json\` judge it.

## How it is judged

- Each year is the simulated industry of [simulation.md](simulation.md), in which every tactic is committed once, by an enterprise of its own, in one strength: weak, medium or strong (\`src/scenarios/tactics/\` says what that is).
- A violation is found when a flag of the severity \`violation\` names its site, one of its lots or, where the flag names no site, its organisation, and is not raised before the deed. The delay is from the first event of the deed to the time of the first such flag.
- A false violation is one that names nobody of the truth, counted by rule and site. Clean years have no truth.
- The simulator and the tactics are ours, and so are the rules: a plant that cheats in a way that nobody here thought of may fare otherwise. The tactics were written before the rules were tuned, and change events, not parameters of the rules.

## Figures

${table}
## What is not found, and why

- A small protracted diversion of one or two per cent at a plant with a handful of campaigns a year: fewer than some ten days give no test the power ([accountancy.md](accountancy.md) tells for each site what would be found). At a larger \`--scale\` plants work more often, and more is found.
- A diversion that goes on at the same rate all year is the plant's usual loss; only its peers (\`recovery.outlier\`) and stock-takes tell.
- A lane that loses half a per cent of each load with few loads.

## Tactics

| tactic | what |
|---|---|
${TACTICS.map(({ name, what }) => `| ${name} | ${what} |`).join('\n')}
`;
}

/** The table of what was found, as Markdown. */
export function detectionReport(
  verdicts: readonly YearVerdict[],
  { first, last, scale }: { readonly first: number; readonly last: number; readonly scale: number },
): string {
  const planted = verdicts.filter(({ strength }) => strength !== null);
  const clean = verdicts.filter(({ strength }) => strength === null);
  const all = planted.flatMap(({ detected }) => detected);
  const lines = [
    `Seeds ${first} to ${last}, scale ${scale}: ${planted.length} years with ${all.length} planted violations, ${clean.length} clean years.`,
    '',
    '| tactic | weak | medium | strong | median delay, days | found by |',
    '|---|---:|---:|---:|---:|---|',
    ...[...Map.groupBy(all, ({ tactic }) => tactic)].map(([tactic, deeds]) => rowOf(tactic, deeds)),
    rowOf('**all**', all),
    '',
    ...falseLines('Clean years', clean),
    ...falseLines('Beside the planted', planted),
  ];
  return `${lines.join('\n')}\n`;
}

function rowOf(tactic: string, deeds: readonly Detected[]): string {
  const shares = ([1, 2, 3] as const).map((strength) => {
    const of = deeds.filter((deed) => deed.strength === strength);
    return of.length === 0 ? '–' : `${of.filter(({ found }) => found).length}/${of.length}`;
  });
  const delays = deeds.flatMap(({ delayDays }) => (delayDays === null ? [] : [delayDays])).sort((a, b) => a - b);
  const delay = delays.length === 0 ? '–' : delays[Math.floor(delays.length / 2)]!.toFixed(0);
  const rules = tactic.startsWith('**')
    ? ''
    : [...new Set(deeds.flatMap((deed) => deed.rules))].map((rule) => `\`${rule}\``).join(' ');
  return `| ${tactic} | ${shares.join(' | ')} | ${delay} | ${rules} |`;
}

function falseLines(title: string, verdicts: readonly YearVerdict[]): string[] {
  const siteYears = verdicts.reduce((sum, { sites }) => sum + sites, 0);
  const flags = verdicts.flatMap(({ falseFlags }) => falseFlags);
  const violations = flags.filter(({ severity }) => severity === 'violation');
  const places = new Set(
    verdicts.flatMap(({ falseFlags, seed, strength }) =>
      falseFlags
        .filter(({ severity }) => severity === 'violation')
        .map(({ rule, site }) => `${seed} ${strength} ${rule} ${site}`),
    ),
  );
  const byRule = [...Map.groupBy(flags, ({ rule, severity }) => `\`${rule}\` ${severity}`)].map(
    ([name, list]) => `${name} ${list.length}`,
  );
  return [
    `${title}: ${siteYears} site-years, ${violations.length} false violations (${places.size} by rule and site), ${siteYears === 0 ? '–' : (places.size / siteYears).toFixed(4)} a site-year${byRule.length === 0 ? '' : `: ${byRule.join(', ')}`}.`,
    '',
  ];
}
