import { answerEnterpriseList, answerEnterprises } from '../../app/index.ts';
import type { EnterpriseList, EnterprisesAnswer, GroupShare } from '../../wire/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby enterprises`: who makes up the industry on a day (docs/registry.md). */
export const enterprisesCommand: Command = {
  usage: '[--as-of DAY] | list [--year Y]',
  summary:
    'every organisation as it was on a day: standing, group; mines and separation enterprises in groups; capacity; or the list that is published each year',
  options: { 'as-of': 'text', year: 'text' },
  positionalsMax: 1,
  async run(words, { terminal, open }) {
    const [verb] = words.positionals;
    if (verb !== undefined && verb !== 'list') throw new UsageError(`enterprises: expected list or nothing, got ${verb}`);
    if (verb === 'list') {
      const list = await answerEnterpriseList(await open('standard.read'), {
        year: words.year('year'),
        asOf: null,
        knownAt: null,
      });
      if (words.flag('json')) printJson(terminal, list);
      else printList(list, terminal);
      return EXIT.done;
    }
    const answer = await answerEnterprises(await open('registry.read'), { asOf: words.moment('as-of'), knownAt: null });
    if (words.flag('json')) printJson(terminal, answer);
    else print(answer, terminal);
    return EXIT.done;
  },
};

function print({ day, mines, separationEnterprises, capacity, enterprises }: EnterprisesAnswer, terminal: Terminal): void {
  const share = ({ all, inGroups }: GroupShare): string => `${inGroups} of ${all} in groups`;
  const names = new Map(enterprises.map(({ id, name }) => [id, name.zh]));
  terminal.out(`${day}\nmines: ${share(mines)}\nseparation enterprises: ${share(separationEnterprises)}\n`);
  for (const { process, lines, tonnes } of capacity)
    terminal.out(`capacity, ${process}: ${formatNumber(tonnes)} t a year on ${lines} lines\n`);
  printTable(
    terminal,
    ['enterprise', 'roles', 'standing', 'group', 'id'],
    enterprises.map(({ id, name, roles, state, group }) => [
      name.zh,
      roles.join(', '),
      state,
      group === null ? '–' : (names.get(group) ?? group),
      id,
    ]),
  );
}

function printList({ year, dueOn, enterprises, missing }: EnterpriseList, terminal: Terminal): void {
  terminal.out(`${year}, to be published by ${dueOn}: ${enterprises.length} enterprises, ${missing.length} missing\n`);
  for (const { stage, name, organisation } of missing) terminal.out(`missing: ${stage} ${name.zh} ${organisation}\n`);
  printTable(
    terminal,
    ['stage', 'enterprise', 'usci', 'province', 'group', 'quota / t REO', 'announced'],
    enterprises.map(({ stage, name, usci, province, groupName, quotaTonnes, announced }) => [
      stage,
      name.zh,
      usci ?? '–',
      province ?? '–',
      groupName?.zh ?? '–',
      formatNumber(quotaTonnes),
      announced ? 'yes' : 'no',
    ]),
  );
}
