import type { Detected, YearVerdict } from './detection-run.ts';

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
