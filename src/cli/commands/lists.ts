import { answerLists } from '../../app/index.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson, printTable } from '../terminal.ts';

const PERCENT = 100;

/** `ytterby lists`: the white and the black list (docs/conduct.md). */
export const listsCommand: Command = {
  usage: '[NAME] [--as-of DAY]',
  summary: 'the white and the black list on a day; with a name, who on them is called like that (other characters, pinyin)',
  options: { 'as-of': 'text' },
  positionalsMax: 1,
  async run(words, { open, terminal }) {
    const question = { name: words.positionals[0] ?? null, asOf: words.moment('as-of'), knownAt: null };
    const answer = await answerLists(await open('standard.read'), question);
    if (words.flag('json')) printJson(terminal, answer);
    else
      printTable(
        terminal,
        ['list', 'enterprise', 'usci', 'from', 'to', 'ground', 'like'],
        answer.listings.map(({ colour, name, usci, from, to, ground, likeness }) => [
          colour,
          name.zh,
          usci ?? '–',
          from,
          to ?? '–',
          ground,
          likeness === null ? '' : `${Math.round(likeness.score * PERCENT)} % (${likeness.by})`,
        ]),
      );
    return EXIT.done;
  },
};
