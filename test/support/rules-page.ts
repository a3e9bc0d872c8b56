import { RULES, type Parameters, type Rule } from '../../src/rules/index.ts';

/** The page of all rules, written from the rules themselves. */
export function rulesPage(parameters: Parameters): string {
  const rows = RULES.map(
    ({ facts }) => `| [\`${facts.name}\`](#${anchor(facts.name)}) | ${facts.title.zh} | ${facts.title.en} | ${facts.severity} |`,
  );
  return `# Rules · 规则

Written by \`WRITE_DOCS=1 npm test -- rules-page\` from \`src/rules/\` and \`data/rule-parameters.csv\`; a test fails where it is not what they say. A rule's name never changes its meaning.

Every event that is recorded is judged by every rule, and so is everything that a later event changes: flags are raised, changed and cleared without anybody asking. \`ytterby flags\` tells what stands, \`--known-at T\` what stood when no more was known,
\`ytterby flags verify\` judges the whole record anew and compares. Over HTTP \`GET /api/flags\`, \`/api/flag?id=\`, \`/api/rules\`. How well they find what is planted: [detection.md](detection.md).

Times: \`raisedAt\` is when, in the time of the events, the criteria came to be fulfilled; the history of a flag says when that was known. The clock of the rules is the record's own: the latest time of an event. Where a rule speaks of chance, errors of weighing and assay are
those that the events state, else the defaults of the format: 0.2 % for a weighing, 1 % (at least 0.005 percent points) for an assay value.

| rule | 名称 | title | severity |
|---|---|---|---|
${rows.join('\n')}

${RULES.map((rule) => sectionOf(rule, parameters)).join('\n')}`;
}

function anchor(name: string): string {
  return name.replaceAll('.', '');
}

function sectionOf({ facts, parametersOf }: Rule, parameters: Parameters): string {
  const own = parameters.rows.filter(({ rule }) => rule === facts.name);
  const table =
    own.length === 0
      ? ''
      : `\n| parameter | from | value | unit | why |\n|---|---|--:|---|---|\n${own
          .map(({ parameter, from, value, unit, why }) => `| ${parameter} | ${from} | ${value} | ${unit} | ${why} |`)
          .join('\n')}\n`;
  const shared = parametersOf === undefined || parametersOf === facts.name ? '' : `\nParameters: those of \`${parametersOf}\`.\n`;
  return `## ${facts.name}

**${facts.title.zh}** · ${facts.title.en} · ${facts.severity}

- ${facts.criteria.zh}
- ${facts.criteria.en}
- 统计量 statistic: ${facts.statistic.zh} · ${facts.statistic.en}
- 下一步 next: ${facts.next.zh} · ${facts.next.en}
- 依据 articles: ${facts.articles.map(({ from, zh, en }) => `${from} ${zh} · ${en}`).join('; ')}
${table}${shared}`;
}
