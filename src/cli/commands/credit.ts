import { answerCredit, answerDraw } from '../../app/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable } from '../terminal.ts';

/** `ytterby credit`: scores that anybody can work out again, and inspections drawn by them (docs/conduct.md). */
export const creditCommand: Command = {
  usage: '[--organisation ID] [--as-of DAY] [--known-at T] | draw --seed TEXT --count N [--as-of DAY] [--known-at T]',
  summary: 'the credit score of every enterprise with what it follows from; or enterprises to inspect, drawn by risk from a seed',
  options: { organisation: 'text', 'as-of': 'text', 'known-at': 'text', seed: 'text', count: 'text' },
  positionalsMax: 1,
  async run(words, { open, terminal }) {
    const [verb] = words.positionals;
    const moment = { asOf: words.moment('as-of'), knownAt: words.moment('known-at') };
    if (verb === undefined) {
      const answer = await answerCredit(await open('conduct.read'), { ...moment, organisation: words.text('organisation') });
      if (words.flag('json')) printJson(terminal, answer);
      else
        printTable(
          terminal,
          ['score', 'enterprise', 'what takes from it', 'id'],
          answer.scores.map(({ score, name, deductions, organisation }) => [
            String(score),
            name.zh,
            deductions.map(({ item, points, what }) => `${item} ×${what.length} −${points}`).join(', '),
            organisation,
          ]),
        );
      return EXIT.done;
    }
    const [seed, count] = [words.text('seed'), words.number('count')];
    if (verb !== 'draw' || seed === null || count === null || !Number.isInteger(count) || count < 1)
      throw new UsageError('credit draw: name --seed TEXT, and --count, a whole number from 1');
    const answer = await answerDraw(await open('conduct.decide'), { ...moment, seed, count });
    if (words.flag('json')) printJson(terminal, answer);
    else
      printTable(
        terminal,
        ['enterprise', 'score', 'risk', 'uniform', 'key', 'id'],
        answer.drawn.map(({ name, score, risk, uniform, key, organisation }) => [
          name.zh,
          String(score),
          formatNumber(risk),
          uniform.toFixed(6),
          key.toFixed(6),
          organisation,
        ]),
      );
    return EXIT.done;
  },
};
