import { answerEnterprises } from '../../app/index.ts';
import type { EnterprisesAnswer, GroupShare } from '../../wire/index.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby enterprises`: who makes up the industry on a day (docs/registry.md). */
export const enterprisesCommand: Command = {
  usage: '[--as-of DAY]',
  summary: 'every organisation as it was on a day: standing, group; mines and separation enterprises in groups; capacity',
  options: { 'as-of': 'text' },
  positionalsMax: 0,
  async run(words, { terminal, open }) {
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
